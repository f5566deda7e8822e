"""Tables that staff hand in: customers of a round; records for none. Read row by row, shown with
all faults, then taken as a whole.

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
    taken_before,
)
from storage.importing.reading import Found, Reading
from storage.importing.records import KINDS
from storage.importing.records import Reading as RecordReading
from storage.importing.rows import Unreadable, rows, size
from storage.importing.taking import take
from storage.importing.taking_records import take_records

__all__ = [
    "GIVEN_UP",
    "KINDS",
    "Found",
    "Import",
    "Reading",
    "RecordReading",
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
    "take_records",
    "take_up",
    "taken_before",
]
