"""The list of talks. What was said in them stands on the page of each alone."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named
from storage.queries import talks
from storage.queries.talks import Kind, Listed


def chosen(asked: str) -> Kind:
    """Which talks are asked for; all where it is nothing that is offered."""
    return next((kind for kind in talks.KINDS if kind == asked), "")


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those under this tab, on all pages."""
    sort = LISTING.sorted(asking.query)
    return talks.every(session, chosen(asking.query.get("only", "")), sort)


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    return [_cells(each, asking) for each in talks.those(session, ids)]


def _cells(row: Listed, asking: Asking) -> Sequence[str]:
    texts = asking.place.texts
    return (
        str(row.id),
        row.customer,
        named("page.channel", row.channel, texts),
        row.segment,
        moment(row.since, asking),
        moment(row.active_at, asking),
        moment(row.waiting_since, asking),
        row.holder,
    )


LISTING = Listing(
    "talks",
    "/talks",
    ("only", "sort"),
    Table(
        ("id", "customer", "channel", "segment", "since", "active_at", "waiting_since", "holder"), keys, rows
    ),
    own=True,
    sorts=talks.SORTS,
)
