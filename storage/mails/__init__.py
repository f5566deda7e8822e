"""Verbs on mails as they came: kept once, read later, held or parked for staff, emptied in the end."""

from storage.mails.forgetting import empty, expire, expired, forget, kept_of, raw_of
from storage.mails.keeping import Arrived, Place, keep, place, reach
from storage.mails.reading import Before, Settled, Talk, Waiting, before, claim, leave, settle, talk, waits
from storage.mails.staff import dismiss, put_back, raw, sender_of

__all__ = [
    "Arrived",
    "Before",
    "Place",
    "Settled",
    "Talk",
    "Waiting",
    "before",
    "claim",
    "dismiss",
    "empty",
    "expire",
    "expired",
    "forget",
    "keep",
    "kept_of",
    "leave",
    "place",
    "put_back",
    "raw",
    "raw_of",
    "reach",
    "sender_of",
    "settle",
    "talk",
    "waits",
]
