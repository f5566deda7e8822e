"""Quotas (配额): how many completed responses fall under each.

A counter stands from the moment on at which a version with the quota is published, counted once from the
answers that there are. Then it goes up in the transaction that completes a response, and up or down in the
one that corrects an answer; forgetting a customer, or whose a response was, leaves it alone.

A transaction finds out what `moved`, all of it, then has it `count`ed once, in the order of the counters: two
that count at the same time, by whatever way, do not block each other.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, func, select, text, tuple_, update
from sqlalchemy.orm import Session

from storage import bulk, dialects
from storage.domain.condition import keys
from storage.domain.section import Quota
from storage.domain.survey import Survey
from storage.tables import answers, quotas, responses, survey_versions


class _Counter(NamedTuple):
    """Its key: of this survey, of who answered the question with one of the keys (JSON)."""

    survey_id: int
    question: str
    counted: str

    def counts(self, value: Any) -> bool:
        """Whether who answered so falls under it."""
        return value is not None and not set(json.loads(self.counted)).isdisjoint(keys(value))


Moved = Mapping[_Counter, int]
"""By how much counters go up."""

NOTHING: Moved = {}


def full(session: Session, survey: Survey, version_id: int) -> frozenset[int]:
    """The places of the survey's quotas for which enough have answered. One that was never published is not
    counted: whoever tries it out meets no full quota."""
    of = select(survey_versions.c.survey_id).where(survey_versions.c.id == version_id).scalar_subquery()
    query = select(quotas.c.question, quotas.c.counted, quotas.c.number).where(quotas.c.survey_id == of)
    counts = {(row[0], row[1]): row[2] for row in session.execute(query)}
    places = enumerate(survey.quotas)
    return frozenset(
        place for place, each in places if counts.get((each.question, _keys(each)), 0) >= each.most
    )


def begin(session: Session, version_id: int, published: Iterable[Quota]) -> None:
    """The version is published with these: what is not counted yet, is from now on."""
    of = select(survey_versions.c.survey_id).where(survey_versions.c.id == version_id)
    survey_id: int = session.scalars(of).one()
    standing = set(_counters(session, [survey_id]))
    wanted = {_Counter(survey_id, each.question, _keys(each)) for each in published}
    new = sorted(wanted - standing)
    if not new:
        return
    _hold_back(session)
    counts: Counter[_Counter] = Counter()
    for question, value, number in _answered(session, survey_id, {each.question for each in new}):
        counts.update({each: number for each in new if each.question == question and each.counts(value)})
    rows = [{**each._asdict(), "number": counts[each]} for each in new]
    bulk.execute(session, dialects.insert_new(session, quotas), rows)


def completed(session: Session, response_ids: Collection[int]) -> Moved:
    """What moved: these responses have just been completed, in surveys that have quotas."""
    r, a, v = responses.c, answers.c, survey_versions.c
    query = (
        select(v.survey_id, a.question, a.value)
        .join_from(answers, responses)
        .join(survey_versions, v.id == r.version_id)
        .where(r.id.in_(response_ids), ~r.preview, a.missing == "")
    )
    given = session.execute(query).all()
    standing = _counters(session, {row.survey_id for row in given})
    return Counter(
        each
        for each in standing
        for row in given
        if each[:2] == (row.survey_id, row.question) and each.counts(row.value)
    )


def corrected(session: Session, response_id: int, question: str, before: Any, after: Any) -> Moved:
    """What moved: in this response, which is completed, an answer has become another; None: it is none."""
    r, v = responses.c, survey_versions.c
    of = select(v.survey_id).join_from(responses, survey_versions).where(r.id == response_id, ~r.preview)
    survey_id = session.scalar(of)
    mine = [each for each in _counters(session, [survey_id]) if each.question == question]
    return {each: each.counts(after) - each.counts(before) for each in mine}


def together(moved: Iterable[Moved]) -> Moved:
    """All that moved."""
    found: Counter[_Counter] = Counter()
    for each in moved:
        found.update(each)
    return found


def count(session: Session, moved: Moved) -> None:
    """Once in a transaction, with all that moved in it."""
    rows = [
        {**{f"key_{name}": told for name, told in each._asdict().items()}, "new_more": moved[each]}
        for each in sorted(moved)
        if moved[each]
    ]
    if rows:
        _lock(session, [each for each in moved if moved[each]])
        bulk.execute(session, _ADDED, rows)


def _lock(session: Session, these: Sequence[_Counter]) -> None:
    """In order: PostgreSQL updates many rows in whatever order it likes. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        key = [quotas.c[name] for name in _Counter._fields]
        session.execute(select(*key).where(tuple_(*key).in_(these)).order_by(*key).with_for_update())


def _keys(quota: Quota) -> str:
    return json.dumps(sorted(quota.counted))


def _counters(session: Session, survey_ids: Collection[int | None]) -> list[_Counter]:
    columns = (quotas.c[name] for name in _Counter._fields)
    rows = session.execute(select(*columns).where(quotas.c.survey_id.in_(survey_ids)))
    return [_Counter(*row) for row in rows]


_ADDED = (
    update(quotas)
    .where(
        quotas.c.survey_id == bindparam("key_survey_id"),
        quotas.c.question == bindparam("key_question"),
        quotas.c.counted == bindparam("key_counted"),
    )
    .values(number=quotas.c.number + bindparam("new_more"))
)


def _hold_back(session: Session) -> None:
    """Nobody completes a response until the commit: who had not committed would be counted by nobody. SQLite
    has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("lock table responses in share mode"))


def _answered(session: Session, survey_id: int, questions: Collection[str]) -> Sequence[tuple[str, Any, int]]:
    """(question, value, in how many completed responses to the survey, in whatever version of it)."""
    r, a, v = responses.c, answers.c, survey_versions.c
    value = cast(a.value, Text)
    query = (
        select(a.question, value, func.count())
        .join_from(answers, responses)
        .join(survey_versions, v.id == r.version_id)
        .where(v.survey_id == survey_id, r.state == "completed", ~r.preview)
        .where(a.question.in_(questions), a.missing == "")
        .group_by(a.question, value)
    )
    return [(row[0], json.loads(row[1]), row[2]) for row in session.execute(query) if row[1]]
