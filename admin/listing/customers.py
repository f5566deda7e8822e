"""The list of customers."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin.customers_sought import asked
from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named, yes
from storage.queries import customer_list
from storage.queries.customer_list import Row


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those that the filters show, on all pages."""
    return customer_list.every(session, asked(asking.query)._replace(after=0))


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    return [_cells(each, asking) for each in customer_list.rows(session, ids)]


def _cells(row: Row, asking: Asking) -> Sequence[str]:
    texts = asking.place.texts
    return (
        str(row.id),
        row.name,
        row.number,
        named("page.customer_kind", row.kind, texts),
        row.segment,
        yes(row.high_value, texts),
        str(row.open),
        moment(row.heard, asking),
    )


LISTING = Listing(
    "customers",
    "/customers",
    ("only", "kind", "segment", "order"),
    Table(("id", "name", "number", "kind", "segment", "high_value", "open", "heard"), keys, rows),
    own=True,
)
