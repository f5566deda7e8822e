"""Which question a clause is about: 质量很好，物流一般 - by the matters that the questions ask about, else by
words that only one of them has."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from nlp.wording.lexicon import load
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import core, normalise
from nlp.wording.text.topics import asked_topics, topics_in

_COMMON = frozenset(
    "您你我们的了吗呢对是否请问怎样如何觉得满意会不有没多少几什么为给打分评价感受最这次把在到和与能还吧用请可"
)
_HAN = re.compile("[\u4e00-\u9fff]+")


class Matters:
    """What each of several questions is about."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._topics = [asked_topics(text) for text in texts]
        self._words = _own_words(texts)

    def named(self, clause: Clause) -> list[int]:
        """The places of the questions that a clause speaks of."""
        by_word = [p for p, words in enumerate(self._words) if any(word in clause.text for word in words)]
        return self._on(topics_in(clause.text)) or by_word or self._on(clause.topics)

    def _on(self, spoken: frozenset[str]) -> list[int]:
        return [place for place, topics in enumerate(self._topics) if topics & spoken]


def _own_words(texts: Sequence[str]) -> list[frozenset[str]]:
    """Pairs of characters that one question alone has."""
    pairs = [frozenset(_pairs(normalise(text))) for text in texts]
    return [own.difference(*(other for other in pairs if other is not own)) for own in pairs]


def _pairs(text: str) -> list[str]:
    runs = [pair for run in _HAN.findall(text) for pair in pairwise(run)]
    return ["".join(pair) for pair in runs if not _COMMON.intersection(pair)]


@lru_cache(maxsize=64)
def matters_of(texts: tuple[str, ...]) -> Matters:
    """The questions' matters, found once."""
    return Matters(texts)


def sweeps(clause: Clause) -> bool:
    """其他都好, 都是5分: said of all that was not named; 都说你们好 and 全家都满意 are not."""
    words = sorted(load("several")["all"], key=len, reverse=True)
    word = next((word for word in words if clause.text.startswith(word)), "")
    left = core(clause.text[len(word) :])
    said = [mark.words for mark in marks_in(left)] + [score.words for score in scores_in(left)]
    return clause.rest or (bool(word) and left in said)


def swept(text: str) -> str:
    """What is said of all: 其他都是5分 → 5分."""
    data = load("several")
    for word in sorted((*data["all"], *load("speech")["rest"]), key=len, reverse=True):
        text = text.replace(word, "")
    return text.strip()
