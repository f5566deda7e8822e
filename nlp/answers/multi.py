"""Several of the options. ``rules``: least, most (how many to choose), exclusive (keys that stand alone)."""

import re
from dataclasses import dataclass
from functools import cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.choices import Choices, Hit, choices_of
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.missing import missing
from nlp.wording.normal import core, normalise

_RANGE = re.compile(r"([a-z\d])\s*(?:到|至|-|~)\s*([a-z\d])")


_ITEM = 4  # characters of a word in a list


@dataclass(frozen=True, slots=True)
class _Found:
    """Options chosen and left out, by place; ``unknown``: a number or letter that names none of them."""

    chosen: tuple[Hit, ...]
    unknown: bool = False

    @property
    def places(self) -> set[int]:
        return {hit.option for hit in self.chosen}


def quoted(key: str) -> list[str]:
    """An option stands for itself alone."""
    return [key]


def read(asked: Asked, said: Said) -> Reading:
    """The keys chosen, in the order of the options."""
    choices = choices_of(asked.options, asked.rules)
    whole = choices.whole(said.text)
    if whole is not None:
        return _checked(asked, said, {whole}, (said.text,))
    return _sweeping(asked, said) or _range(asked, choices, said) or _listed(asked, choices, said)


def _exclusive(asked: Asked) -> set[int]:
    """The places of options like 以上都没有."""
    keys = {str(key) for key in asked.rules.get("exclusive") or ()}
    alone = load("choices")["exclusive"]
    return {i for i, (key, label) in enumerate(asked.options) if key in keys or normalise(label) in alone}


def _sweeping(asked: Asked, said: Said) -> Reading | None:
    """都有, 都没有"""
    words = load("choices")
    exclusive = _exclusive(asked)
    for text in (said.text.rstrip("。.!~ "), core(said.text)):
        if text in words["none"]:
            if len(exclusive) == 1:
                return _checked(asked, said, exclusive, (text,))
            return Reading("answer", missing="none", because=(text,))
        if text in words["all"]:
            return _checked(asked, said, set(range(len(asked.options))) - exclusive, (text,))
    return None


def _range(asked: Asked, choices: Choices, said: Said) -> Reading | None:
    """1到3 may mean all three or one of two: ask."""
    found = _RANGE.fullmatch(core(said.text))
    if not found:
        return None
    low, high = choices.whole(found[1]), choices.whole(found[2])
    if low is None or high is None or low > high:
        return ask(said)
    return ask(said, _keys(asked, set(range(low, high + 1))), found[0])


def _listed(asked: Asked, choices: Choices, said: Said) -> Reading:
    found = _compact(asked, choices, core(said.text)) or _in_clauses(choices, said)
    all_but = _all_but(asked, said, choices)
    if all_but is not None:
        return _checked(asked, said, all_but, (said.text,))
    hits = [hit for hit in found.chosen if not hit.negated]
    words = tuple(hit.words for hit in hits)
    places = {hit.option for hit in hits} - {hit.option for hit in found.chosen if hit.negated}
    if not places:
        return missing(said, none=False) or ask(said)
    if found.unknown or not all(hit.sure for hit in hits):
        return ask(said, _keys(asked, places), *words)
    return _checked(asked, said, places, words)


def _all_but(asked: Asked, said: Said, choices: Choices) -> set[int] | None:
    """除了C都选"""
    clauses = said.clauses
    if len(clauses) != 2 or clauses[0].link != "except" or core(clauses[1].text) not in _all_or_rest():
        return None
    left_out = _in_clause(choices, clauses[0].text).places
    return set(range(len(asked.options))) - _exclusive(asked) - left_out if left_out else None


@cache
def _all_or_rest() -> frozenset[str]:
    every = load("choices")["all"]
    rest = load("speech")["rest"]
    said = [*every, "选", "要", "有", "", *(r + a for r in rest for a in (*every, "都选", "都要", "都有"))]
    return frozenset(said) | {core(each) for each in said}


def _compact(asked: Asked, choices: Choices, text: str) -> _Found | None:
    """AC, 13"""
    letters = text.isascii() and text.isalpha()
    digits = text.isascii() and text.isdecimal() and len(asked.options) < 10
    if not 2 <= len(text) <= 8 or not (letters or digits):
        return None
    places = [choices.whole(char) for char in text]
    hits = tuple(Hit(place, char) for place, char in zip(places, text, strict=True) if place is not None)
    return _Found(hits, unknown=len(hits) < len(text) or len({hit.option for hit in hits}) < len(hits))


def _in_clauses(choices: Choices, said: Said) -> _Found:
    found = [_in_clause(choices, clause.text) for clause in said.clauses if clause.link != "except"]
    return _Found(tuple(hit for each in found for hit in each.chosen), any(each.unknown for each in found))


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"[\s.()]+|{either(load('choices')['and'])}")


def _in_clause(choices: Choices, text: str) -> _Found:
    """Labels first, for they may hold a 和; then what stands between."""
    hits = choices.named(text)
    left = text
    for hit in hits:
        left = left.replace(hit.words, " ", 1)
    unknown = False
    for piece in filter(None, map(core, _and().split(left))):
        place = choices.whole(piece)
        found = Hit(place, piece) if place is not None else choices.part(piece)
        if found:
            hits.append(found)
        unknown = unknown or (found is None and _in_list(piece))
    return _Found(tuple(hits), unknown)


def _in_list(piece: str) -> bool:
    """Whether what was not understood stands like an item of a list: to drop it would be to mishear."""
    aside = pattern("choices", "not").search(piece) or pattern("speech", "rest").search(piece)
    return len(piece) <= _ITEM and not aside and not pattern("choices", "all").search(piece)


def _keys(asked: Asked, places: set[int]) -> list[str]:
    return [asked.options[place][0] for place in sorted(places)]


def _checked(asked: Asked, said: Said, places: set[int], words: tuple[str, ...]) -> Reading:
    """Too few, too many, or 以上都没有 together with others: ask."""
    least, most = int(asked.rules.get("least") or 1), int(asked.rules.get("most") or len(asked.options))
    exclusive = _exclusive(asked)
    mixed = bool(places & exclusive) and len(places) > 1
    fits = least <= len(places) <= most or bool(places & exclusive)
    if mixed or not fits:
        return ask(said, _keys(asked, places - exclusive if mixed else places), *words)
    spoken = [*words, *load("choices")["and"]]
    found = answer(said, _keys(asked, places), *words)
    return Reading(found.outcome, found.value, None, found.guess, said.comment(*spoken), words)
