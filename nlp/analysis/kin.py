"""What the words of a taxonomy mean. A category of few words borrows: the pieces of its name, seeds and
description, and of our general taxonomy the lines in which one of its words stands, for those are its kin.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import rjieba

from nlp.analysis.keywords import stops
from nlp.analysis.taxonomy import Category, Taxonomy, general

_SEED, _WORD, _TELLING = 1.0, 0.7, 1.2
_NAME, _KIN, _PIECE, _DESCRIBED = 0.9, 0.5, 0.5, 0.4


class Meaning(NamedTuple):
    """A word that tells a category (its place in the taxonomy), how much, and with what mood; weight 0 where
    it holds a word of this category and means something else."""

    word: str
    category: int
    weight: float
    mood: int


class _Line(NamedTuple):
    """Kin words of a general category: who has enough of ``known`` may borrow ``words``."""

    category: Category
    known: tuple[str, ...]
    enough: float
    words: tuple[str, ...]
    mood: int


def meanings(taxonomy: Taxonomy) -> list[Meaning]:
    """Of all words, each once a category and mood."""
    few = {
        place: _own_words(category)
        for place, category in enumerate(taxonomy.categories)
        if not category.words
    }
    told = [each for place, category in enumerate(taxonomy.categories) for each in _said(place, category)]
    told += _pieces(few)
    told += _borrowed(few)
    return _weighed(_claimed(taxonomy, told))


def _said(place: int, category: Category) -> Iterator[Meaning]:
    """What the category itself lists."""
    yield Meaning(category.name, place, _NAME, 0)
    yield from (Meaning(word, place, _SEED, 0) for word in category.seeds)
    yield from (Meaning(word, place, _WORD, 0) for line in category.words for word in line)
    yield from (Meaning(word, place, _TELLING, 1) for word in category.praised)
    yield from (Meaning(word, place, _TELLING, -1) for word in category.blamed)
    yield from (Meaning(word, place, 0.0, 0) for word in category.spared)


def _own_words(category: Category) -> dict[str, float]:
    """Words of a category of few words, and how surely they are its own."""
    described = dict.fromkeys(_cut(category.description), _DESCRIBED)
    named = dict.fromkeys(_cut(category.name), _PIECE)
    pieces = dict.fromkeys((piece for seed in category.seeds for piece in _cut(seed)), _PIECE)
    return described | named | pieces | dict.fromkeys(category.seeds, _SEED)


def _cut(text: str) -> list[str]:
    """Words of two characters and more that are no stop words."""
    return [word for word in rjieba.cut(_plain(text)) if len(word) > 1 and word not in stops()]


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _pieces(few: dict[int, dict[str, float]]) -> Iterator[Meaning]:
    """Pieces of names, seeds and descriptions, but for those that several categories have."""
    owners = Counter(word for words in few.values() for word in words)
    for place, words in few.items():
        yield from (Meaning(word, place, weight, 0) for word, weight in words.items() if owners[word] == 1)


def _borrowed(few: dict[int, dict[str, float]]) -> Iterator[Meaning]:
    """The kin of their words: a line goes to the category that most of its words belong to."""
    for line in _lines() if few else ():
        claims = Counter(
            {place: sum(words.get(word, 0.0) for word in line.known) for place, words in few.items()}
        )
        (best, most), *others = claims.most_common(2)
        if most >= line.enough and (not others or others[0][1] < most):
            yield from (Meaning(word, best, _KIN, line.mood) for word in line.words)
            yield from (Meaning(word, best, 0.0, 0) for word in line.category.spared)


@cache
def _lines() -> tuple[_Line, ...]:
    return tuple(
        line
        for category in general().categories
        for line in (
            *(_Line(category, words, _PIECE, words, 0) for words in category.words),
            _Line(category, category.seeds, _SEED, category.praised, 1),
            _Line(category, category.seeds, _SEED, category.blamed, -1),
        )
    )


def _claimed(taxonomy: Taxonomy, told: Iterable[Meaning]) -> Iterator[Meaning]:
    """A seed of a new category no longer tells a category of ours that only lists it, and keeps its mood: who
    writes 甲醛 under 气味 does not mean 产品质量. What both have as a seed is shared."""
    ours = {category.key for category in general().categories}
    known = [category.key in ours for category in taxonomy.categories]
    times = Counter(seed for category in taxonomy.categories for seed in category.seeds)
    owner = {
        seed: place
        for place, category in enumerate(taxonomy.categories)
        for seed in category.seeds
        if not known[place] and times[seed] == 1
    }
    for each in told:
        claimed = each.weight and known[each.category] and each.word in owner
        yield each._replace(category=owner[each.word]) if claimed else each


def _weighed(told: Iterable[Meaning]) -> list[Meaning]:
    """A word that several categories share tells less of each."""
    best: dict[tuple[str, int, int], float] = {}
    shared: dict[str, set[int]] = defaultdict(set)
    for word, category, weight, mood in told:
        best[word, category, mood] = max(weight, best.get((word, category, mood), 0.0))
        if weight and not mood:
            shared[word].add(category)
    return [
        Meaning(word, category, weight if mood else weight / max(1, len(shared[word])) ** 0.5, mood)
        for (word, category, mood), weight in best.items()
    ]
