"""Words in normal form, found again in the text as the customer wrote it: hen hao for 很好, 滿意 for 满意."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from nlp.reading import Reading
from nlp.wording.late import late
from nlp.wording.text.normal import LIMIT, PUNCTUATION

Form = Callable[[str], str]
"""How a text is read: in normal form, with its slips mended."""

_RANGE = late(r"-?[\d.]*~-?[\d.]*")  # 1~5: what the question allows, not said by the customer
_CLAUSES = late(r"(?:[^,，。;；!！?？\n]|[,，](?=\d))+")


def as_written(reading: Reading, text: str, form: Form) -> Reading:
    """The reading with the words that it rests on as parts of the text."""
    if all(words in text for words in reading.because):
        return reading
    read, form = text[:LIMIT], cache(form)  # the words of a long text are looked for in the same parts of it
    return replace(
        reading, because=tuple(part for words in reading.because for part in _parts(read, words, form))
    )


def _parts(text: str, words: str, form: Form) -> Iterable[str]:
    """Where a reader joined several words (5分 扣两分), each of them; where it put them in another way (12000
    for 1万2), the clause around them."""
    if words in text or _RANGE.fullmatch(words):
        return (words,)
    whole = _part(text, words, form)
    pieces = [whole] if whole else [_part(text, each, form) for each in PUNCTUATION.split(words) if each]
    return pieces if all(pieces) else (_clause(text, words),)


def _part(text: str, words: str, form: Form) -> str:
    """The shortest part of the text that is read as these words; empty where none is."""
    end = bisect_left(range(len(text)), True, key=lambda place: words in form(text[:place]))
    start = bisect_left(range(1, end), True, key=lambda place: words not in form(text[place:end]))
    part = text[start:end]
    return part if words in form(part) else ""


def _clause(text: str, words: str) -> str:
    """The clause of the text that has most of the characters."""
    clauses = [found[0].strip() for found in _CLAUSES.finditer(text)]
    return max(clauses, key=lambda clause: sum(char in clause for char in set(words)), default=text)
