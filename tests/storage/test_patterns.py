"""No message freezes the talk: the patterns of the languages hold any text in time."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from storage import definitions
from tests import patterns

WHOLE = ("hear.", "kind.", "consent.asked.")
"""Sections of `chat` whose patterns are held against the whole text; in others they are looked for in it."""
PARTS = ("find.", "tongue.names", "tongue.sentence", "later.clock", "later.same", "later.span.")


def written(section: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in section.items():
        if isinstance(value, Mapping):
            yield from written(value, f"{before}{key}.")
        elif isinstance(value, str) and not key.startswith("line"):
            yield before + key, value


def of(language: str) -> Iterator[tuple[str, re.Pattern[str], str]]:
    for place, value in written(definitions.texts(language).section("chat")):
        if place.startswith(WHOLE):
            yield place, re.compile(value), "fullmatch"
        elif place.startswith(PARTS) or (place.startswith("later.") and place.endswith(".pattern")):
            yield place, re.compile(value, re.IGNORECASE), "search"


@pytest.mark.parametrize("language", definitions.languages())
def test_no_text_freezes_the_talk(language: str) -> None:
    held = list(of(language))
    assert len(held) > 100
    found = {place: patterns.slow(pattern, way) for place, pattern, way in held}
    assert not {place: text for place, text in found.items() if text}


FREEZING = ("(?:嗯+|好)*填", "再(?:刚刚|刚)*说", "忙(?:着呢|呢|着)*吗", "(?:我?也?)*b")


@pytest.mark.parametrize("pattern", FREEZING)
def test_what_would_freeze_is_found(pattern: str) -> None:
    assert patterns.slow(re.compile(pattern), "fullmatch")


def test_what_would_not_is_not() -> None:
    assert not patterns.slow(re.compile("(?:好的?|嗯|[，, ])*开始吧?"), "fullmatch")
