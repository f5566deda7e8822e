"""A response on paper, or told on the phone, is typed in by staff: kept as one that was given in a talk is,
with its index, what quotas count, what is to be read, and the invitation that it answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import events, hiding, invitations, jobs, responses, surveys
from storage.conversations import reaching
from storage.domain import entering as law
from storage.domain import place, satisfaction
from storage.domain.entering import Given, Typed
from storage.domain.invitation import LIFE, ON_ITS_WAY
from storage.domain.question import Question
from storage.domain.survey import Survey
from storage.queries.offering import different
from storage.settings import settings
from storage.tables import customers, rounds, survey_versions
from storage.tables import invitations as invited
from storage.tables import responses as table
from storage.texts import storable

ANSWERED = ("published", "retired")
"""The states of a version that may lie about on paper."""


class Unfit(ValueError):
    """It can't be kept: by field, one of `storage.domain.entering.PROBLEMS`."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields = fields


class _Invitation(NamedTuple):
    id: int
    state: str
    anonymous: bool


def enter(session: Session, typed: Typed, user_id: int, now: datetime) -> int:
    """Keep it, as completed on its day; its id. Of a survey, or a round, without names nothing leads to the
    customer: only that their invitation came back. Raises Unfit."""
    zone = ZoneInfo(settings().timezone)
    asked = survey(session, typed.version_id)
    segment = _segment(session, typed)
    if found := law.wrong(typed, now.astimezone(zone).date()):
        raise Unfit(found)
    assert typed.on is not None
    at = datetime.combine(typed.on, time(), zone)  # the day is all that is known
    invitation = _invitation(session, typed)
    nameless = asked.anonymous or typed.customer_id is None or bool(invitation and invitation.anonymous)
    key = _begin(session, typed, segment, at, nameless, user_id)
    rows = [row(asked.question(each.question), each, key, at) for each in typed.answers]
    responses.keep(session, rows)
    responses.set_aside(session, [(key, law.aside(asked, typed.answers))])
    _finish(session, asked, key, typed.answers, at)
    if invitation:
        _returned(session, invitation, key, nameless, at)
    have_read(session, rows, now)
    if not nameless:
        told = events.event(now, "response", key, "enter", "staff", target="completed", user_id=user_id)
        events.append(session, [told])
    return key


def survey(session: Session, version_id: int) -> Survey:
    """The survey as this version has it, which may lie about on paper. Raises Unfit."""
    v = survey_versions.c
    state = session.scalar(select(v.state).where(v.id == version_id))
    if state not in ANSWERED:
        raise Unfit({"survey": "no_survey"})
    return surveys.version(session, version_id)


def segments(session: Session) -> list[str]:
    """The segments that there are customers of, or responses."""
    found = {*different(session, customers.c.segment), *different(session, table.c.segment)}
    return sorted(found)


def _segment(session: Session, typed: Typed) -> str:
    """Theirs who answered. Who is being forgotten has been once this has waited for it."""
    if typed.customer_id is None:
        if typed.segment and typed.segment not in segments(session):
            raise Unfit({"segment": "unknown_choice"})
        return typed.segment
    reaching.lock(session, typed.customer_id)
    k = customers.c
    known = (k.erased_at.is_(None), k.merged_into.is_(None), hiding.shown_of(session, k.id))
    found = session.execute(select(k.segment).where(k.id == typed.customer_id, *known)).one_or_none()
    if found is None:
        raise Unfit({"customer": "no_customer"})
    segment: str = found.segment
    return segment


def _invitation(session: Session, typed: Typed) -> _Invitation | None:
    """The newest that this customer has not answered, to a round of this survey that takes answers."""
    if typed.customer_id is None:
        return None
    i, r, v = invited.c, rounds.c, survey_versions.c
    query = (
        select(i.id, i.state, r.anonymous)
        .join_from(invited, rounds, r.id == i.round_id)
        .join(survey_versions, v.survey_id == r.survey_id)
        .where(v.id == typed.version_id, i.customer_id == typed.customer_id)
        .where(i.state.in_((*ON_ITS_WAY, "begun")), r.state.in_(("sending", "open")))
    )
    found = session.execute(query.order_by(i.id.desc()).limit(1)).one_or_none()
    return _Invitation(*found) if found else None


def _begin(session: Session, typed: Typed, segment: str, at: datetime, nameless: bool, user_id: int) -> int:
    begun = responses.Begun(
        version_id=typed.version_id,
        conversation_id=None,
        customer_id=None if nameless else typed.customer_id,
        anonymous=nameless,
        channel=typed.channel,
        segment=segment,
        language="",
        place=place.place(typed.place),
        preview=False,
        begun_at=at,
    )
    (key,) = responses.begin(session, [begun])
    own = update(table).where(table.c.id == key)
    session.execute(own.values(entered_by=user_id, note=storable(typed.note)[0]))
    return key


def row(question: Question, given: Given, key: int, at: datetime) -> responses.Answer:
    """An answer of the response `key` as it is kept."""
    value = storable(given.value)[0] if isinstance(given.value, str) else given.value
    kept = given._replace(value=value)
    return responses.Answer(
        response_id=key,
        question=question.key,
        about=question.about,
        kind=question.kind,
        value=value,
        label=law.label(question, kept),
        score=law.score(question, kept),
        text=storable(given.text)[0],
        comment=storable(given.comment)[0],
        because=[storable(each)[0] for each in given.because] or None,
        missing=given.missing,
        seq=0,
        answered_at=at,
    )


def _finish(session: Session, asked: Survey, key: int, answers: Sequence[Given], at: datetime) -> None:
    behind = law.aside(asked, answers)
    scores = {
        each.question: law.score(asked.question(each.question), each)
        for each in answers
        if each.question not in behind
    }
    index = satisfaction.index(scores, asked.weights)
    done = responses.Finished(response_id=key, state="completed", satisfaction_index=index, at=at)
    responses.finish(session, [done])


def _returned(session: Session, invitation: _Invitation, key: int, nameless: bool, at: datetime) -> None:
    """Begun and returned at once; of what is begun in a talk the paper is the answer."""
    begin = [] if "begin" not in LIFE.triggers(invitation.state) else ["begin"]
    moves = [invitations.Move(invitation.id, trigger, key, nameless) for trigger in (*begin, "return")]
    invitations.move_all(session, moves, at)


def have_read(session: Session, rows: Sequence[responses.Answer], now: datetime) -> None:
    """What was written in words is read by the worker, and acted upon."""
    worded = [row for row in rows if row["comment"] or (row["kind"] == "text" and not row["missing"])]
    spoken = [(row["response_id"], row["question"]) for row in worded]
    found = responses.answer_ids(session, spoken)
    jobs.put(session, [_reading(found[each], now) for each in spoken])


def _reading(answer_id: int, now: datetime) -> jobs.Job:
    about = {"subject": "answer", "subject_id": answer_id}
    return jobs.Job(kind="analyse", key=f"answer:{answer_id}", payload=about, due_at=now, created_at=now)
