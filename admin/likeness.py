"""Complaints that tell much the same as another: the same matter reported twice, or by many."""

from typing import NamedTuple

from sqlalchemy.orm import Session

import nlp
from storage.queries import complaints

LEAST = 0.35
"""From this likeness on, of 1 for the same words, somebody who reads both would call them alike."""

MOST = 5


class Alike(NamedTuple):
    """Another complaint; `head` is how its story begins, `share` how alike it is in percent."""

    id: int
    number: str
    state: str
    head: str
    share: int


def alike(session: Session, complaint_id: int) -> list[Alike]:
    """Those most like this one, the likest first; none while its story has not been read."""
    found = complaints.like(session, complaint_id)
    if found.signature is None or not found.others:
        return []
    shares = nlp.likeness(found.signature, [other.signature for other in found.others])
    rows = [
        Alike(other.id, other.number, other.state, other.head, round(100 * share))
        for other, share in zip(found.others, shares, strict=True)
        if share >= LEAST
    ]
    return sorted(rows, key=lambda row: (-row.share, -row.id))[:MOST]
