"""A plain yes or no in its many forms, and what a clause votes for."""

import re
from dataclasses import dataclass
from functools import cache

from nlp.wording.lexicon import either, load
from nlp.wording.text.normal import PUNCTUATION, core


@dataclass(frozen=True, slots=True)
class Vote:
    """What a clause says; ``weak``: a mere 嗯, which anything else outweighs; ``final``: 又坏了, which
    outweighs what was before."""

    truth: bool
    words: str
    sure: bool = True
    weak: bool = False
    final: bool = False


@cache
def _exactly() -> dict[str, bool]:
    words = load("yes_no")
    return dict.fromkeys(words["yes"], True) | dict.fromkeys(words["no"], False)


@cache
def _repeated() -> re.Pattern[str]:
    words = load("yes_no")
    tail = rf"(?:{either(words['particles'])}|[\s\W])*+"
    yes, no = (f"(?:(?:{either(words[name])}){tail})++" for name in ("yes", "no"))
    return re.compile(rf"(?:(?:{either(words['leads'])}){tail}){{0,3}}(?:(?P<no>{no})|(?P<yes>{yes}))")


def plainly(text: str) -> Vote | None:
    """A clause that is nothing but yes or no, however often."""
    bare = PUNCTUATION.sub("", text)
    for form in (bare, core(text)):
        weak = form in load("yes_no")["weak"]
        if form in _exactly():
            return Vote(_exactly()[form], text, weak=weak)
    found = _repeated().fullmatch(bare or text)
    return Vote(found["yes"] is not None, text) if found else None


@cache
def opening() -> re.Pattern[str]:
    """是的我收到了, 有啊大夫说的: a yes or no right at the start, set off by a particle."""
    words = load("yes_no")
    said = either(word for word in (*words["yes"], *words["no"]) if len(word) > 1 and word.isalpha())
    return re.compile(
        rf"(?:{said})(?:{either(words['particles'])})+(?=.)|[是有会能对没不][啊呀呢](?=.)|(?:是的|对的|没有没有)(?=.)"
    )
