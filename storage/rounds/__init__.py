"""Verbs on rounds (调查轮次): prepared, sent in waves, open until the day by which answers count, closed."""

from storage.rounds.moving import (
    cancel_unsent,
    close_due,
    finish_sent,
    move,
    noted,
    remedy,
    send_again,
    to_end,
)
from storage.rounds.planning import Plan, Round, Unknown, add, change, completion, hold, listing, names, one

__all__ = [
    "Plan",
    "Round",
    "Unknown",
    "add",
    "cancel_unsent",
    "change",
    "close_due",
    "completion",
    "finish_sent",
    "hold",
    "listing",
    "move",
    "names",
    "noted",
    "one",
    "remedy",
    "send_again",
    "to_end",
]
