"""The list of visits and calls."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin import choosing
from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named
from storage import visits
from storage.visits import FIELDS, Visit


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those of all, or of one customer, on all pages."""
    customer = choosing.key(asking.query.get("customer", ""))
    return visits.every(session, customer, LISTING.sorted(asking.query))


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    return [_cells(each, asking) for each in visits.those(session, ids)]


def _cells(row: Visit, asking: Asking) -> Sequence[str]:
    return (
        str(row.id),
        moment(row.at, asking),
        named("page.visits.kind", row.kind, asking.place.texts),
        row.name,
        row.number or "",
        row.by,
        *(getattr(row, name) for name in FIELDS),
    )


LISTING = Listing(
    "visits",
    "/visits",
    ("customer", "sort"),
    Table(("id", "at", "way", "customer", "complaint", "by", *FIELDS), keys, rows),
    own=True,
    sorts=visits.SORTS,
)
