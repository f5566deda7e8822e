"""Verbs of those who write a survey in the browser: save a draft, see who else did, approve, retire.

A draft is changed where it stands; what is approved, published or retired is gone on from in a new version.
Whoever saves says by its digest which text they began with: nobody writes over what they have not seen.
"""

from storage.drafts.moving import Moved, move, publish
from storage.drafts.reading import ENTITY, NONE, Counted, Draft, counted, newest, one
from storage.drafts.saving import Stale, Taken, begin, check, note, save, written

__all__ = [
    "ENTITY",
    "NONE",
    "Counted",
    "Draft",
    "Moved",
    "Stale",
    "Taken",
    "begin",
    "check",
    "counted",
    "move",
    "newest",
    "note",
    "one",
    "publish",
    "save",
    "written",
]
