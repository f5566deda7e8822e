"""Whether the terms stand in a text as it is now, where, and the piece of it that is shown."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from storage.search.folding import fold, placed

BEFORE: Final = 30
AFTER: Final = 90
"""Characters shown around the first place."""


class Snippet(NamedTuple):
    """A piece of the text as written; `marks` are the (start, end) of what was found. `cut` before, after."""

    text: str
    marks: list[tuple[int, int]]
    before: bool
    after: bool


def matches(texts: Sequence[str], terms: Sequence[str]) -> bool:
    """Whether each term stands in one of these texts."""
    folded = [fold(text) for text in texts]
    return all(any(term in text for text in folded) for term in terms)


def snippet(texts: Sequence[str], terms: Sequence[str]) -> Snippet:
    """Of the text in which most of the terms stand, the first such."""
    found = [(text, _marks(text, terms)) for text in texts if text]
    text, marks = max(found, key=lambda each: len({term for term, _, _ in each[1]}))
    spans = _merged(sorted((start, end) for _, start, end in marks))
    first = max(0, spans[0][0] - BEFORE)
    last = min(len(text), spans[0][1] + AFTER)
    shown = [(max(start, first) - first, min(end, last) - first) for start, end in spans if start < last]
    return Snippet(text[first:last], shown, first > 0, last < len(text))


def _marks(text: str, terms: Sequence[str]) -> list[tuple[str, int, int]]:
    folded, places = placed(text)
    return [
        (term, places[at], places[at + len(term) - 1] + 1) for term in terms for at in _places(folded, term)
    ]


def _places(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + len(term))


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
