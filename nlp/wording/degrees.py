"""How good or bad a clause sounds: 非常满意 2, 挺好 1, 一般 0, 不满意 -1, 太差了 -2."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from nlp.wording.lexicon import either, load, pattern
from nlp.wording.normal import core
from nlp.wording.topics import topic_words

_STRONGEST, _STRONG_PROPERTY = 2.0, 1.5
_TAIL = re.compile(r"[的了吧啊呀哦呢呗嘛哈啦么嗯诶哟\s\W]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of praise or blame. ``rank``: 2 says how it was, 1 only one side of it (慢, 贵)."""

    degree: float
    words: str
    start: int
    rank: int = 2
    sure: bool = True
    stem: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.words)


@cache
def _stems() -> dict[str, tuple[float, int, bool]]:
    """stem -> degree, rank, sure"""
    data = load("degrees")
    stems = {word: (float(degree), 1, True) for word, degree in data["properties"].items()}
    stems |= {word: (float(degree), 2, True) for word, degree in data["words"].items()}
    return stems | {word: (float(degree), 2, False) for word, degree in data["unsure"].items()}


@cache
def _grammar() -> re.Pattern[str]:
    data = load("degrees")
    leads = either(word for key in _LEADS for word in data[key])
    emoji = either(data["emoji"])
    return re.compile(
        rf"(?P<lead>(?:{leads}){{0,4}}?)(?P<stem>{either(_stems())})(?P<after>{either(data['after'])})?|(?P<emoji>{emoji})(?P=emoji)*"
    )


_LEADS = ("strong", "plain", "somewhat", "not", "not_quite", "not_at_all")


@cache
def _lead_words() -> re.Pattern[str]:
    data = load("degrees")
    return re.compile("|".join(f"(?P<{key}>{either(data[key])})" for key in reversed(_LEADS)))


def _masked(text: str) -> str:
    """The text with names of matters and words like 好像 blanked, so that no 好 or 快 is heard in them."""

    def blank(found: re.Match[str]) -> str:
        return "·" * len(found[0])

    return topic_words().sub(blank, pattern("degrees", "not_words").sub(blank, text))


def marks_in(text: str) -> list[Mark]:
    """Every word of praise or blame in a clause, in order."""
    whole = _whole(text)
    if whole:
        return [whole]
    return list(_scan(_masked(text)))


def _whole(text: str) -> Mark | None:
    """Words that count only as all that a clause says: 质量可以."""
    bare = core(topic_words().sub("", text)) or text
    data = load("degrees")
    for words, sure in ((data["whole"], True), (data["whole_unsure"], False)):
        for said in (text.strip(), bare):
            if said in words and said in text:
                return Mark(float(words[said]), said, text.index(said), 2, sure)
    return None


def _scan(text: str) -> Iterator[Mark]:
    end = 0
    for found in _grammar().finditer(text):
        mark = _emoji(found) if found["emoji"] else _word(found, text)
        if mark is None:
            continue
        if not found["emoji"] and pattern("degrees", "distant_not").search(text, end, mark.start):
            mark = replace(mark, degree=-abs(mark.degree), sure=False)
        end = mark.end
        yield mark


def _emoji(found: re.Match[str]) -> Mark:
    degree = load("degrees")["emoji"][found["emoji"]]
    repeated = len(found[0]) > len(found["emoji"])
    return Mark(degree * (2 if repeated else 1), found[0], found.start())


def _word(found: re.Match[str], text: str) -> Mark | None:
    lead, stem, after = found["lead"], found["stem"], found["after"]
    if len(stem) == 1 and not lead and not after and not _TAIL.fullmatch(text, found.end()):
        return None  # one character in the middle of a clause is too little: 好消息, 慢性
    base, rank, sure = _stems()[stem]
    if stem == "好" and lead.endswith("好"):
        lead = lead[:-1]
    degree, steady = _with_lead(base, lead, rank)
    if after:
        degree = _stronger(degree, rank)
    return Mark(degree, found[0], found.start(), rank, sure and steady, stem)


def _stronger(degree: float, rank: int) -> float:
    most = _STRONGEST if rank == 2 else _STRONG_PROPERTY
    return max(most, abs(degree)) * (1 if degree > 0 else -1) if degree else 0.0


def _with_lead(degree: float, lead: str, rank: int) -> tuple[float, bool]:
    """Apply the words before the stem, the nearest first: 不+很+满意 is mild, 很+不+满意 is strong."""
    kinds = [str(found.lastgroup) for found in _lead_words().finditer(lead)]
    sure, negated = True, False
    for kind in reversed(kinds):
        if kind == "strong":
            degree = _stronger(degree, rank)
        elif kind == "somewhat":
            degree *= 0.7
        elif kind in ("not", "not_quite", "not_at_all"):
            # Negated blame, and a second negation, may mean either: ask.
            sure = sure and degree > 0 and not negated
            degree, negated = _negated(degree, kind), True
    return degree, sure


def _negated(degree: float, kind: str) -> float:
    if degree <= 0:
        return 0.7 if degree else 0.5
    if kind == "not_at_all":
        return -_STRONGEST
    return -0.7 if kind == "not_quite" or degree > 1 else -1.0
