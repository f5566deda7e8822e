"""The history sealed, so that who has the database alone can't change it unseen.

A seal covers the events of a range of ids: their digest, with the signature of the seal before, signed under
a key outside the database (`storage.sealing`). The events of the last minute are under no seal yet: to hash
them as they are written would make all who write wait for each other, and on PostgreSQL an id is given before
its row is there to see (`storage.settled`).

making     the next seal of the chain
verifying  the whole chain gone along again
noting     the last seal, noted outside the database: so it shows that the end was cut off
"""

from storage.seals.making import NOTED, Last, Seal, add, last, next_seal, ready, seal_up
from storage.seals.noting import Noted, anew, look, note
from storage.seals.verifying import Broken, Verified, holds, verify

__all__ = [
    "NOTED",
    "Broken",
    "Last",
    "Noted",
    "Seal",
    "Verified",
    "add",
    "anew",
    "holds",
    "last",
    "look",
    "next_seal",
    "note",
    "ready",
    "seal_up",
    "verify",
]
