"""Verbs on complaints (投诉)."""

from storage.complaints.adding import add, note
from storage.complaints.amending import amend, assign, assign_back
from storage.complaints.concerning import concern
from storage.complaints.concluding import conclude
from storage.complaints.limits import REMINDING, Reminded, deadlines, reminded
from storage.complaints.linking import link
from storage.complaints.moving import answer, assess, merge, move, refer
from storage.complaints.pausing import pause
from storage.complaints.reading import (
    Complaint,
    Entry,
    Unknown,
    entries,
    form,
    linked,
    of_customer,
    one,
    paused,
    those,
)
from storage.complaints.registering import Opened, open_, reserve
from storage.complaints.resuming import resume
from storage.complaints.saving import Stale
from storage.complaints.splitting import parts, split
from storage.complaints.staying import asked, rated, stayed
from storage.complaints.supplying import supply
from storage.complaints.taking import take

__all__ = [
    "REMINDING",
    "Complaint",
    "Entry",
    "Opened",
    "Reminded",
    "Stale",
    "Unknown",
    "add",
    "amend",
    "answer",
    "asked",
    "assess",
    "assign",
    "assign_back",
    "concern",
    "conclude",
    "deadlines",
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
    "parts",
    "pause",
    "paused",
    "rated",
    "refer",
    "reminded",
    "reserve",
    "resume",
    "split",
    "stayed",
    "supply",
    "take",
    "those",
]
