"""What the rules for endings have in common: lines, names, sentences. Pure."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.mail.reply.law import load
from bot.mail.reply.line import LONGEST

SPEECH: Final = re.compile(r"[。！？；，]|[.!?;]\s|[.!?]$")
LONG_RULE: Final = re.compile(r"\s*(?:[-_=*~·─—–]\s?){3,}\s*")
NAME: Final = re.compile(
    r"[\u3400-\u9fff·]{2,4}|[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}|[\u3400-\u9fff]{2,4}\s?(?:先生|女士|经理)"
)
_TITLE: Final = re.compile(r"\s?(?:先生|女士|经理)$")
SELF: Final = re.compile("我(?![们司行方公所院校])")
_BARS: Final = re.compile(r"[\s|｜]*")

Lines = Sequence[str]


class Ending(NamedTuple):
    """Where something begins that was not typed, and what it is."""

    start: int
    why: str


def a_name(text: str, card: str = "") -> bool:
    """Whether this line is a person's name and no answer of one word; a Latin one of one word counts where
    the card has it, too, as its address mostly does."""
    text = text.strip(" |")
    if not NAME.fullmatch(text):
        return False
    if text.isascii():
        return " " in text or text.lower() in card.lower()
    law = load("endings")["name"]
    longest = 4 if text.startswith(tuple(law["compound"])) else 3
    bare = _TITLE.sub("", text)
    return bare[0] in law["surnames"] and len(bare) <= longest and not bare.startswith(tuple(law["words"]))


def blank(text: str) -> bool:
    """Nothing, or the bars of an empty table."""
    return _BARS.fullmatch(text[:LONGEST]) is not None and not text[LONGEST:].strip()
