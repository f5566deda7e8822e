"""One response as it was given: every question of its version, in order, with what was answered, what that
was before it was corrected, and what else is known of the whole."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session

from storage import surveys
from storage.days import day
from storage.domain.condition import Known
from storage.domain.question import Question
from storage.queries import readings, responses
from storage.queries.readings import Correction, Read
from storage.tables import (
    answers,
    asked_again,
    changes,
    customers,
    invitations,
    rounds,
    survey_versions,
    users,
)
from storage.tables import responses as table
from storage.tables import surveys as surveys_table

_R, _A, _C, _G = table.c, answers.c, changes.c, asked_again.c


class Head(NamedTuple):
    """What is known of the whole. Of one without a name there is neither customer nor talk, and of the
    moments the day alone. `typed_by` staff, from paper or the phone, with a `note`. `erased`: its customer
    was."""

    id: int
    version_id: int
    survey: str
    survey_key: str
    number: int
    state: str
    satisfaction_index: float | None
    begun_at: datetime
    completed_at: datetime | None
    anonymous: bool
    customer_id: int | None
    customer: str
    conversation_id: int | None
    channel: str
    segment: str
    place: str
    language: str
    typed_by: str
    note: str
    round_id: int | None
    round: str
    erased: bool


class Line(NamedTuple):
    """A question as it was asked; `read` is None where it has no answer. `earlier`: what the answer was
    before each change, the oldest first; `again`: how often it was asked again."""

    question: Question
    read: Read | None
    earlier: list[Correction]
    again: int


class Whole(NamedTuple):
    """The response; `lines` in the order of its version, with what it asks no more at the end."""

    head: Head
    lines: list[Line]


def whole(session: Session, response_id: int) -> Whole | None:
    """None where there is none, or it is not for who reads."""
    head = _head(session, response_id)
    if head is None:
        return None
    read = {each.question: each for each in readings.read_all(session, response_id, head.version_id)}
    earlier, again = _earlier(session, response_id), _again(session, response_id)
    known = _known(session, response_id)
    asked = list(surveys.version(session, head.version_id).questions)
    gone = read.keys() - {each.key for each in asked}
    asked += [surveys.question(session, head.version_id, key) for key in sorted(gone)]
    return Whole(head, [_line(each.told(known), read.get(each.key), earlier, again) for each in asked])


def seen(session: Session, response_id: int) -> bool:
    """Whether there is such a response, for who reads."""
    here = select(_R.id).where(_R.id == response_id, *responses.visible(session))
    return session.scalar(here) is not None


def belongs(session: Session, response_id: int, answer_id: int) -> bool:
    """Whether this is an answer of this response, which who reads may know of."""
    own = select(_A.id).where(_A.id == answer_id, _A.response_id == response_id)
    return session.scalar(own) is not None and seen(session, response_id)


def _line(question: Question, read: Read | None, earlier: dict[int, list[Correction]], again: Any) -> Line:
    was = earlier.get(read.id, []) if read else []
    return Line(question, read, was, again.get(question.key, 0))


def _head(session: Session, response_id: int) -> Head | None:
    query = (
        select(table, *_named())
        .join(survey_versions, survey_versions.c.id == _R.version_id)
        .join(surveys_table, surveys_table.c.id == survey_versions.c.survey_id)
        .join(customers, customers.c.id == _R.customer_id, isouter=True)
        .join(users, users.c.id == _R.entered_by, isouter=True)
        .join(invitations, invitations.c.id == _R.invitation_id, isouter=True)
        .join(rounds, rounds.c.id == invitations.c.round_id, isouter=True)
        .where(_R.id == response_id, *responses.visible(session))
    )
    row = session.execute(query).one_or_none()
    return _told(row) if row else None


def _named() -> list[Any]:
    return [
        surveys.TITLE.label("title"),
        surveys_table.c.key,
        survey_versions.c.number,
        customers.c.name.label("customer"),
        customers.c.erased_at.is_not(None).label("erased"),
        users.c.name.label("typed_by"),
        rounds.c.id.label("round_id"),
        rounds.c.title.label("round"),
    ]


def _told(row: Row[Any]) -> Head:
    nameless = row.anonymous
    return Head(
        id=row.id,
        version_id=row.version_id,
        survey=row.title,
        survey_key=row.key,
        number=row.number,
        state=row.state,
        satisfaction_index=row.satisfaction_index,
        begun_at=day(row.begun_at) if nameless else row.begun_at,
        completed_at=day(row.completed_at) if nameless and row.completed_at else row.completed_at,
        anonymous=nameless,
        customer_id=None if nameless else row.customer_id,
        customer="" if nameless else row.customer or "",
        conversation_id=None if nameless else row.conversation_id,
        channel=row.channel,
        segment=row.segment,
        place=row.place,
        language=row.language,
        typed_by=row.typed_by or "",
        note=row.note,
        round_id=None if nameless else row.round_id,
        round="" if nameless else row.round or "",
        erased=not nameless and row.erased,
    )


def _earlier(session: Session, response_id: int) -> dict[int, list[Correction]]:
    """By answer, every change of what was understood, whoever made it."""
    query = (
        select(_C.entity_id, _C.actor, _C.at, _C.old, users.c.name)
        .join_from(changes, answers, and_(_C.entity == "answer", _C.entity_id == _A.id))
        .join(users, users.c.id == _C.user_id, isouter=True)
        .where(_A.response_id == response_id)
        .order_by(_C.id)
    )
    found: dict[int, list[Correction]] = {}
    for row in session.execute(query):
        change = Correction(row.actor, row.name or "", row.at, readings.understood(row.old))
        found.setdefault(row.entity_id, []).append(change)
    return found


def _again(session: Session, response_id: int) -> dict[str, int]:
    query = select(_G.question, func.count()).where(_G.response_id == response_id).group_by(_G.question)
    return {row[0]: row[1] for row in session.execute(query)}


def _known(session: Session, response_id: int) -> dict[str, Known]:
    """What the words of later questions took up."""
    query = select(_A.question, _A.value, _A.score, _A.text, _A.label).where(_A.response_id == response_id)
    return {row.question: Known(row.value, row.score, row.text, row.label) for row in session.execute(query)}
