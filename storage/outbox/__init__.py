"""Verbs on what is said to customers: put, then sent, in order within a conversation and at least once.

A sender claims what is due under a lease, sends it, and marks what came of it.
"""

from storage.outbox.claiming import Said, claim, due, inherit
from storage.outbox.marking import PutOff, fail_all, fail_unsent, give_back, put_off_all, sent_all
from storage.outbox.recalling import recall
from storage.outbox.saying import (
    FETCHING,
    HEAD,
    IN_DOUBT,
    LINKS,
    ONCE,
    OPEN,
    QUIET,
    TABLES,
    TO_STAFF,
    UNASKED,
    Saying,
    put,
    shown,
    standing,
    unsent,
)
from storage.outbox.waking import rescue, waken

__all__ = [
    "FETCHING",
    "HEAD",
    "IN_DOUBT",
    "LINKS",
    "ONCE",
    "OPEN",
    "QUIET",
    "TABLES",
    "TO_STAFF",
    "UNASKED",
    "PutOff",
    "Said",
    "Saying",
    "claim",
    "due",
    "fail_all",
    "fail_unsent",
    "give_back",
    "inherit",
    "put",
    "put_off_all",
    "recall",
    "rescue",
    "sent_all",
    "shown",
    "standing",
    "unsent",
    "waken",
]
