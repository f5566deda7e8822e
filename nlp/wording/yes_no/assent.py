"""A plain yes or no in its many forms, and what a clause votes for."""

import re
from functools import cache
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.normal import PUNCTUATION, core

DOUBLED = late("[没无](?:有|什么|啥)*不[愿想满同接需会能肯]|不(?:拒绝|否认)")  # 没什么不愿意的 is no no twice


class Vote(NamedTuple):
    """What a clause says; ``weak``: a mere 嗯, which anything else outweighs; ``final``: 又坏了, which
    outweighs what was before; ``at``: where in the clause it is told; ``aside``: of another matter."""

    truth: bool
    words: str
    sure: bool = True
    weak: bool = False
    final: bool = False
    at: int = 0
    aside: bool = False


@cache
def _exactly() -> dict[str, bool]:
    words = load("yes_no")
    return dict.fromkeys(words["yes"], True) | dict.fromkeys(words["no"], False)


@cache
def _repeated() -> re.Pattern[str]:
    words = load("yes_no")
    tail = rf"(?:{either(words['particles'])}|[\s\W])*+"
    joined = (words["yes"], [word for word in words["no"] if not word.startswith("错")])  # 还不错 is praise
    yes, no = (f"(?:(?:{either(each)}){tail})++" for each in joined)
    return re.compile(rf"(?:(?:{either(words['leads'])}){tail}){{0,3}}(?:(?P<no>{no})|(?P<yes>{yes}))")


def plainly(text: str) -> Vote | None:
    """A clause that is nothing but yes or no, however often."""
    bare = PUNCTUATION.sub("", text)
    for form in (bare, core(text)):
        weak = form in load("yes_no")["weak"]
        if form in _exactly():
            return Vote(_exactly()[form], text, weak=weak)
    if DOUBLED.search(bare):
        return None
    found = _repeated().fullmatch(bare or text) or _repeated().fullmatch(text)
    return Vote(found["yes"] is not None, text) if found else None


@cache
def opening() -> re.Pattern[str]:
    """是的我收到了, 有啊大夫说的: a yes or no right at the start, set off by a particle."""
    words = load("yes_no")
    said = either(word for word in (*words["yes"], *words["no"]) if len(word) > 1 and word.isalpha())
    return re.compile(
        rf"(?:{said})(?:{either(words['particles'])})+(?=[^敏期分关瘾])|[是有会能对没不][啊呀呢](?=.)"
        rf"|有(?=[一两二三四五六七八九十几\d]+[个位次条台件只处])|(?:是的|对的|没有没有)(?=.)"
    )
