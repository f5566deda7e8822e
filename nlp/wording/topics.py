"""Which matter is spoken of: delivery, quality, service …"""

import re
from functools import cache

from nlp.wording.lexicon import either, load, pattern


@cache
def topic_words() -> re.Pattern[str]:
    """Every name of every matter."""
    return re.compile(either(word for words in load("topics").values() for word in words))


@cache
def _topic_of() -> dict[str, str]:
    return {word: topic for topic, words in load("topics").items() for word in words}


def topics_in(text: str) -> frozenset[str]:
    """The matters that a text names."""
    return frozenset(_topic_of()[word] for word in topic_words().findall(text)) - {"overall"}


def asked_topics(question: str) -> frozenset[str]:
    """The matters that a question asks about; empty when it asks about everything."""
    return frozenset() if pattern("topics", "overall").search(question) else topics_in(question)
