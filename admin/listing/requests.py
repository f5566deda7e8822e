"""What customers ask of their own data."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named
from storage import requests
from storage.domain.request import LIFE
from storage.queries import requests as queries
from storage.queries.requests import Asked
from storage.requests import Wanted

CHOICES = ("open", "overdue", *(state for state in LIFE.states if state != "open"))


def chosen(asked: str) -> str:
    """Which requests are asked for; the open ones where it is nothing that is offered."""
    return asked if asked in CHOICES else "open"


def wanted(tab: str, sort: str, at: datetime) -> Wanted:
    """Those under this tab."""
    return Wanted(chosen(tab), at, sort)


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those under this tab, on all pages."""
    asked = wanted(asking.query.get("state", ""), LISTING.sorted(asking.query), asking.at)
    return requests.every(session, asked)


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    told = queries.with_customers(session, requests.those(session, ids))
    return [_cells(each, asking) for each in told]


def _cells(row: Asked, asking: Asking) -> Sequence[str]:
    one, texts = row.request, asking.place.texts
    return (
        one.number,
        texts(f"state.request_kind.{one.kind}"),
        texts(f"state.request.{one.state}"),
        row.name,
        named("page.channel", row.channel, texts),
        *(moment(at, asking) for at in (one.received_at, one.due_at, one.done_at)),
        one.reason,
    )


LISTING = Listing(
    "requests",
    "/requests",
    ("state", "sort"),
    Table(
        ("number", "sort", "state", "name", "channel", "received_at", "due_at", "closed_at", "reason"),
        keys,
        rows,
    ),
    sorts=requests.SORTS,
)
