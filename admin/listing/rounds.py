"""The rounds with their return rates."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment, yes
from admin.tables_out import MOST
from storage import invitations, rounds
from storage.domain.invitation import ROUND, Returns, returns
from storage.rounds import Round


def chosen(asked: str) -> str:
    """The state that is asked for; all where it is none."""
    return asked if asked in ROUND.states else ""


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those in this state, on all pages."""
    state = chosen(asking.query.get("state", ""))
    return (each.id for each in rounds.listing(session, MOST, state, LISTING.sorted(asking.query)))


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    states = invitations.tally(session, list(ids))
    found = rounds.those(session, ids)
    return [_cells(each, returns(states[each.id], each.target), asking) for each in found]


def _cells(row: Round, stands: Returns, asking: Asking) -> Sequence[str]:
    texts = asking.place.texts
    return (
        str(row.id),
        row.title,
        row.survey_title,
        texts(f"state.round.{row.state}"),
        yes(row.anonymous, texts),
        moment(row.starts_at, asking),
        moment(row.return_by, asking),
        str(stands.issued),
        str(stands.returned),
        str(stands.late),
        "" if stands.rate is None else f"{stands.rate:.1f}",
        "" if row.target is None else f"{row.target:g}",
    )


LISTING = Listing(
    "rounds",
    "/rounds",
    ("state", "sort"),
    Table(
        (
            *("id", "title", "survey", "state", "anonymous", "starts_at", "return_by"),
            *("issued", "returned", "late", "rate", "target"),
        ),
        keys,
        rows,
    ),
    sorts=rounds.SORTS,
)
