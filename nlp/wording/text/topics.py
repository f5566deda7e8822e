"""Which matter is spoken of: delivery, quality, service …"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.words import Words

_COMPARED = late(r"[相作做]?比(?!较)")
_WITH = ("和", "跟", "与", "同")  # 和物流比


@cache
def topic_words() -> Words:
    """Every name of every matter."""
    return Words(topic_names())


def topic_names() -> Iterator[str]:
    return chain.from_iterable(load("topics").values())


@cache
def _topics_of() -> dict[str, frozenset[str]]:
    """A word may be said of several matters: 师傅 of service, installation and repair."""
    lists = load("topics")
    return {
        word: frozenset(topic for topic, words in lists.items() if word in words)
        for word in set(chain.from_iterable(lists.values()))
    }


def topics_in(text: str) -> frozenset[str]:
    """The matters that a text names."""
    found = topic_words().findall(text)
    return frozenset().union(*(_topics_of()[word] for word in found)) - {"overall"} if found else frozenset()


@lru_cache(maxsize=256)
def asked_topics(question: str) -> frozenset[str]:
    """The matters that a question asks about; empty when it asks about everything."""
    return frozenset() if pattern("topics", "overall").search(question) else topics_in(question)


def without_yardsticks(text: str) -> str:
    """服务比质量差 without the matters that are only compared with: 服务比差."""
    if "比" not in text and not _yardstick().search(text):
        return text
    kept, end = "", 0
    for word in topic_words().finditer(text):
        kept += text[end : word.start()]
        behind = _COMPARED.match(text, word.end()) and kept.endswith(_WITH)
        kept += "" if behind or _yardstick_before().search(kept) else word[0]
        end = word.end()
    return kept + text[end:]


@cache
def _yardstick() -> re.Pattern[str]:
    """No 性价比."""
    return re.compile(rf"(?<!价)(?:{either(load('several')['yardstick'])})的?")


@cache
def _yardstick_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{_yardstick().pattern})$")
