"""Which matter is spoken of: delivery, quality, service …"""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

from nlp.wording.lexicon import load, pattern
from nlp.wording.words import Words


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
