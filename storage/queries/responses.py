"""The list of all responses: what is looked for, in which order, a page at a time along an index.

What is still being told without a name is nobody's to read, and what is about who reads is kept from them,
with all that its customer answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Select, and_, func, literal, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.queries.filters import ALL, STANDS_ALONE, Period, Sought, within
from storage.queries.response_rows import Listed, rows
from storage.queries.texts import felt
from storage.tables import (
    analyses,
    answers,
    invitations,
    matters,
    responses,
    survey_versions,
    surveys,
)

STATES: Final = ("completed", "begun", "stopped")
"""The first is what counts in results."""

SORTS: Final = ("newest", "oldest", "worst", "best")
"""By when it was completed, of what was not when it was begun; by its satisfaction index."""

_R, _A, _N, _M, _I = responses.c, answers.c, analyses.c, matters.c, invitations.c
_V, _S = survey_versions.c, surveys.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty words leave all in, and so do None. `below`: the index is, or where a
    question is named (`item`) its score, which may also be `scored` just so; named alone, it has been
    answered. `sought`: a text in it was read
    so."""

    period: Period | None = None
    survey: str = ""
    channel: str = ""
    segment: str = ""
    round_id: int | None = None
    customer_id: int | None = None
    state: str = STATES[0]
    item: str = ""
    below: float | None = None
    scored: float | None = None
    sought: Sought = ALL
    sort: str = SORTS[0]


def page(session: Session, wanted: Wanted, size: int = 100, edge: Edge | None = None) -> Page:
    """The first of those that are looked for, or those next to the edge."""
    return edges.page(session, [_part(session, wanted)], size, edge)


def listing(session: Session, wanted: Wanted, limit: int = 100, edge: Edge | None = None) -> list[Listed]:
    """The same, as the list shows them."""
    return rows(session, page(session, wanted, limit, edge).keys)


def every(session: Session, wanted: Wanted) -> Iterator[int]:
    """The ids of all that are looked for, in the order of the list."""
    return edges.every(session, [_part(session, wanted)])


def count(session: Session, wanted: Wanted) -> int:
    """How many they are, one by one: for who asks for it, with a million of them that may take a second."""
    queries = [func.count().select().select_from(each.subquery()) for each in _part(session, wanted).queries]
    return sum(session.scalar(each) or 0 for each in queries)


def _part(session: Session, wanted: Wanted) -> Part:
    """Of a survey each version is read along its own index."""
    by, down = _order(wanted)
    query = select(_R.id).where(*visible(session), *_conditions(wanted, by))
    return Part(by, _R.id, [query.where(*of) for of in _versions(session, wanted)], down)


def visible(session: Session) -> list[ColumnElement[bool]]:
    """Conditions on `responses`: staff may read it, and nothing of its customer is kept from who reads."""
    told = [~_R.preview, STANDS_ALONE]
    if hiding.anything(session):
        there = _R.conversation_id.is_(None) | hiding.shown_in(session, _R.conversation_id)
        told += [hiding.shown_of(session, _R.customer_id), there]
    return told


def _order(wanted: Wanted) -> tuple[Column[Any], bool]:
    """The column, and whether backwards along it."""
    if wanted.sort in ("worst", "best"):
        return _R.satisfaction_index, wanted.sort == "best"
    return (_R.completed_at if wanted.state == STATES[0] else _R.begun_at), wanted.sort != "oldest"


def _conditions(wanted: Wanted, by: Column[Any]) -> list[ColumnElement[bool]]:
    at: ColumnElement[Any] = _R.completed_at if wanted.state == STATES[0] else _R.begun_at
    asked = (
        (wanted.channel, _R.channel == wanted.channel),
        (wanted.segment, _R.segment == wanted.segment),
        (wanted.round_id, _R.invitation_id.in_(select(_I.id).where(_I.round_id == wanted.round_id))),
        (wanted.customer_id, and_(_R.customer_id == wanted.customer_id, ~_R.anonymous)),
        (wanted.sought != ALL, _read_so(wanted.sought)),
    )
    found = [condition for given, condition in asked if given]
    if by is _R.satisfaction_index:
        at = func.coalesce(at, at)  # as no index knows it: else SQLite sorts all of the period
    dated = within(at, wanted.period) if wanted.period else []
    scored = [] if wanted.below is None else [_scored(wanted.item, wanted.below)]
    if wanted.item and wanted.scored is not None:
        scored.append(_of_item(wanted.item, _A.score == wanted.scored))
    if wanted.item and not scored:
        scored.append(_of_item(wanted.item, _A.score.is_not(None)))
    return [_R.state == wanted.state, by.is_not(None), *dated, *found, *scored]


def _scored(item: str, below: float) -> ColumnElement[bool]:
    if not item:
        return _R.satisfaction_index < below
    return _of_item(item, _A.score < below)


def _of_item(item: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    of_it = (_A.response_id == _R.id, _A.question == item, _A.missing == "")
    return _there(select(literal(1)).where(*of_it, condition))


def _read_so(sought: Sought) -> ColumnElement[bool]:
    """An answer in it has words that were read so; with a category, what is said of that."""
    read = and_(_N.subject == "answer", _N.subject_id == _A.id)
    words = select(literal(1)).select_from(answers).join(analyses, read).where(_A.response_id == _R.id)
    if sought.unsafe:
        words = words.where(_N.safety)
    if sought.urgency:
        words = words.where(_N.urgency == sought.urgency)
    if not sought.category:
        return _there(words.where(*felt(_N.polarity, sought.mood)))
    about = words.join(matters, and_(_M.subject == "answer", _M.subject_id == _A.id))
    return _there(about.where(_M.category == sought.category, *felt(_M.polarity, sought.mood)))


def _there(which: Select[Any]) -> ColumnElement[bool]:
    """A value, looked up for each row: PostgreSQL makes a join of `exists`, over all answers there are."""
    return which.correlate(responses).limit(1).scalar_subquery().is_not(None)


def _versions(session: Session, wanted: Wanted) -> list[list[ColumnElement[bool]]]:
    """A condition for each version of the survey that is asked for; one that leaves all in for none."""
    if not wanted.survey:
        return [[]]
    of = select(_V.id).join_from(survey_versions, surveys).where(_S.key == wanted.survey)
    return [[_R.version_id == key] for key in session.scalars(of.order_by(_V.id)).all()]
