"""What a short message that was no answer may be: a question, chat, abuse, a wish told at length."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nlp.wording.asked import Asked
from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import marks_in

_SHORT = 40  # characters up to which a message may be one
_SHORT_ENGLISH = 120
_CLAUSE = 20  # characters up to which an open answer may be one
_REST = 4  # characters that may follow it there
_GAP = 12  # characters that ... in a list may stand for
_ASKING_ENDS = ("没", "吗", "么", "呢", "了没有")
_EMPTY_END = " \n,.!?~、的啊呀吧哦嘛了哈啦"
_STOP = late(r"[,，。;；!！?？\n]")


class _Form(NamedTuple):
    """Words of one intent; the lower the rank, the weightier. ``pieces``: with gaps between; ``last``:
    whether they end the message."""

    rank: int
    intent: str
    pieces: tuple[str, ...]
    last: bool


@cache
def _written() -> dict[str, list[tuple[int, str, str]]]:
    """The forms by their first two characters, or by one where they begin with one: (rank, intent, words)."""
    written: dict[str, list[tuple[int, str, str]]] = {}
    for rank, (intent, words) in enumerate(load("wishes")["mention"].items()):
        for word in words:
            written.setdefault(word[:2].rstrip(".。"), []).append((rank, intent, word))
    return written


@cache
def _forms(head: str) -> list[_Form]:
    """Few of them are ever needed."""
    return [
        _Form(rank, intent, tuple(word.rstrip("。").split("...")), word.endswith("。"))
        for rank, intent, word in _written()[head]
    ]


def mentioned(text: str) -> tuple[str, str] | None:
    """(intent, words) of a short message that answers nothing, but asks or chats or swears or wants."""
    short = len(text) <= (_SHORT_ENGLISH if text.isascii() else _SHORT)
    weightiest = min(_hits(text), default=None) if short else None
    return weightiest[1:3] if weightiest else None


def lone_wish(text: str) -> tuple[str, str] | None:
    """The same of an open answer of one short clause, which might as well tell of something."""
    if len(text) > _CLAUSE or _STOP.search(text.rstrip(_EMPTY_END)):
        return None
    ends = len(text.rstrip(_EMPTY_END)) - _REST
    hits = (hit for hit in _hits(text, strictly=True) if hit[1] in _marks("in_text") and hit[3] >= ends)
    weightiest = min(hits, default=None)
    return weightiest[1:3] if weightiest else None


def asked_last(text: str) -> str | None:
    """How a complaint stands, asked at the end of an open answer: 上次那事谁负责的，有回音没."""
    clauses = [each for each in _STOP.split(text) if each.strip(_EMPTY_END)]
    asking = len(clauses) > 1 and (clauses[-1].endswith(_ASKING_ENDS) or text.endswith("?"))
    hits = _hits(clauses[-1], strictly=True) if asking else ()
    return next((words for _, intent, words, _ in hits if intent == "status"), None)


def never_used(text: str, words: str, asked: Asked) -> bool:
    """Whether what was never used is what the question is about: 没用过你们洗手间 is no wrong person."""
    thing = text.partition(words)[2].rstrip(_EMPTY_END)
    return len(thing) > 1 and thing in asked.text


def outweighs(intent: str) -> bool:
    """Whether it counts even where the rest of the message may be an answer."""
    return intent in _marks("over_guess")


def _hits(text: str, *, strictly: bool = False) -> Iterator[tuple[int, str, str, int]]:
    """(rank, intent, words, where they end) of what is wanted and not only told of."""
    text = pattern("wishes", "compounds").sub(lambda found: "□" * len(found[0]), text)
    ending, written = len(text.rstrip(_EMPTY_END)), _written()
    for start in range(len(text)):
        for key in (text[start], text[start : start + 2]):
            for form in _forms(key) if key in written else ():
                end = _end(text, start, form.pieces)
                if end < (ending if form.last else 1):
                    continue
                careful = strictly or form.intent in _marks("guarded")
                if not _told(text, start, end, form.intent, careful=careful):
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
    return tuple(load("wishes").get(key, ()))


def _told(text: str, start: int, end: int, intent: str, *, careful: bool) -> bool:
    """Whether words that sound like a wish are only told of: 他说给我转人工, 没时间去取, 老公打我电话."""
    before = _STOP.split(text[:start])[-1]
    marks = (*(_marks("told") if careful else ()), *_marks(f"told_{intent}"))
    words = before.split()  # no, but not that of know
    told = any(mark in (words if mark.isascii() else before) for mark in marks)
    behind = (*(_marks("told_after") if careful else ()), *_marks(f"told_after_{intent}"))
    return told or text.startswith(behind, end) or _judged(text, end, intent) or _of_goods(text, end, intent)


def _of_goods(text: str, end: int, intent: str) -> bool:
    """Whether something else than an answer was chosen: 选错颜色了, 点错餐."""
    slip = intent == "edit" and text[end - 1] in "错滑误"
    more = text[end : end + 1].isalnum() and not text.startswith(_marks("edit_of"), end)
    return slip and more


def _judged(text: str, end: int, intent: str) -> bool:
    """Whether it is praised or blamed in the same breath, or tells which: 退订短信麻烦得很, 遛狗的地方."""
    which = text[end : end + 1] == "的" and text[end + 1 : end + 2].isalnum()
    rest = text if intent == "offtopic" else _STOP.split(text[end:])[0]
    return intent in _marks("judged") and (which or bool(marks_in(rest)))
