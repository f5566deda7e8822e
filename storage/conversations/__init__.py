"""Verbs on conversations."""

from storage.conversations.road import Address, Conversation, find, load, save, see
from storage.conversations.speaking import speak, spoken
from storage.conversations.staff import Question, answer, ask, hold, notify, release, reply, say, tell
from storage.conversations.transcript import Line, attached, transcript

__all__ = [
    "Address",
    "Conversation",
    "Line",
    "Question",
    "answer",
    "ask",
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
    "tell",
    "transcript",
]
