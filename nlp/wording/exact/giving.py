"""What the exact answers (date, order, phone, number) share: taking back, hedging, having none to give."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol, TypeVar

from nlp.reading import Reading, Value
from nlp.wording.asked import Asked, Said, answer
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.text.normal import PUNCTUATION, core, normalise
from nlp.wording.text.slips import mend
from nlp.wording.wishes.missing import missing
from nlp.wording.words import Words

_NEAR = 12  # characters before a value in which 大概 or 不是 stands
_PARTICLES = "的了吧啊呀呢"
_STORY = 60  # characters up to which 不清楚 as one clause of several is the answer


class Mention(Protocol):
    """A value told at a place in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


M = TypeVar("M", bound=Mention)


@cache
def _taking_back() -> re.Pattern[str]:
    words = either(load("exact")["corrections"])
    return re.compile(
        rf"(?:^|[\s,，。;；!！…、~.]|[\d号日天])(?:哦|啊|噢|额|呃|哎呀?)?(?:{words}|不是?(?=[,，。]))"
    )


@cache
def _not_it() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("exact")
    before, after = either(data["not_this"]), either(data["not_that"])
    return (
        re.compile(rf"(?:{before})(?:在|说|我|的|打|用)?\s*$"),
        re.compile(rf"[^,，。;；!！?？\d]{{0,3}}?(?:{after})"),
    )


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("exact")
    before, after = either(data["hedges_before"]), either(data["hedges_after"])
    return (
        re.compile(rf"(?:{before})(?:是|在|有|说|我|的|为)?[\s:]*$"),
        re.compile(rf"\s*[的了吧呢啊]?\s*(?!{either(data['not_hedges'])})(?:{after})"),
    )


def full(said: Said) -> str:
    """The whole text in normal form: 不对 and 转801 read like wishes when they stand apart."""
    return mend(normalise(said.written))


def told(text: str, find: Callable[[str], Sequence[M]]) -> tuple[list[M], bool]:
    """The values that stand, each with ``text`` as its ground: those after 不对, without 不是昨天.

    The second part says whether they surely stand: a value taken back with none in its place does not.
    """
    found = _standing(text, find(text))
    cuts = [cut.end() for cut in _taking_back().finditer(text)]
    if not cuts or not found:
        return found, True
    later = [each for each in found if each.end > cuts[-1]]
    return (later, True) if later else (found, found[-1].start >= cuts[-1])


_SIDE_BY_SIDE = re.compile(r"\s*[和跟与、或]?\s*")


def _standing(text: str, found: Sequence[M]) -> list[M]:
    """Without those put aside, and without those side by side with one: 明天后天都不在家."""
    kept: list[M] = []
    following, out = None, False
    for each in reversed(found):
        beside = out and following is not None and _SIDE_BY_SIDE.fullmatch(text, each.end, following.start)
        end = following.start if following and not beside else len(text)
        if beside or _put_aside(text, each, end):
            out = True
        else:
            out = False
            kept.insert(0, each)
        following = each
    return kept


def _put_aside(text: str, mention: Mention, end: int) -> bool:
    """不是昨天; 明天不行: by words before it, or behind it up to ``end``."""
    before, after = _not_it()
    start = max(0, mention.start - _NEAR)
    return bool(before.search(text, start, mention.start) or after.match(text, mention.end, end))


def hedged(text: str, mention: Mention) -> bool:
    """大概3号, 3号左右; 3号，记不清了."""
    before, after = _around()
    return bool(
        before.search(text, max(0, mention.start - _NEAR), mention.start)
        or after.match(text, mention.end)
        or pattern("exact", "unsure").search(text)
    )


@cache
def _reasons(kind: str) -> tuple[dict[str, str], Words, Words]:
    """Phrase → reason; the phrases to be found; what may be said beside them."""
    own = load(kind)
    lists = [*load("exact")["missing"].items(), *own.get("missing", {}).items()]
    words = {word: why for why, words in lists for word in words}
    return words, Words(words), Words(own["about"])


def nothing_to_give(asked: Asked, said: Said) -> Reading | None:
    """没有电话, 不想留 as the whole answer to such a question: no wish, but that there is none."""
    reading = absent(said, asked.kind) if asked.kind in ("date", "order", "phone") else None
    return reading if reading and reading.because == (said.text,) else None


def absent(said: Said, kind: str) -> Reading | None:
    """Why no value was given, where the answer or a clause of a short one says so: 单号找不到了."""
    whole = missing(said, none=True)
    if whole:
        return whole
    texts = [said.text, *(clause.text for clause in said.clauses if len(said.text) <= _STORY)]
    for text in texts:
        why = _why(text, kind) if len(text) <= _STORY else None
        if why:
            return Reading("answer", missing=why, comment=_comment(said, kind, (text,)), because=(text,))
    return None


def _why(text: str, kind: str) -> str | None:
    words, phrases, about = _reasons(kind)
    bare = PUNCTUATION.sub("", text)
    for form in (bare, core(bare), about.sub("", bare), core(about.sub("", bare))):
        if form in words:
            return words[form]
        last = _nothing_but(phrases, form)
        if last:
            return words[last]
    return None


def _nothing_but(phrases: Words, text: str) -> str:
    """The last phrase of a text that is phrases and particles; else ''."""
    last, place = "", 0
    while place < len(text):
        phrase = phrases.longest(text, place)
        if not phrase and text[place] not in _PARTICLES:
            return ""
        last, place = phrase or last, place + (len(phrase) or 1)
    return last


def recorded(said: Said, kind: str, value: Value, words: tuple[str, ...]) -> Reading:
    """The value, unless it was put as a question."""
    return replace(answer(said, value, *words), comment=_comment(said, kind, words))


def _comment(said: Said, kind: str, words: tuple[str, ...]) -> str:
    """What else was said; words that go with any answer of the kind (订单号是…) are nothing else."""
    return said.comment(*words, *_reasons(kind)[2].findall(said.text))
