"""How the rounds that are under way come back (B9)."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from storage import invitations, rounds
from storage.domain.invitation import Returns, returns
from storage.rounds import Round

OPEN = ("sending", "open")
MOST = 20


class Running(NamedTuple):
    """A round, and how it stands."""

    of: Round
    returns: Returns


def fetch(session: Session) -> list[Running]:
    """Those under way, the newest first."""
    found = [each for state in OPEN for each in rounds.listing(session, MOST, state=state)]
    found.sort(key=lambda each: -each.id)
    states = invitations.tally(session, [each.id for each in found])
    return [Running(each, returns(states[each.id], each.target)) for each in found[:MOST]]
