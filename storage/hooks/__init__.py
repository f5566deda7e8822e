"""Webhooks: other systems are told what happened, by ids and states, never in words."""

from storage.hooks.handing_out import Found, find, forget, hand_out
from storage.hooks.keeping import (
    MOST,
    Hook,
    Refused,
    Sent,
    again,
    drop,
    listing,
    make,
    one,
    sends,
    switch,
    test,
)
from storage.hooks.rules import rules
from storage.hooks.sending import Due, Outcome, claim, due, settle

__all__ = [
    "MOST",
    "Due",
    "Found",
    "Hook",
    "Outcome",
    "Refused",
    "Sent",
    "again",
    "claim",
    "drop",
    "due",
    "find",
    "forget",
    "hand_out",
    "listing",
    "make",
    "one",
    "rules",
    "sends",
    "settle",
    "switch",
    "test",
]
