"""Customers from a table that staff hand in: read row by row, shown with all faults, then taken as a whole.

Nothing of a table with a fault in it is taken, and nothing before staff have said so.
"""

from storage.importing.handing_in import (
    GIVEN_UP,
    Import,
    clear,
    drop,
    hand_in,
    note,
    one,
    progress,
    refuse,
    take_up,
)
from storage.importing.reading import Found, Reading
from storage.importing.rows import Unreadable, rows, size
from storage.importing.taking import take

__all__ = [
    "GIVEN_UP",
    "Found",
    "Import",
    "Reading",
    "Unreadable",
    "clear",
    "drop",
    "hand_in",
    "note",
    "one",
    "progress",
    "refuse",
    "rows",
    "size",
    "take",
    "take_up",
]
