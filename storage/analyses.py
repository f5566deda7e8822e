"""What `nlp.analyse` found in answers and complaints, and which of it is still to be found (anew)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from storage import acting, bulk, dialects, judgements, matters, written
from storage.acting import Noticed
from storage.days import day
from storage.domain import rules
from storage.tables import analyses, answers, complaints, responses
from storage.tables import matters as matters_table
from storage.written import SUBJECTS


class Analysis(TypedDict):
    """`subject` is answer or complaint; `polarity` -1 to 1, under 1/3 in size is neutral. `digest` is that of
    the text which was analysed; the rest is as in `storage.tables.analyses`."""

    subject: str
    subject_id: int
    polarity: float
    confidence: float
    intent: str
    keywords: list[str]
    model: str
    at: datetime
    urgency: str
    safety: bool
    emotion: str
    offensive: float
    sarcastic: bool
    categories: list[list[Any]]
    evidence: list[list[int]]
    personal: list[list[Any]]
    signature: bytes | None
    digest: int


class Due(NamedTuple):
    """A text that is to be analysed; `id` is where to go on after."""

    id: int
    subject: str
    subject_id: int


class Progress(NamedTuple):
    """How many of all analyses are by one model."""

    done: int
    all: int


def row(
    subject: str, subject_id: int, words: str, found: Any, at: datetime, signature: bytes | None = None
) -> Analysis:
    """What was `found` in these words, an `nlp.Analysis`, to be kept."""
    return Analysis(
        subject=subject,
        subject_id=subject_id,
        polarity=float(found.polarity),
        confidence=float(found.confidence),
        intent=found.intent,
        urgency=found.urgency,
        safety=bool(found.safety),
        emotion=found.emotion,
        offensive=float(found.offensive),
        sarcastic=bool(found.sarcastic),
        keywords=list(found.keywords),
        categories=[[key, float(mood), *span] for key, mood, span in found.categories],
        evidence=[list(span) for span in found.evidence],
        personal=[list(span) for span in found.personal],
        signature=signature,
        model=found.model,
        digest=written.digest(words),
        at=at,
    )


def keep(session: Session, rows: Sequence[Analysis]) -> None:
    """Keep these; an earlier analysis of the same subject is replaced, what staff judged of the same words
    stands, and what is urgent or unsafe is acted upon. One of words that are not there any more is passed
    over. Of what was said without a name the day alone is kept: the moment would tell whose it is."""
    acting.hold(session, _alarming(rows))
    for subject in SUBJECTS:
        _keep(session, subject, {each["subject_id"]: each for each in rows if each["subject"] == subject})


def _alarming(rows: Sequence[Analysis]) -> dict[str, set[int]]:
    """Those that signal something, by subject."""
    found: dict[str, set[int]] = {subject: set() for subject in SUBJECTS}
    for each in rows:
        if rules.of_text(each["urgency"], each["safety"]):
            found[each["subject"]].add(each["subject_id"])
    return found


def _keep(session: Session, subject: str, rows: dict[int, Analysis]) -> None:
    if not rows:
        return
    now = written.held(session, subject, rows)
    standing = [each for key, each in rows.items() if each["digest"] == now.get(key)]
    if not standing:
        return
    _hold(session, subject, rows)
    nameless = _nameless(session, subject, rows)
    new = [_new(each, each["subject_id"] in nameless) for each in standing]
    new = judgements.lay_over(session, subject, new, now)
    bulk.execute(session, _upsert(session.get_bind().dialect.name), new)
    matters.write(session, subject, {each["subject_id"]: each["categories"] for each in new})
    moments = {each["subject_id"]: each["at"] for each in standing}
    acting.act(session, subject, [_noticed(each, now, moments) for each in new])


def _hold(session: Session, subject: str, ids: Collection[int]) -> None:
    """Who judges one of these waits until the commit; what was judged before it is laid over."""
    n = analyses.c
    here = select(n.id).where(n.subject == subject, n.subject_id.in_(ids)).order_by(n.id)
    session.execute(here.with_for_update())


def _noticed(
    found: Mapping[str, Any], digests: Mapping[int, int], moments: Mapping[int, datetime]
) -> Noticed:
    key = found["subject_id"]
    return Noticed(key, found["urgency"], found["safety"], digests.get(key), moments[key])


def _new(found: Analysis, nameless: bool) -> dict[str, Any]:
    """The columns of a row."""
    told = {name: value for name, value in found.items() if name != "digest"}
    return {**told, "found": None, "at": day(found["at"]) if nameless else found["at"]}


@cache
def _upsert(dialect: str) -> Any:
    new = dialects.insert_for(dialect, analyses)
    kept = ("id", "subject", "subject_id", "revision")
    replaced = {each.name: new.excluded[each.name] for each in analyses.columns if each.name not in kept}
    return new.on_conflict_do_update(index_elements=["subject", "subject_id"], set_=replaced)


def _nameless(session: Session, subject: str, ids: Collection[int]) -> set[int]:
    if subject == "complaint":
        theirs = select(complaints.c.id).where(complaints.c.id.in_(ids), complaints.c.anonymous)
    else:
        given = select(answers.c.id).join_from(answers, responses)
        theirs = given.where(answers.c.id.in_(ids), responses.c.anonymous)
    return set(session.scalars(theirs))


def drop(session: Session, answer_ids: Collection[int]) -> None:
    """The customer has said something else there: nothing is known of it yet."""
    for table in (analyses, matters_table):
        of_it = and_(table.c.subject == "answer", table.c.subject_id.in_(answer_ids))
        session.execute(delete(table).where(of_it))


def stale(session: Session, model: str, after: int = 0, limit: int = 500) -> list[Due]:
    """Those by another model than this one, behind this id, whose words are there."""
    n = analyses.c
    query = select(n.id, n.subject, n.subject_id).where(n.id > after, n.model.not_in((model, "")))
    return _due(session.execute(query.order_by(n.id).limit(limit)))


def missing(session: Session, subject: str, after: int = 0, limit: int = 500) -> list[Due]:
    """Answers, or complaints, behind this id that have words and were never analysed."""
    table = complaints if subject == "complaint" else answers
    there = and_(analyses.c.subject == subject, analyses.c.subject_id == table.c.id)
    query = select(table.c.id).join(analyses, there, isouter=True)
    query = query.where(table.c.id > after, analyses.c.id.is_(None), _has_words(subject))
    found = session.scalars(query.order_by(table.c.id).limit(limit))
    return [Due(key, subject, key) for key in found]


def _has_words(subject: str) -> ColumnElement[bool]:
    a = answers.c
    if subject == "complaint":
        return complaints.c.story != ""
    return or_(a.comment != "", a.reason != "", and_(a.kind == "text", a.text != ""))


def progress(session: Session, model: str) -> Progress:
    """How far the analyses of words that are there are by this model."""
    n = analyses.c.model
    query = select(n, func.count()).where(n != "").group_by(n)
    counted: dict[str, int] = dict(session.execute(query).all())
    return Progress(counted.get(model, 0), sum(counted.values()))


def _due(rows: Iterable[Any]) -> list[Due]:
    return [Due(each.id, each.subject, each.subject_id) for each in rows]
