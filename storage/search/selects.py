"""What staff may see of each table that is searched, as a SELECT: `storage.search.sources` reads its rows."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Select, Table, case, false, func, literal, null, or_, select

from storage.queries.filters import STANDS_ALONE
from storage.tables import (
    answers,
    complaint_entries,
    complaints,
    conversations,
    customers,
    files,
    messages,
    outbox,
    responses,
    survey_versions,
    surveys,
)

_NONE: Final[dict[str, ColumnElement[Any]]] = {
    **{name: null() for name in ("talk", "complaint", "response", "customer", "title")},
    "by": literal("customer"),
    "day_only": false(),
}


def _selected(
    table: Table, at: Column[datetime], *columns: ColumnElement[Any], **named: ColumnElement[Any]
) -> Select[Any]:
    """The named columns of `Live`, those that are not named being empty, and more that `texts` reads."""
    labelled = (value.label(name) for name, value in (_NONE | named).items())
    return select(table.c.id, at.label("at"), *labelled, *columns).select_from(table)


_A, _R, _K, _E = answers.c, responses.c, complaints.c, complaint_entries.c
_C, _M, _O, _F = conversations.c, messages.c, outbox.c, files.c


def _in_talks(query: Select[Any], table: Table) -> Select[Any]:
    joined = query.join(conversations, _C.id == table.c.conversation_id)
    return joined.join(customers, customers.c.id == _C.customer_id).where(~_C.preview)


ANSWERS: Final = (
    _selected(
        answers,
        _A.answered_at,
        _A.question,
        _A.text,
        _A.comment,
        _A.reason,
        part=literal("answers"),
        talk=_R.conversation_id,
        response=_R.id,
        customer=customers.c.name,
        title=surveys.c.key,
        day_only=_R.anonymous,
    )
    .join(responses, _R.id == _A.response_id)
    .join(survey_versions, survey_versions.c.id == _R.version_id)
    .join(surveys, surveys.c.id == survey_versions.c.survey_id)
    .join(customers, customers.c.id == _R.customer_id, isouter=True)
    .where(~_R.preview, STANDS_ALONE)
)

FACTS: Final = (
    *(_K.number, _K.story, _K.product, _K.order_number, _K.occurred, _K.remedy),
    *(_K.complainant, _K.representative, _K.model, _K.batch),
    _K.part.label("of_part"),  # `part` is where a row is shown
    *(_K.location, _K.effect, _K.immediate_action),
)

COMPLAINTS: Final = (
    _selected(
        complaints,
        _K.received_at,
        *FACTS,
        part=literal("complaints"),
        complaint=_K.id,
        customer=customers.c.name,
        title=_K.number,
        day_only=_K.anonymous,
    )
    .join(customers, customers.c.id == _K.customer_id, isouter=True)
    .where(~_K.preview)
)

ENTRIES: Final = (
    _selected(
        complaint_entries,
        _E.at,
        _E.text,
        part=literal("complaints"),
        complaint=_E.complaint_id,
        by=_E.kind,
        title=_K.number,
        day_only=_K.anonymous,
    )
    .join(complaints, _K.id == _E.complaint_id)
    .where(~_K.preview)
)

MESSAGES: Final = _in_talks(
    _selected(
        messages,
        _M.received_at,
        _M.text,
        _M.choice,
        part=literal("talks"),
        talk=_M.conversation_id,
        customer=customers.c.name,
    ),
    messages,
).where(_M.state != "withdrawn", _M.kind.not_in(("open", "withdraw")))

OUTBOX: Final = _in_talks(
    _selected(
        outbox,
        _O.created_at,
        _O.payload,
        part=case((_O.speaker == "bot", "bot"), else_="talks"),
        talk=_O.conversation_id,
        customer=customers.c.name,
        by=_O.speaker,
    ),
    outbox,
)

_P = customers.c
_TRIED_OUT = select(_C.id).where(_C.customer_id == _P.id, _C.preview).limit(1).scalar_subquery()
"""Who tries a survey out is no customer."""

CUSTOMERS: Final = _selected(
    customers,
    _P.created_at,
    _P.name,
    _P.number,
    _P.note,
    part=literal("customers"),
    customer=_P.name,
    by=literal("staff"),
).where(_P.erased_at.is_(None), _P.merged_into.is_(None), _TRIED_OUT.is_(None))

_OF_CUSTOMER = customers.c.id == func.coalesce(_C.customer_id, _K.customer_id, _R.customer_id)
_OURS = or_(_F.complaint_id.is_not(None), _F.response_id.is_not(None))

FILES: Final = (
    _selected(
        files,
        _F.received_at,
        _F.name,
        part=literal("files"),
        talk=_F.conversation_id,
        complaint=_F.complaint_id,
        response=_F.response_id,
        customer=customers.c.name,
        by=case((_OURS, "staff"), else_="customer"),
        title=_K.number,
    )
    .join(conversations, _C.id == _F.conversation_id, isouter=True)
    .join(complaints, _K.id == _F.complaint_id, isouter=True)
    .join(responses, _R.id == _F.response_id, isouter=True)
    .join(customers, _OF_CUSTOMER, isouter=True)
    .where(_F.state != "withdrawn", ~func.coalesce(_C.preview, _K.preview, _R.preview))
)
