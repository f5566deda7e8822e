"""Responses as records: of one without a name neither the customer nor more of the moment than its day."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from storage.days import blunted
from storage.queries.responses import visible
from storage.records.changed import responded
from storage.records.reading import Kind, Record
from storage.tables import answers, responses, survey_versions, surveys

_R, _V, _S, _A = responses.c, survey_versions.c, surveys.c, answers.c

_NAMED: Final = (
    *("id", "version_id", "state", "satisfaction_index", "begun_at", "completed_at", "anonymous"),
    *("customer_id", "channel", "segment", "place", "language", "invitation_id", "entered_by", "note"),
)

_ANSWERED: Final = (
    *("id", "question", "about", "kind", "value", "label", "score", "text", "comment", "reason", "missing"),
    "revision",
)


def _of(query: Select[Any]) -> Select[Any]:
    query = query.select_from(responses).join(survey_versions, _V.id == _R.version_id)
    return query.join(surveys, _S.id == _V.survey_id)


def _told(record: Record) -> Record:
    if not record["anonymous"]:
        return record
    return {**blunted(record), "customer_id": None, "invitation_id": None}


RESPONSES: Final = Kind(
    _of,
    {**{name: _R[name] for name in _NAMED}, "survey": _S.key, "version": _V.number},
    _R.completed_at,
    visible,
    {
        "survey": _S.key,
        "state": _R.state,
        "channel": _R.channel,
        "segment": _R.segment,
        "customer_id": _R.customer_id,
    },
    _told,
    by_day=True,
    changed=responded,
)


def answers_of(session: Session, response_ids: Sequence[int]) -> dict[int, list[Record]]:
    """By response, what was answered, in the order in which it was."""
    query = select(_A.response_id, *(_A[name] for name in _ANSWERED)).where(_A.response_id.in_(response_ids))
    found: dict[int, list[Record]] = defaultdict(list)
    for row in session.execute(query.order_by(_A.response_id, _A.id)).mappings() if response_ids else ():
        found[row["response_id"]].append({name: row[name] for name in _ANSWERED})
    return found
