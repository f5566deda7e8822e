"""Webhooks: other systems are told what happened, by ids and states, never in words."""

from storage.hooks.handing_out import Found, find, forget, hand_out
from storage.hooks.keeping import (
    MOST,
    Hook,
    Refused,
    again,
    drop,
    hurry,
    listing,
    make,
    one,
    switch,
    test,
)
from storage.hooks.rules import rules
from storage.hooks.sending import Due, Outcome, claim, due, settle
from storage.hooks.told import Sent, later, sends

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
    "hurry",
    "later",
    "listing",
    "make",
    "one",
    "rules",
    "sends",
    "settle",
    "switch",
    "test",
]
