"""The invitations of one round, which stand on its page. How somebody is reached is not among them."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin import choosing
from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, named
from storage import invitations, rounds
from storage.domain.invitation import LIFE
from storage.invitations import Listed


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those of this round in this state, on all pages; none where there is no such round."""
    of, state = choosing.key(asking.query.get("round", "")), asking.query.get("state", "")
    return () if of is None else invitations.every(session, of, [state] if state in LIFE.states else [])


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    anonymous = rounds.one(session, choosing.key(asking.query["round"]) or 0).anonymous
    return [_cells(each, anonymous, asking) for each in invitations.those(session, ids)]


def _cells(row: Listed, anonymous: bool, asking: Asking) -> Sequence[str]:
    texts = asking.place.texts
    return (
        str(row.id),
        row.name,
        row.segment,
        named("page.channel", row.channel, texts),
        texts(f"state.invitation.{row.state}"),
        named("page.rounds.reason", row.reason, texts),
        moment(row.issued_at, asking),
        moment(row.returned_at, asking, anonymous),
    )


LISTING = Listing(
    "invitations",
    "",
    (),
    Table(
        ("id", "name", "segment", "channel", "state", "reason", "issued_at", "returned_at"),
        keys,
        rows,
    ),
)
