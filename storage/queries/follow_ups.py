"""What staff are to follow up, as the list shows it: with whose words, where that is known."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Row, Select, case, literal_column, or_, select
from sqlalchemy.orm import Session

from storage import hiding
from storage.domain.rules import OF_TEXTS
from storage.queries import edges
from storage.queries.edges import Edge, Page, Part
from storage.queries.filters import being_told
from storage.tables import answers, complaints, customers, follow_ups, responses, users

Kind = Literal["open", "ended"]

_F, _A, _R, _K = follow_ups.c, answers.c, responses.c, complaints.c


class FollowUp(NamedTuple):
    """One text and its signal. Without a name there is no `customer`, no `conversation_id`, and of the moment
    the day alone. A complaint has a `number`. `by` is who ended it."""

    id: int
    subject: str
    subject_id: int
    signal: str
    state: str
    at: datetime
    number: str
    customer: str
    conversation_id: int | None
    channel: str
    note: str
    by: str
    ended_at: datetime | None


def page(session: Session, kind: Kind, size: int = 100, edge: Edge | None = None) -> Page:
    """What is open: the worst first, then what waits longest. Or what was ended: the last first."""
    return edges.page(session, _parts(session, kind), size, edge)


def listing(session: Session, kind: Kind, limit: int = 100) -> list[FollowUp]:
    """The first of them."""
    return those(session, page(session, kind, limit).keys)


def every(session: Session, kind: Kind) -> Iterator[int]:
    """The ids of all of them, in the order of the list."""
    return edges.every(session, _parts(session, kind))


def those(session: Session, ids: Sequence[int]) -> list[FollowUp]:
    """These, as far as they are there, in this order."""
    query = _follow_ups(session).where(_F.id.in_(ids))
    there = {row.id: _shown(row) for row in session.execute(query)} if ids else {}
    return [there[key] for key in ids if key in there]


def _parts(session: Session, kind: Kind) -> list[Part]:
    """Of what is open each signal by itself."""
    if kind == "ended":
        ended = _follow_ups(session).where(_F.state != "open", _F.ended_at.is_not(None))
        return [Part(_F.ended_at, _F.id, [ended], down=True)]
    still = _follow_ups(session).where(_F.state == literal_column("'open'"))  # as the index has it
    signals = [*(_F.signal == signal for signal in OF_TEXTS), _F.signal.not_in(OF_TEXTS)]
    return [Part(_F.at, _F.id, [still.where(signal)]) for signal in signals]


def of(session: Session, subject: str, subject_id: int) -> list[FollowUp]:
    """Those of one answer or complaint."""
    here = _follow_ups(session).where(_F.subject == subject, _F.subject_id == subject_id)
    return [_shown(row) for row in session.execute(here.order_by(_URGENT_FIRST))]


_URGENT_FIRST: Final = case(
    {signal: place for place, signal in enumerate(OF_TEXTS)}, value=_F.signal, else_=len(OF_TEXTS)
)


def _follow_ups(session: Session) -> Select[Any]:
    """The row, and of its answer or its complaint what tells whose it is. What is still being told without a
    name is nobody's to follow up yet, and what is about who reads is not theirs."""
    shown = (_F.id, _F.subject, _F.subject_id, _F.signal, _F.state, _F.at, _F.note, users.c.name.label("by"))
    anonymous = or_(_R.anonymous.is_(True), _K.anonymous.is_(True)).label("anonymous")
    whose = (
        *(_pick("channel"), _pick("conversation_id"), anonymous),
        *(customers.c.name.label("customer"), _K.number.label("number"), _F.ended_at),
    )
    return (
        select(*shown, *whose)
        .select_from(follow_ups)
        .join(answers, (_F.subject == "answer") & (_A.id == _F.subject_id), isouter=True)
        .join(responses, _R.id == _A.response_id, isouter=True)
        .join(complaints, (_F.subject == "complaint") & (_K.id == _F.subject_id), isouter=True)
        .join(
            customers,
            customers.c.id == case((_K.id.is_not(None), _K.customer_id), else_=_R.customer_id),
            isouter=True,
        )
        .join(users, users.c.id == _F.user_id, isouter=True)
        .where(~being_told(follow_ups), hiding.shown_text(session, follow_ups))
    )


def _pick(name: str) -> Any:
    return case((_K.id.is_not(None), _K[name]), else_=_R[name]).label(name)


def _shown(row: Row[Any]) -> FollowUp:
    return FollowUp(
        id=row.id,
        subject=row.subject,
        subject_id=row.subject_id,
        signal=row.signal,
        state=row.state,
        at=row.at,
        number=row.number or "",
        customer="" if row.anonymous else row.customer or "",
        conversation_id=None if row.anonymous else row.conversation_id,
        channel=row.channel or "",
        note=row.note,
        by=row.by or "",
        ended_at=row.ended_at,
    )
