"""What the doctor says of the history: that it is guarded, as it was sealed, and there to its end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from admin.finding import Finding
from storage import guards, seals

SEALS: Final = 200
"""So many of the last seals have what is under them reckoned again."""

BEHIND: Final = 60
"""So many seals after the noted one, an hour's at least, somebody ought to know why none was noted since."""


def examine(session: Session, data: Path) -> Iterator[Finding]:
    """Whether what was done is as it was sealed; the older of it is for `manyi audit verify`, which takes
    long."""
    if away := guards.missing(session):
        yield Finding("bad", "history_unguarded", {"names": ", ".join(away)})
    found, noted = seals.verify(session, SEALS), seals.look(session, data)
    if gone := found.broken:
        told = {"seal": gone.seal, "first": gone.first_id, "upto": gone.upto_id}
        yield Finding("bad", "history_broken", told)
    elif found.seals:
        key = "history_whole" if noted.replaceable else "history_so_far"
        yield Finding("good", key, {"seals": found.seals, "n": min(found.seals, SEALS)})
        if found.gaps:
            yield Finding("good", "history_gaps", {"n": found.gaps})
        if found.lost:
            yield Finding("note", "history_lost", {"n": found.lost})
    yield from _end(noted, found.last)


def _end(noted: seals.Noted, last: tuple[int, str] | None) -> Iterator[Finding]:
    """Whether the seal that is noted outside the database is still in it. Before the first none is."""
    told = {"file": noted.file, "seal": noted.number}
    if not noted.replaceable:
        yield Finding("bad", f"history_end_{noted.how}", told)
    elif last and noted.number and last[0] - noted.number > BEHIND:
        yield Finding("note", "history_end_behind", {**told, "last": last[0]})
    elif last:
        yield Finding("good" if noted.number else "note", f"history_end_{noted.how}", told)
