"""What a taxonomy was taught, applied to a text: how much each category gains or loses by it."""

from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

from nlp.analysis.taxonomy import Taxonomy

_LONGEST = 4  # characters of a run
ALWAYS = ""
"""Stands for a run that every text has."""

_BEFORE = 0.3  # how far the frequency of a category goes
_SHARE = 0.2  # beside the seeds; measured, see nlp.analysis.learning
_READ = 2000  # characters of a text


def runs(text: str) -> Iterator[str]:
    """Every two to four characters of a folded text that are letters or digits, within words and clauses, as
    sums: short, and none is a sentence. They are no secret: who tries all runs finds which one a sum is, so
    what names or reaches a person must not be among them (nlp.analysis.learning)."""
    text = text[:_READ]
    for length in range(2, _LONGEST + 1):
        for place in range(len(text) - length + 1):
            run = text[place : place + length]
            if run.isalnum():
                yield f"{crc32(run.encode('utf-8', 'surrogatepass')):08x}"


class Leaning:
    """By run: (place of the category, weight). The place after the last category is that of none at all."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        places = {category.key: place for place, category in enumerate(taxonomy.categories)}
        places[""] = len(places)
        frequent = taxonomy.taught.get(ALWAYS, {})
        self._before = [_BEFORE * frequent.get(key, min(frequent.values(), default=0.0)) for key in places]
        self._weights = {
            run: [(places[key], weight) for key, weight in told.items() if key in places]
            for run, told in taxonomy.taught.items()
        }

    def of(self, text: str) -> list[float]:
        """By category, and last for none, about -2 to 2."""
        gains, known = [0.0] * len(self._before), 0
        for run in set(runs(text)):
            told = self._weights.get(run, ())
            known += bool(told)
            for place, weight in told:
                gains[place] += weight
        root = max(1.0, known**0.5)
        return [_SHARE * (gain / root + before) for gain, before in zip(gains, self._before, strict=True)]


@lru_cache(maxsize=8)
def leaning(taxonomy: Taxonomy) -> Leaning:
    """That of this taxonomy, made once."""
    return Leaning(taxonomy)
