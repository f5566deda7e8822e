"""Verbs on complaints (投诉)."""

from storage.complaints.adding import add, note
from storage.complaints.amending import amend, assign
from storage.complaints.linking import link
from storage.complaints.moving import answer, assess, merge, move, refer
from storage.complaints.reading import Complaint, Entry, Unknown, entries, form, linked, of_customer, one
from storage.complaints.registering import Opened, open_, reserve
from storage.complaints.saving import Stale
from storage.complaints.supplying import supply

__all__ = [
    "Complaint",
    "Entry",
    "Opened",
    "Stale",
    "Unknown",
    "add",
    "amend",
    "answer",
    "assess",
    "assign",
    "entries",
    "form",
    "link",
    "linked",
    "merge",
    "move",
    "note",
    "of_customer",
    "one",
    "open_",
    "refer",
    "reserve",
    "supply",
]
