"""Sentences to quote: around the words that something rests on, without personal data, each unlike others."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

Span = tuple[int, int]

LONGEST: Final = 80
"""Characters of one quote."""

ALIKE: Final = 0.5
"""Of all pairs of neighbouring characters in two sentences, both have this share at most."""

_END: Final = re.compile(r"[。！？!?…；;\n]+[”’」』）)]*")
HIDDEN: Final = "＊"


def sentence(text: str, span: Span) -> Span:
    """From where to where the sentence goes that these words stand in; several, where they stand in several.
    Of one that is too long, what is around them."""
    start, end = span
    ends = [each.end() for each in _END.finditer(text)]
    first = max((at for at in ends if at <= start), default=0)
    last = min((at for at in ends if at >= max(end, start + 1)), default=len(text))
    first += len(text[first:last]) - len(text[first:last].lstrip())
    last = first + len(text[first:last].rstrip())
    if last - first <= LONGEST:
        return first, last
    around = max(0, LONGEST - (end - start)) // 2
    first = min(max(first, start - around), last - LONGEST)
    return first, first + LONGEST


def masked(text: str, personal: Iterable[Span]) -> str:
    """The text, as long as before, with these parts (phones, names, addresses) not to be read."""
    signs = list(text)
    for start, end in personal:
        for at in range(max(0, start), min(end, len(signs))):
            signs[at] = HIDDEN
    return "".join(signs)


def unlike(texts: Iterable[str]) -> Iterator[int]:
    """The numbers of those that are unlike all before them that were, in order."""
    kept: list[frozenset[str]] = []
    for number, text in enumerate(texts):
        pairs = frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1)))
        if all(len(pairs & each) <= ALIKE * len(pairs | each) for each in kept):
            kept.append(pairs)
            yield number
