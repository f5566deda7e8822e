"""Which question a clause is about: 质量很好，物流一般 - by the matters that the questions ask about, else by
words that only one of them has."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import core, normalise, says_nothing
from nlp.wording.text.numerals import number
from nlp.wording.text.topics import asked_topics, topic_words, topics_in, without_yardsticks
from nlp.wording.words import Words

_COMMON = frozenset(
    "您你我们的了吗呢对是否请问怎样如何觉得满意会不有没多少几什么为给打分评价感受最这次把在到和与能还吧用请可"
)
_EDGES = " \t\n,，;；、。"
_COUNTED = late(r"^([\d一二两三四五六七八九十]+)(?:个问题|个|项|道题|题|条)(?=[都全均])")
_CHOICE = late(r"[a-k]|(?:倒数)?第[\d一二三四五六七八九]+[个项档]|最[后前]一?[个项档]")
_NONE_OF = late(r"(?<!\w)(?:(?:没有?|无)一?[个样项](?:能?让我|是|算)?|一[个样项]都[不没])(\w{1,4}?)的?(?!\w)")
_HAN = late("[\u4e00-\u9fff]+")


class Matters:
    """What each of several questions is about."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._texts = texts
        self._topics = [asked_topics(text) for text in texts]
        self._words = _own_words(texts)

    def named(self, clause: Clause) -> list[int]:
        """The places of the questions that a clause speaks of."""
        by_word = [p for p, words in enumerate(self._words) if any(word in clause.text for word in words)]
        return self._by_topic(clause.text) or by_word or self._on(clause.topics)

    def _by_topic(self, text: str) -> list[int]:
        """For each matter in the text the questions nearest to it: 护士 is of service, and of the nurses."""
        return sorted({place for word in topic_words().findall(text) for place in self._nearest(word)})

    def _nearest(self, word: str) -> list[int]:
        spoken = topics_in(word)
        shared = {place: len(topics & spoken) for place, topics in enumerate(self._topics) if topics & spoken}
        near = {place: (count, word in self._texts[place]) for place, count in shared.items()}
        best = max(near.values(), default=None)
        return [place for place, nearness in near.items() if nearness == best]

    def _on(self, spoken: frozenset[str]) -> list[int]:
        return [place for place, topics in enumerate(self._topics) if topics & spoken]


def _own_words(texts: Sequence[str]) -> list[frozenset[str]]:
    """Pairs of characters that one question alone has."""
    pairs = [frozenset(_pairs(normalise(text))) for text in texts]
    return [own.difference(*(other for other in pairs if other is not own)) for own in pairs]


def _pairs(text: str) -> list[str]:
    runs = [pair for run in _HAN.findall(text) for pair in pairwise(run)]
    return ["".join(pair) for pair in runs if not _COMMON.intersection(pair)]


def measured(clause: Clause) -> Clause:
    """服务比质量差 is about the service."""
    text = without_yardsticks(clause.text)
    return clause if text == clause.text else clause._replace(text=text, topics=topics_in(text))


@lru_cache(maxsize=64)
def matters_of(texts: tuple[str, ...]) -> Matters:
    """The questions' matters, found once."""
    return Matters(texts)


def sweeps(clause: Clause, count: int) -> bool:
    """其他都好, 都是5分, 四个都5分 of ``count``: said of all that was not named; 都说你们好 is not."""
    counted = _COUNTED.match(clause.text)
    if counted and number(counted[1]) != count:
        return False
    text = clause.text[counted.end() :] if counted else clause.text
    word = _all().longest(text, 0)
    left = core(text[len(word) :].lstrip("是为给打选均"))
    said = [score.words for score in scores_in(left)] + [mark.words for mark in marks_in(left)]
    for each in sorted(said, key=len, reverse=True):  # 五星好评 and the 五星 in it
        left = left.replace(each, "", 1)
    return clause.rest or (
        bool(word) and (_CHOICE.fullmatch(left) is not None or (bool(said) and says_nothing(left)))
    )


def unsays(text: str) -> bool:
    """才怪: whether a clause takes back all that was said."""
    return core(text) in load("several")["unsaid"] or text.strip() in load("several")["unsaid"]


def chooses(text: str) -> bool:
    """Whether what is said of all is a choice by letter or place: 全部选A."""
    return _CHOICE.fullmatch(swept(text).lstrip("是为给打选均")) is not None


def none_of(text: str) -> str:
    """没一个满意的 says the contrary of all: 都不满意."""
    return _NONE_OF.sub(r"都不\1", text)


def swept(text: str) -> str:
    """What is said of all: 其他都是5分 → 5分."""
    text = _all().sub("", _COUNTED.sub("", text))
    return pattern("speech", "rest").sub("", text).strip()


@cache
def _all() -> Words:
    return Words(load("several")["all"])


def others_in(text: str) -> tuple[str, str]:
    """What is said before 其他, and of it: 3分，其余4分 → (3分, 4分); without it nothing is."""
    found = pattern("speech", "rest").search(text)
    if not found or not (said := swept(text[found.start() :])):
        return text, ""
    return text[: found.start()].rstrip(_EDGES), said.lstrip(_EDGES)
