"""Facts of a complaint that stand plainly in its story, so that nobody is asked for what they have said."""

import re

from bot.conversation.draft import FACTS, Draft
from nlp import simplified
from storage.domain.locale import Texts

_READ_AT_MOST = 2000  # characters; facts stand early, and a pattern must not wander through a megabyte


def facts_in(words: str, texts: Texts) -> dict[str, str]:
    """Fact -> the words that tell it. The patterns are the language's: section `chat.find` of its locale."""
    patterns = texts.section("chat.find")
    found = {fact: _told(pattern, words[:_READ_AT_MOST]) for fact, pattern in patterns.items()}
    return {fact: told for fact, told in found.items() if told}


def _told(pattern: str, words: str) -> str:
    """What is told first. Without `told` a pattern passes over what only looks so: ordered … last week."""
    return next((found["told"] for found in re.finditer(pattern, words) if found["told"]), "")


def kinds(words: str, texts: Texts) -> list[str]:
    """The facts that these words can tell, where they are nothing else; `phone` is none of them."""
    patterns = texts.section("chat.kind")
    plain = words.strip(" 。.!！")[:_READ_AT_MOST]
    return [fact for fact, pattern in patterns.items() if re.fullmatch(pattern, plain)]


def contrast(words: str, texts: Texts, draft: Draft | None) -> tuple[str, str] | None:
    """The fact whose words are denied for others (不是沙发，是床), and those; None where there is none."""
    pattern, words = texts.section("chat.hear")["contrast"], words.strip()[:_READ_AT_MOST]
    found = re.fullmatch(pattern, words) or re.fullmatch(simplified(pattern), simplified(words))
    if found is None or draft is None:
        return None
    old = simplified(found["old"].lower())
    known = {fact: simplified(said.lower()) for fact, said in draft.known.items()}
    denied = (fact for fact, said in known.items() if old in said or said in old)
    return next(((fact, found["told"]) for fact in denied), None)


_A_NAME = 12  # characters up to which 产品是… tells a name


def correction(words: str, texts: Texts, *, sure: bool) -> tuple[str, str] | None:
    """The fact that is named with a new value (订单号改成B777), and the value.

    Where nobody asked what to correct (not `sure`), 产品是… may be more of the story (产品是坏的), but not
    不对，产品是….
    """
    found = re.fullmatch(texts.section("chat.hear")["correction"], words.strip()[:_READ_AT_MOST])
    if found is None or not (sure or found["denied"] or found["plain"] or _names(found["told"], texts)):
        return None
    return next((fact, found["told"]) for fact in FACTS if found[fact])


def _names(told: str, texts: Texts) -> bool:
    """Whether it is a name, and no tale of how it is or what came to pass."""
    tale = simplified(texts.section("chat.hear")["tale"])
    return len(told) <= _A_NAME and not re.fullmatch(tale, simplified(told))
