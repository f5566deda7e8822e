"""Verbs on conversations."""

from storage.conversations.road import Address, Conversation, find, load, save, see
from storage.conversations.speaking import speak, spoken
from storage.conversations.staff import answer, hold, notify, release, reply, say
from storage.conversations.transcript import Line, attached, transcript

__all__ = [
    "Address",
    "Conversation",
    "Line",
    "answer",
    "attached",
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
