"""Whether a text tells of unsafe food: a model of its own, asked only where food or drink is spoken of, for
elsewhere it knows nothing."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch
from nlp.analysis.grams import Grams
from nlp.analysis.model import Models
from nlp.wording.lexicon import load

_SURE = 0.5
_LONGEST = 200  # characters: it knows comments, and a long tale is about more than food


def unsafe_food(batch: Batch, grams: Grams, models: Models) -> NDArray[np.bool_]:
    """By text."""
    spoken = np.logical_or.reduceat(batch.marked(_signs()), batch.starts[:-1])
    asked = np.asarray(spoken & (batch.lengths <= _LONGEST), bool)
    if not asked.any():
        return asked
    return asked & (models.head("food").probabilities(grams)[:, 1] > _SURE)


@cache
def _signs() -> str:
    """Characters that speak of eating and drinking."""
    signs: str = load("food", "analysis")["signs"]
    return signs
