"""Staff judge what a text means: its mood, what it is about, how urgent it is. They are right, now and after
every analysis of the same words; what the model said is kept beside it, to learn from and to go back to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from storage import dialects, events, matters, written
from storage.domain import judging
from storage.tables import analyses, answers, complaints, customers, judgements, responses
from storage.written import SUBJECTS

_J, _N = judgements.c, analyses.c

_BLOCK: Final = 1000
"""Judgements whose texts are read at once."""


class Unknown(KeyError):
    """There is no such text, it was not analysed yet, or nothing was judged there."""


class Stale(RuntimeError):
    """The text, or what was judged of it, has changed since it was read; nothing was saved."""


class Unfit(ValueError):
    """No such field, or it cannot mean that."""


class Correction(NamedTuple):
    """What the model (`model`: which version) `said` of a text and what staff `meant`: a mood, an urgency, or
    [category, mood] each. `subject_id` is that of the answer or the complaint."""

    subject: str
    subject_id: int
    text: str
    field: str
    said: Any
    meant: Any
    model: str
    at: datetime


def mark(revision: int, digest: int) -> str:
    """By which to tell whether the text, and what was judged of it, are still as they were read."""
    return f"{revision}-{digest:x}"


def judge(
    session: Session,
    subject: str,
    subject_id: int,
    field: str,
    meant: Any,
    user_id: int,
    at: datetime,
    seen: str,
) -> str:
    """It means this: a mood, an urgency, or (category, mood) each. `seen` is the mark of what they read; the
    mark from now on.

    Raises Unknown, Stale, Unfit.
    """
    if field not in judging.FIELDS or not judging.FIELDS[field].fits(meant):
        raise Unfit(f"{field} cannot be judged so")
    row, digest = _locked(session, subject, subject_id, seen)
    now = judging.FIELDS[field].said(row)
    meant = meant if isinstance(meant, str) else [list(each) for each in meant]
    if meant == now:
        return seen
    said = judging.FIELDS[field].said(judging.unjudged(row))
    known = {
        "subject": subject,
        "subject_id": subject_id,
        "field": field,
        "said": said,
        "model": row["model"],
    }
    judgement = {**known, "meant": meant, "digest": digest, "user_id": user_id, "at": at}
    new = dialects.insert(session, judgements)
    changed = {name: new.excluded[name] for name in ("meant", "digest", "user_id", "at")}
    fixed = ["subject", "subject_id", "field"]
    session.execute(new.on_conflict_do_update(index_elements=fixed, set_=changed), [judgement])
    _save(session, row, digest)
    _record(session, row, "judge", now, meant, user_id, at)
    return mark(row["revision"] + 1, digest)


def undo(
    session: Session, subject: str, subject_id: int, field: str, user_id: int, at: datetime, seen: str
) -> None:
    """What the model says of it stands again. Raises Unknown, Stale."""
    row, digest = _locked(session, subject, subject_id, seen)
    here = _of(subject, [subject_id]) & (_J.field == field)
    meant = session.scalar(delete(judgements).where(here).returning(_J.meant))
    if meant is None:
        raise Unknown(f"nothing was judged of {subject} {subject_id}")
    _save(session, row, digest)
    _record(session, row, "unjudge", meant, judging.FIELDS[field].said(judging.unjudged(row)), user_id, at)


def _locked(session: Session, subject: str, subject_id: int, seen: str) -> tuple[dict[str, Any], int]:
    """Of two who judge at once, one is told."""
    here = select(analyses).where(_N.subject == subject, _N.subject_id == subject_id).with_for_update()
    row = session.execute(here).mappings().one_or_none()
    words = written.words(session, subject, subject_id)
    if row is None or not words:
        raise Unknown(f"nothing was found in {subject} {subject_id}")
    digest = written.digest(words)
    if seen != mark(row["revision"], digest):
        raise Stale(f"{subject} {subject_id} has just been changed")
    return dict(row), digest


def _save(session: Session, row: dict[str, Any], digest: int) -> None:
    subject, key = row["subject"], row["subject_id"]
    (new,) = lay_over(session, subject, [row], {key: digest})
    columns = ("polarity", "confidence", "urgency", "categories", "found")
    change = update(analyses).where(_N.id == row["id"])
    session.execute(change.values(revision=row["revision"] + 1, **{name: new[name] for name in columns}))
    matters.write(session, subject, {key: new["categories"] or []})


def _record(
    session: Session, row: Mapping[str, Any], trigger: str, was: Any, now: Any, user_id: int, at: datetime
) -> None:
    told = (judging.told(was), judging.told(now), user_id)
    events.append(session, [events.event(at, row["subject"], row["subject_id"], trigger, "staff", *told)])


def lay_over(
    session: Session, subject: str, rows: Sequence[dict[str, Any]], digests: Mapping[int, int]
) -> list[dict[str, Any]]:
    """These new analyses with what staff judged of the same words, by their digests. What was judged of words
    that are not there any more is gone."""
    meant: dict[int, dict[str, Any]] = {}
    query = select(_J.id, _J.subject_id, _J.field, _J.meant, _J.digest).order_by(_J.id)
    gone = []
    for each in session.execute(query.where(_of(subject, [row["subject_id"] for row in rows]))):
        if each.digest == digests.get(each.subject_id):
            meant.setdefault(each.subject_id, {})[each.field] = each.meant
        else:
            gone.append(each.id)
    if gone:
        session.execute(delete(judgements).where(_J.id.in_(gone)))
    return [judging.judged(row, meant.get(row["subject_id"], {})) for row in rows]


def _of(subject: str, ids: Collection[int]) -> Any:
    return (_J.subject == subject) & _J.subject_id.in_(ids)


def corrections(session: Session) -> Iterator[Correction]:
    """All that staff judged of words that are still there: nothing of customers who were erased or are made
    up, nor of surveys being tried out."""
    for subject in SUBJECTS:
        rows = session.execute(_judged(subject)).all()
        for first in range(0, len(rows), _BLOCK):
            yield from _standing(session, subject, rows[first : first + _BLOCK])


def _standing(session: Session, subject: str, rows: Sequence[Row[Any]]) -> Iterator[Correction]:
    texts = written.wholes(session, [(subject, row.subject_id) for row in rows])
    for row in rows:
        text = texts.get((subject, row.subject_id), "")
        if text and written.digest(text) == row.digest:
            told = (row.field, row.said, row.meant, row.model, row.at)
            yield Correction(subject, row.subject_id, text, *told)


def _judged(subject: str) -> Any:
    columns = (_J.subject_id, _J.field, _J.said, _J.meant, _J.model, _J.at, _J.digest)
    query = select(*columns).where(_J.subject == subject).order_by(_J.id)
    if subject == "complaint":
        whose = complaints
        query = query.join(complaints, complaints.c.id == _J.subject_id)
    else:
        whose = responses
        query = query.join(answers, answers.c.id == _J.subject_id).join(responses)
    query = query.join(customers, customers.c.id == whose.c.customer_id, isouter=True)
    return query.where(~whose.c.preview, customers.c.demo.is_not(True))
