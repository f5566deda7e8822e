"""Facts of a complaint that stand plainly in its story, so that nobody is asked for what they have said."""

import re

from storage.domain.locale import Texts

_READ_AT_MOST = 2000  # characters; facts stand early, and a pattern must not wander through a megabyte


def facts_in(words: str, texts: Texts) -> dict[str, str]:
    """Fact -> the words that tell it. The patterns are the language's: section `chat.find` of its locale."""
    patterns = texts.section("chat.find")
    found = {fact: re.search(pattern, words[:_READ_AT_MOST]) for fact, pattern in patterns.items()}
    return {fact: match["told"] for fact, match in found.items() if match}
