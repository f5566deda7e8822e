"""Texts that are read together: what is needed at once for all of them in a few passes, the rest for those
that are asked about it."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.aspects import Matter, categories
from nlp.analysis.batch import Batch
from nlp.analysis.emotion import emotions
from nlp.analysis.evidence import Weighing, apart, evidence
from nlp.analysis.food import unsafe_food
from nlp.analysis.grams import grams
from nlp.analysis.keywords import keywords
from nlp.analysis.lexicon import cues
from nlp.analysis.model import Models
from nlp.analysis.offence import offences
from nlp.analysis.personal import personal
from nlp.analysis.polarity import moods
from nlp.analysis.reading import INTENTS, Signs
from nlp.analysis.sorting import put_first, sort, sorter
from nlp.analysis.taxonomy import Taxonomy

SIZE = 500
"""Texts of a chunk, so that all of it stays in the processor's cache."""

_AS_ONE = 200_000  # characters of a chunk


class Chunk:
    """``moods``, ``signs`` and ``unsafe``: by text."""

    def __init__(self, texts: Sequence[str], taxonomy: Taxonomy, models: Models, version: str) -> None:
        self.batch = Batch(texts)
        self.taxonomy, self.models, self.version = taxonomy, models, version
        found, known = grams(self.batch), cues()
        hits = known.find(self.batch)
        self.moods = moods(self.batch, found, hits, known, models)
        self.signs = Signs(self.batch, hits, found, self.moods.polarity)
        self.unsafe: NDArray[np.bool_] = self.signs.unsafe | unsafe_food(self.batch, found, models)
        self._hits = hits

    def categories(self, text: int) -> list[Matter]:
        """The matters of one text."""
        if not self.moods.polarity[text] and not self.batch.texts[text].strip():
            return []
        begin = int(self.batch.starts[text])
        weighing, folded = self._weighing, self.batch.folded(text)

        def mood(start: int, end: int) -> float:
            return weighing.polarity(begin + start, begin + end)

        said = categories(folded, mood, self.taxonomy)
        return put_first(self._sorted[text], said, folded, mood) if self._sorted else said

    def evidence(self, text: int) -> list[tuple[int, int]]:
        """The words that tell of danger and haste, then those that its polarity rests on; none twice."""
        begin, end = self.batch.starts[text], self.batch.starts[text + 1] - 1
        share = self._weighing.share[begin:end]
        mood = evidence(self.batch.folded(text), share, float(self.moods.polarity[text]))
        urgent = [*self.signs.evidence(text, "safety"), *self.signs.evidence(text, "urgency")]
        return apart([*urgent, *mood])

    def personal(self, text: int) -> list[tuple[str, int, int]]:
        """What names or reaches a person."""
        return personal(self.batch.texts[text])

    def keywords(self, text: int, personal: Sequence[tuple[str, int, int]]) -> list[str]:
        """What it is about."""
        return keywords(self.batch.folded(text), self.taxonomy, personal)

    def emotion(self, text: int) -> str:
        """The likeliest."""
        return self._emotions[text] if self.batch.folded(text).strip() else "neutral"

    def offensive(self, text: int) -> float:
        """0 to 1."""
        return float(self._offences[text])

    @cached_property
    def _weighing(self) -> Weighing:
        return Weighing(self.models.head("polarity"), grams(self.batch), len(self.batch.codes))

    @cached_property
    def _sorted(self) -> list[str]:
        """What the organisation's own head takes each text to be about; none where there is no such head."""
        head = sorter(self.models, self.taxonomy)
        return [] if head is None else sort(head, self.batch.texts)

    @cached_property
    def _emotions(self) -> list[str]:
        praised = self.signs.intents == INTENTS.index("praise")
        return emotions(grams(self.batch), self.moods.polarity, praised, self.models)

    @cached_property
    def _offences(self) -> NDArray[np.float32]:
        return offences(grams(self.batch), self._hits, cues(), self.models)


def parts(texts: Sequence[str]) -> list[Sequence[str]]:
    """Texts in chunks, none much larger than fits the cache."""
    found, begin, length = [], 0, 0
    for at, text in enumerate(texts):
        if at - begin == SIZE or length > _AS_ONE:
            found.append(texts[begin:at])
            begin, length = at, 0
        length += min(len(text), _AS_ONE)
    return [*found, texts[begin:]] if begin < len(texts) else found
