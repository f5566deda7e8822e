"""The queue of complaints. How somebody is reached stands on the page of one complaint alone."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from admin import queueing
from admin.complaint_form import choice
from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named
from storage import users
from storage.complaints import Complaint
from storage.queries import queue


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those that the filters show, on all pages."""
    return queue.every(session, queueing.asked(asking.query, asking.asks), asking.at)


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    people = {user.id: user.name for user in users.listing(session)}
    return [_cells(each, people, asking) for each in queue.whole(session, ids)]


def _cells(row: Complaint, people: Mapping[int, str], asking: Asking) -> Sequence[str]:
    texts = asking.place.texts
    return (
        row.number,
        choice("kind", row.kind, texts),
        texts(f"state.complaint.{row.state}"),
        choice("severity", row.severity, texts) if row.severity else "",
        people.get(row.owner_id or 0, ""),
        row.department,
        named("page.channel", row.channel, texts),
        row.segment,
        *(moment(at, asking, row.anonymous) for at in (row.received_at, row.due_at, row.closed_at)),
        choice("outcome", row.outcome, texts) if row.outcome else "",
        row.product,
        row.order_number,
        row.story,
    )


LISTING = Listing(
    "complaints",
    "/complaints",
    ("state", "owner", "department", "severity", "kind", "sort"),
    Table(
        (
            *("complaint", "sort", "state", "severity", "owner", "department", "channel", "segment"),
            *("received_at", "due_at", "closed_at", "outcome", "product", "order_number", "story"),
        ),
        keys,
        rows,
    ),
    own=True,
    sorts=queue.SORTS,
)
