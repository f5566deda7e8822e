"""Verbs on conversations."""

from storage.conversations.road import Address, Conversation, find, load, save, see
from storage.conversations.speaking import speak, spoken
from storage.conversations.staff import hold, notify, release, reply, say
from storage.conversations.transcript import Line, transcript

__all__ = [
    "Address",
    "Conversation",
    "Line",
    "find",
    "hold",
    "load",
    "notify",
    "release",
    "reply",
    "save",
    "say",
    "see",
    "speak",
    "spoken",
    "transcript",
]
