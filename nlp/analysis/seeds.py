"""The words of a taxonomy, found in a text: which matter each tells, and with what mood.

A word stands for itself alone: within a longer one it tells nothing. In ``等…小时`` the two pieces may stand
apart, within one sentence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from nlp.analysis.batch import Batch
from nlp.analysis.clauses import ENDS
from nlp.analysis.kin import Meaning, meanings
from nlp.analysis.taxonomy import Taxonomy
from nlp.wording.lexicon import load

_APART = "…"
_GAP, _SHORT_GAP = 10, 4  # characters between two pieces; fewer where the second is a single character
_START = itemgetter(1)

OPINION = -1


class Seed(NamedTuple):
    """One meaning of a word: ``category`` is its place in the taxonomy; ``weight`` 0: it only holds a word of
    this category and means something else; ``mood`` 1, -1 or 0; ``rest``: the second piece, or "" """

    category: int
    weight: float
    mood: int
    rest: str


class Found(NamedTuple):
    """A word in a text; ``category`` OPINION: one that says good or bad, and not of what."""

    start: int
    end: int
    category: int
    weight: float
    mood: int


class Seeds:
    """All words of a taxonomy in one machine."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        told: dict[str, list[Seed]] = defaultdict(list)
        every = [*meanings(taxonomy), *_opinions()]
        for word, meaning in zip(_folded([each.word for each in every]), every, strict=True):
            first, _, rest = word.partition(_APART)
            if first.strip():
                told[first].append(Seed(meaning.category, meaning.weight, meaning.mood, rest))
        self._told = [tuple(dict.fromkeys(each)) for each in told.values()]
        self._machine = AhoCorasick(list(told), implementation=Implementation.ContiguousNFA)

    def find(self, text: str) -> list[Found]:
        """The words of a folded text that stand for themselves, in order."""
        found: list[Found] = []
        reach, judged, spared = -1, -1, dict[int, int]()  # up to where a longer word goes, by what it tells
        matches = self._machine.find_matches_as_indexes(text, overlapping=True)  # by their end
        matches.reverse()
        matches.sort(key=_START)  # of those that begin together, the longest first
        for word, start, end in matches:
            matter, opinion = end > reach, end > judged
            for category, weight, mood, rest in self._told[word]:
                if not weight:
                    spared[category] = max(end, spared.get(category, 0))
                elif (opinion if category == OPINION else matter) and end > spared.get(category, 0):
                    last = _second(text, end, rest) if rest else end
                    if last:
                        found.append(Found(start, last, category, weight, mood))
                        judged = end
                        reach = reach if category == OPINION else end
        return found


@lru_cache(maxsize=8)
def seeds(taxonomy: Taxonomy) -> Seeds:
    """Those of this taxonomy, made once."""
    return Seeds(taxonomy)


def _opinions() -> Iterator[Meaning]:
    """Words that say good or bad; some only after one of degree: 快, but 也快."""
    lists = load("aspects", "analysis")["opinions"]
    for kind, mood in (("good", 1), ("bad", -1)):
        after = (a + b for a, b in product(lists["degrees"], lists[f"{kind}_of_degree"]))
        yield from (Meaning(word, OPINION, 1.0, mood) for word in (*lists[kind], *after))
    yield from (Meaning(word, OPINION, 0.0, 0) for word in lists["no_opinion"])


def _folded(words: Iterable[str]) -> list[str]:
    batch = Batch(list(words))
    return [batch.folded(place) for place in range(len(batch))]


def _second(text: str, start: int, rest: str) -> int:
    """Where the second piece ends, if it follows soon and in the same sentence; else 0."""
    gap = _GAP if len(rest) > 1 else _SHORT_GAP
    place = text.find(rest, start, start + gap + len(rest))
    return place + len(rest) if place >= 0 and ENDS.isdisjoint(text[start:place]) else 0
