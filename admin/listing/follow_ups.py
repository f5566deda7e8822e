"""What cannot wait. The customer's words stand on the page alone."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named
from storage.queries import follow_ups
from storage.queries.follow_ups import FollowUp, Kind


def chosen(asked: str) -> Kind:
    """Which are asked for; the open ones where it is nothing that is offered."""
    return "ended" if asked == "ended" else "open"


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those under this tab, on all pages."""
    return follow_ups.every(session, chosen(asking.query.get("only", "")))


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    return [_cells(each, asking) for each in follow_ups.those(session, ids)]


def _cells(row: FollowUp, asking: Asking) -> Sequence[str]:
    texts = asking.place.texts
    return (
        str(row.id),
        texts(f"page.follow_ups.signal.{row.signal}"),
        texts(f"page.follow_ups.{'tab' if row.state == 'open' else 'state'}.{row.state}"),
        moment(row.at, asking, row.conversation_id is None),
        row.customer,
        row.number,
        named("page.channel", row.channel, texts),
        row.by,
        moment(row.ended_at, asking),
        row.note,
    )


LISTING = Listing(
    "follow_ups",
    "/follow-ups",
    ("only",),
    Table(
        (
            *("id", "signal", "state", "at", "customer", "complaint", "channel"),
            *("ended_by", "closed_at", "note"),
        ),
        keys,
        rows,
    ),
    own=True,
)
