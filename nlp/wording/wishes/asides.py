"""What a short message that was no answer may be: a question, chat, abuse, a wish told at length."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import marks_in

_SHORT = 40  # characters up to which a message may be one
_CLAUSE = 20  # characters up to which an open answer may be one
_REST = 4  # characters that may follow it there
_GAP = 12  # characters that ... in a list may stand for
_EMPTY_END = " \n,.!?~、的啊呀吧哦嘛了哈啦"
_STOP = re.compile(r"[,，。;；!！?？\n]")


class _Form(NamedTuple):
    """Words of one intent; the lower the rank, the weightier. ``pieces``: with gaps between; ``last``:
    whether they end the message."""

    rank: int
    intent: str
    pieces: tuple[str, ...]
    last: bool


@cache
def _forms() -> dict[str, list[_Form]]:
    """The forms by their first two characters, or by one where they begin with one."""
    forms: dict[str, list[_Form]] = {}
    for rank, (intent, words) in enumerate(load("wishes")["mention"].items()):
        for word in words:
            pieces = tuple(word.rstrip("。").split("..."))
            forms.setdefault(pieces[0][:2], []).append(_Form(rank, intent, pieces, word.endswith("。")))
    return forms


def mentioned(text: str) -> tuple[str, str] | None:
    """(intent, words) of a short message that answers nothing, but asks or chats or swears or wants."""
    weightiest = min(_hits(text), default=None) if len(text) <= _SHORT else None
    return weightiest[1:3] if weightiest else None


def lone_wish(text: str) -> tuple[str, str] | None:
    """The same of an open answer of one short clause, which might as well tell of something."""
    if len(text) > _CLAUSE or _STOP.search(text.rstrip(_EMPTY_END)):
        return None
    ends = len(text.rstrip(_EMPTY_END)) - _REST
    hits = (hit for hit in _hits(text, strictly=True) if hit[1] in _marks("in_text") and hit[3] >= ends)
    weightiest = min(hits, default=None)
    return weightiest[1:3] if weightiest else None


def asks(text: str) -> bool:
    """Whether a short message is put as a question, other than in blame (什么态度) or doubt (你说呢)."""
    plain = pattern("wishes", "rhetorical").sub("", text)
    ending = plain.rstrip(" ?!,.啊呀")
    asking = pattern("wishes", "interrogative").search(plain) or ending.endswith(_marks("questioning"))
    return len(text) <= _CLAUSE and bool(asking) and not marks_in(plain)


def _hits(text: str, *, strictly: bool = False) -> Iterator[tuple[int, str, str, int]]:
    """(rank, intent, words, where they end) of what is wanted and not only told of."""
    ending = len(text.rstrip(_EMPTY_END))
    for start in range(len(text)):
        for key in (text[start], text[start : start + 2]):
            for form in _forms().get(key, ()):
                end = _end(text, start, form.pieces)
                if end < (ending if form.last else 1):
                    continue
                if not ((strictly or form.intent in _marks("guarded")) and _told(text, start, end)):
                    yield form.rank, form.intent, text[start:end], end


def _end(text: str, start: int, pieces: tuple[str, ...]) -> int:
    """Where the last of the pieces ends that follow one another here, each near the one before; else 0."""
    if not text.startswith(pieces[0], start):
        return 0
    end = start + len(pieces[0])
    for piece in pieces[1:]:
        at = text.find(piece, end, end + _GAP + len(piece))
        if at < 0:
            return 0
        end = at + len(piece)
    return end


@cache
def _marks(key: str) -> tuple[str, ...]:
    return tuple(load("wishes")[key])


def _told(text: str, start: int, end: int) -> bool:
    """Whether words that sound like a wish are only told of: 他说给我转人工, 没时间去取."""
    before = _STOP.split(text[:start])[-1]
    return any(mark in before for mark in _marks("told")) or text.startswith(_marks("told_after"), end)
