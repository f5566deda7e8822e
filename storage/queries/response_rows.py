"""A line of the list of responses: what is seen of one without opening it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from storage.customers import names
from storage.days import day
from storage.queries import spoken
from storage.queries.spoken import Voice
from storage.surveys import TITLE
from storage.tables import responses, survey_versions

_R, _V = responses.c, survey_versions.c


class Listed(NamedTuple):
    """One response. Of one without a name there is no `customer`, and of the moment the day alone.
    `typed_in`: staff did, from paper or from the phone. `voice`: what says most of it."""

    id: int
    survey: str
    number: int
    state: str
    satisfaction_index: float | None
    at: datetime
    anonymous: bool
    customer_id: int | None
    customer: str
    channel: str
    segment: str
    typed_in: bool
    voice: Voice | None


def rows(session: Session, ids: Sequence[int]) -> list[Listed]:
    """These, as far as they are there, in this order."""
    voices = spoken.voices(session, ids)
    found = {row.id: row for row in session.execute(_columns().where(_R.id.in_(ids)))} if ids else {}
    called = names(session, {row.customer_id for row in found.values()})
    there = (found[key] for key in ids if key in found)
    return [_listed(row, called.get(row.customer_id, ""), voices.get(row.id)) for row in there]


def _columns() -> Select[Any]:
    named = (TITLE.label("title"), _V.number, func.coalesce(_R.completed_at, _R.begun_at).label("at"))
    own = (_R.id, _R.state, _R.satisfaction_index, _R.anonymous, _R.customer_id, _R.channel, _R.segment)
    query = select(*own, *named, _R.entered_by).select_from(responses)
    return query.join(survey_versions, _V.id == _R.version_id)


def _listed(row: Row[Any], customer: str, voice: Voice | None) -> Listed:
    return Listed(
        id=row.id,
        survey=row.title,
        number=row.number,
        state=row.state,
        satisfaction_index=row.satisfaction_index,
        at=day(row.at) if row.anonymous else row.at,
        anonymous=row.anonymous,
        customer_id=None if row.anonymous else row.customer_id,
        customer="" if row.anonymous else customer,
        channel=row.channel,
        segment=row.segment,
        typed_in=row.entered_by is not None,
        voice=voice,
    )
