"""How surely a score was said: 4分左右 is vague, 给不了4分 is denied, 1分都不给 is the lowest of all."""

import re
from functools import cache

from nlp.wording.lexicon import either, load
from nlp.wording.scores.score import Doubt

_NEAR = 12  # characters within which a word speaks of the number


@cache
def not_even() -> re.Pattern[str]:
    """都嫌多, 都不想给."""
    return re.compile(rf"(?:{either(load('numbers')['not_even'])})")


@cache
def _right_before(key: str) -> re.Pattern[str]:
    """Any word of one list, right before a score, a small word between."""
    return re.compile(rf"(?:{either(load('numbers')[key])})(?:给|打|是|有|得|能|我|你们|了|个|的)?\s*$")


def stands_before(key: str, text: str, start: int) -> bool:
    """Whether a word of the list stands right before a place in the text."""
    return _right_before(key).search(text, max(0, start - _NEAR), start) is not None


@cache
def _behind() -> re.Pattern[str]:
    data = load("numbers")
    tenth = rf"[\d{''.join(data['digits'])}]$"  # 九分九
    return re.compile(rf"的?(?!{either(data['not_vague'])})(?:{either(data['vague_after'])}|{tenth})")


@cache
def _denied() -> re.Pattern[str]:
    data = load("numbers")
    return re.compile(rf"(?P<granted>{either(data['not_denied'])})|{either(data['denied_after'])}")


@cache
def _owed() -> re.Pattern[str]:
    """不给5分都对不起她: to refuse it would be wrong."""
    return re.compile(rf"[我真]*(?:{either(load('numbers')['owed'])})")


def doubt_of(text: str, start: int, end: int) -> Doubt:
    """What the words before and behind a number make of it."""
    denied = _denied().search(text, end, end + _NEAR)
    refused = (denied and not denied["granted"]) or stands_before("denied_before", text, start)
    if refused and not _owed().match(text, end):
        return "denied"
    hedged = stands_before("vague_before", text, start)
    return "vague" if hedged or _behind().match(text, end) else ""
