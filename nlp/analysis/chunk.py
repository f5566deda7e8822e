"""Texts that are read together: what is needed at once for all of them in a few passes, the rest for those
that are asked about it."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.aspects import Matter, categories
from nlp.analysis.batch import LIMIT, Batch
from nlp.analysis.emotion import emotions
from nlp.analysis.evidence import Weighing, apart, evidence
from nlp.analysis.food import unsafe_food
from nlp.analysis.grams import Grams, grams
from nlp.analysis.keywords import keywords
from nlp.analysis.lexicon import cues
from nlp.analysis.model import Models
from nlp.analysis.offence import offences
from nlp.analysis.personal import reaching
from nlp.analysis.polarity import moods
from nlp.analysis.reading import INTENTS, Signs
from nlp.analysis.seeds import Found, seeds
from nlp.analysis.taxonomy import Taxonomy

_TEXTS, _CHARACTERS = 2000, 100_000
"""Of a chunk: many enough that each table of weights is in the processor's cache when it is read again."""

Quick = tuple[float, float, bool, int, int, bool]
"""Of a text: polarity, confidence, whether it is ironic, intent, urgency, whether it tells of danger."""


class Chunk:
    """By text: ``moods``, ``signs`` and ``unsafe``; the others are found for all texts when the first of them
    is asked for."""

    def __init__(self, texts: Sequence[str], taxonomy: Taxonomy, models: Models, version: str) -> None:
        self.batch = Batch(texts)
        self.taxonomy, self.models, self.version = taxonomy, models, version
        found, known = grams(self.batch), cues()
        hits = known.find(self.batch)
        self.moods = moods(self.batch, found, hits, known, models)
        self.signs = Signs(self.batch, hits, found, self.moods.polarity)
        self.unsafe: NDArray[np.bool_] = self.signs.unsafe | unsafe_food(self.batch, hits, found, models)
        self._hits = hits

    def quick(self) -> Iterator[Quick]:
        """Text by text."""
        moods, signs = self.moods, self.signs
        columns = (*moods, signs.intents, signs.urgencies, self.unsafe)
        return zip(*(column.tolist() for column in columns), strict=True)

    @cached_property
    def categories(self) -> list[list[Matter]]:
        """The matters of each text. Words of all texts are found first: their machine fills the cache."""
        known = seeds(self.taxonomy)
        found = [known.find(self.batch.folded(text)) for text in range(len(self.batch))]
        return [self._categories(text, words) for text, words in enumerate(found)]

    @cached_property
    def evidence(self) -> list[list[tuple[int, int]]]:
        """The words that tell of danger and haste, then those that its polarity rests on; none twice."""
        told = evidence(self.batch, self._weighing, self.moods.polarity)
        hasty = self.signs.unsafe | (self.signs.urgencies > 0)
        for text in np.flatnonzero(hasty).tolist():
            urgent = [*self.signs.evidence(text, "safety"), *self.signs.evidence(text, "urgency")]
            told[text] = apart([*urgent, *told[text]])
        return told

    @cached_property
    def personal(self) -> list[list[tuple[str, int, int]]]:
        """What names or reaches a person."""
        return [reaching(self.batch.folded(text)) for text in range(len(self.batch))]

    @cached_property
    def keywords(self) -> list[list[str]]:
        """What each text is about."""
        return keywords(self.batch, self.taxonomy, self.personal)

    @cached_property
    def emotions(self) -> list[str]:
        """The likeliest of each text."""
        praised = self.signs.intents == INTENTS.index("praise")
        found = emotions(self._grams, self.moods.polarity, praised, self.models)
        return [each if self.batch.folded(text).strip() else "neutral" for text, each in enumerate(found)]

    @cached_property
    def offences(self) -> list[float]:
        """0 to 1."""
        found: list[float] = offences(self._grams, self._hits, cues(), self.models).tolist()
        return found

    def _categories(self, text: int, words: Sequence[Found]) -> list[Matter]:
        if not self.moods.polarity[text] and not self.batch.texts[text].strip():
            return []
        begin = int(self.batch.starts[text])
        weighing, folded = self._weighing, self.batch.folded(text)

        def mood(start: int, end: int) -> float:
            return weighing.polarity(begin + start, begin + end)

        return categories(folded, mood, self.taxonomy, words)

    @cached_property
    def _grams(self) -> Grams:
        return grams(self.batch)

    @cached_property
    def _weighing(self) -> Weighing:
        return Weighing(self.models.head("polarity"), self._grams, len(self.batch.codes))


def parts(texts: Sequence[str]) -> list[Sequence[str]]:
    """Texts in chunks; a long one ends its chunk."""
    found, begin, length = [], 0, 0
    for at, text in enumerate(texts):
        if at - begin == _TEXTS or length > _CHARACTERS:
            found.append(texts[begin:at])
            begin, length = at, 0
        length += min(len(text), LIMIT)
    return [*found, texts[begin:]] if begin < len(texts) else found
