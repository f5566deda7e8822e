"""The pieces that the index holds: of each place of a text the next two characters, or three letters or
digits, or one picture; fewer where the run ends. So whatever part of a text is typed, it is made of such
pieces or one begins with it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from storage.search.folding import PICTURES, fold

MOST: Final = 20_000
"""Characters of one text that are indexed, folded."""

_RUN: Final = re.compile(
    f"(?P<picture>[{PICTURES}])"
    "|(?P<wide>[\u2e80-\U0001efff\U0001fb00-\U0010ffff]+)"
    f"|(?P<narrow>[^ {PICTURES}\u2e80-\U0010ffff]+)"
)
_SIZES: Final = {"picture": 1, "wide": 2, "narrow": 3}


def grams(texts: Sequence[str]) -> list[str]:
    """The pieces of these texts, each once, in order."""
    found: dict[str, None] = {}
    for text in texts:
        for run, size in _runs(fold(text)[:MOST]):
            for at in range(len(run)):
                found[run[at : at + size]] = None
    return list(found)


def sought(terms: Sequence[str]) -> tuple[list[str], list[str]]:
    """(whole pieces, beginnings of pieces) that every text holds in which these folded terms stand."""
    whole: dict[str, None] = {}
    beginnings: dict[str, None] = {}
    for term in terms:
        for run, size in _runs(term):
            if len(run) < size:
                beginnings[run] = None
            for at in range(len(run) - size + 1):
                whole[run[at : at + size]] = None
    return list(whole), [each for each in beginnings if not any(gram.startswith(each) for gram in whole)]


def _runs(folded: str) -> Iterator[tuple[str, int]]:
    """Each run of one kind of sign, with the size of its pieces."""
    for run in _RUN.finditer(folded):
        assert run.lastgroup
        yield run[0], _SIZES[run.lastgroup]
