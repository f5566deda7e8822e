"""Whether naming an option with praise or with blame chooses it: 质量不行 answers what was bad."""

from dataclasses import dataclass
from functools import cache

from nlp.wording.lexicon import load
from nlp.wording.options.mentions import Token
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import PUNCTUATION

_PRAISE = 0.3
_BESIDE = 4  # characters of 都, 的, 我觉得 beside the praise


@dataclass(frozen=True, slots=True)
class Leaning:
    """What naming an option with praise or blame means: -1 chosen for being bad, 1 for being good, 0 neither.

    ``asked``: the same for the question.
    """

    labels: tuple[str, ...]
    wants: tuple[int, ...]
    asked: int = 0


@cache
def _asked_for() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(load("choices")["bad_asked"]), tuple(load("choices")["good_asked"])


def leaning_of(question: str, labels: tuple[str, ...]) -> Leaning:
    """物流慢 is chosen for being bad, 价格实惠 for being good; 质量 for what the question asks."""
    asked = _asked(question)
    return Leaning(labels, tuple(_tone(label) or asked for label in labels), asked)


def _asked(question: str) -> int:
    bad, good = _asked_for()
    return -1 if any(word in question for word in bad) else int(any(word in question for word in good))


def all_is_well(question: str, text: str) -> bool:
    """哪些方面要改进 - 都挺好的: nothing but praise where faults were asked for."""
    marks = marks_in(text) if _asked(question) < 0 else ()
    said = "".join(text[mark.start : mark.end] for mark in marks)
    beside = len(PUNCTUATION.sub("", text)) - len(said)
    return bool(marks) and all(mark.degree > _PRAISE for mark in marks) and beside <= _BESIDE


def _tone(label: str) -> int:
    signs = {(mark.degree > 0) - (mark.degree < 0) for mark in marks_in(label)}
    return signs.pop() if len(signs) == 1 else 0


def judged(part: list[Token], text: str, leaning: Leaning) -> tuple[list[Token], set[int]]:
    """Put aside what is praised where blame was asked, and the other way round; a 不 that blames is spent."""
    start, end = part[0].start, part[-1].start + len(part[-1].words)
    blank = text[start:end]
    for token in part:
        if token.kind in ("option", "number") and not _judges(token, leaning):
            a = token.start - start
            blank = blank[:a] + "·" * len(token.words) + blank[a + len(token.words) :]
    marks = marks_in(blank)
    good = all(mark.degree >= 0 for mark in marks)
    bad = all(mark.degree < 0 for mark in marks)
    places = {place for token in part if token.named for place in token.options}
    aside = {i for i in places if (leaning.wants[i] < 0 and good) or (leaning.wants[i] > 0 and bad)}
    spans = [(start + mark.start, start + mark.end) for mark in marks]
    if not marks or not any(leaning.wants[i] for i in places):
        return part, set()
    told = [t for t in part if t.kind not in ("not", "none") or not any(a <= t.start < b for a, b in spans)]
    return told, aside


def _judges(token: Token, leaning: Leaning) -> bool:
    """贵 for 价格: a name that is itself blame, and no part of the label."""
    shown = any(token.words in leaning.labels[place] for place in token.options)
    return token.named and not shown and any(mark.degree < 0 for mark in marks_in(token.words))
