"""What surveys often list, said where it is not among the options shown: it is 其他."""

from collections.abc import Iterable
from functools import cache

from nlp.wording.lexicon import load, pattern
from nlp.wording.options.cues import cues
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import core

_LEAST = 2  # characters


def unlisted(text: str, labels: tuple[str, ...]) -> bool:
    """Whether a text is nothing but such a thing, of the field of the labels: 皮肤科 beside 内科.

    What judges or denies is none.
    """
    bare = core(text)
    if cues().get(bare, "apart") != "apart" or marks_in(bare):
        return False
    lead = pattern("choices", "leads").match(bare)
    fields = _fields_of(bare) or (_fields_of(bare[lead.end() :]) if lead else frozenset())
    return not fields.isdisjoint(_shown(labels))


def _fields_of(words: str) -> frozenset[str]:
    """The fields of 皮肤科, with 的, 上, 那边 behind it; none for other words."""
    ends = [end for end in range(_LEAST, len(words) + 1) if words[:end] in _things()]
    whole = ends and not pattern("choices", "tails").sub("", words[ends[-1] :])
    return _things()[words[: ends[-1]]] if whole else frozenset()


@cache
def _shown(labels: tuple[str, ...]) -> frozenset[str]:
    """The fields that know a label, or the beginning or the end of one."""
    told = [label for label in labels if not label.startswith(("其他", "其它"))]
    parts = {
        part
        for label in told
        for n in range(min(_LEAST, len(label)), len(label) + 1)
        for part in (label[:n], label[-n:])
    }
    return frozenset(field for part in parts for field in _heads().get(part, ()))


@cache
def _heads() -> dict[str, frozenset[str]]:
    """What labels may hold, with its fields."""
    return _by_word((field, head) for field, heads, _ in _lines() for head in heads)


@cache
def _things() -> dict[str, frozenset[str]]:
    """All that the lexicon knows labels or customers to say, but for what denies, with its fields."""
    denying = tuple(load("choices")["denying"])
    told = ((field, word) for field, heads, words in _lines() for word in (*heads, *words))
    return _by_word((field, word) for field, word in told if not word.startswith(denying))


def _by_word(told: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for field, word in told:
        found.setdefault(word, set()).add(field)
    return {word: frozenset(fields) for word, fields in found.items()}


@cache
def _lines() -> list[tuple[str, list[str], list[str]]]:
    """Field, what labels may hold, and the words for it."""
    return [
        (field, heads.replace("=", "").split("/"), words)
        for field, lines in load("synonyms").items()
        for heads, words in lines.items()
    ]
