"""What could not be handled. What the customers said stands on the page alone, and of a sender as much as may
be read there before somebody asks."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named
from storage.queries import parked
from storage.queries.parked import Kind, Parked


def chosen(asked: str) -> Kind:
    """Which are asked for; messages where it is nothing that is offered."""
    return next((kind for kind in parked.KINDS if kind == asked), "messages")


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those under this tab, on all pages."""
    return parked.every(session, chosen(asking.query.get("only", "")), LISTING.sorted(asking.query))


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    kind = chosen(asking.query.get("only", ""))
    return [_cells(each, kind, asking) for each in parked.those(session, kind, ids)]


def _cells(row: Parked, kind: Kind, asking: Asking) -> Sequence[str]:
    texts, why = asking.place.texts, f"page.parked.mail.reason.{row.reason}"
    told = kind == "mails" and texts.has(why)
    return (
        str(row.id),
        texts(f"page.parked.tab.{kind}"),
        named("page.channel", row.channel, texts),
        moment(row.received_at, asking),
        texts(why if told else _UNTOLD[kind]),
        "" if told else row.reason,
        row.sender,
        "" if row.conversation_id is None else str(row.conversation_id),
    )


_UNTOLD = {"messages": "page.parked.reason", "mails": "page.parked.mail.reason.unread"}
"""What is said where the reason is none that staff would know."""

LISTING = Listing(
    "parked",
    "/parked",
    ("only", "sort"),
    Table(("id", "kind", "channel", "received_at", "reason", "technical", "sender", "talk"), keys, rows),
    sorts=parked.SORTS,
)
