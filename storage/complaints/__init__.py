"""Verbs on complaints (投诉)."""

from storage.complaints.adding import add, note
from storage.complaints.moving import Stale, answer, move
from storage.complaints.reading import Complaint, Entry, Unknown, entries, of_customer, one
from storage.complaints.registering import Opened, open_, reserve
from storage.complaints.supplying import supply

__all__ = [
    "Complaint",
    "Entry",
    "Opened",
    "Stale",
    "Unknown",
    "add",
    "answer",
    "entries",
    "move",
    "note",
    "of_customer",
    "one",
    "open_",
    "reserve",
    "supply",
]
