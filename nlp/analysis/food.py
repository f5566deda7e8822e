"""Whether a text tells of unsafe food: a model of its own, asked only where food or drink is spoken of, for
elsewhere it knows nothing.

Which characters and words speak of food, and which do not though they hold such a character (里面, 效果), is
data: nlp/data/analysis/food.toml.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch
from nlp.analysis.cues import Hits
from nlp.analysis.grams import Grams
from nlp.analysis.lexicon import cues
from nlp.analysis.model import Models
from nlp.wording.lexicon import load

_SURE = 0.5
_LONGEST = 200  # characters: it knows comments, and a long tale is about more than food


def unsafe_food(batch: Batch, hits: Hits, grams: Grams, models: Models) -> NDArray[np.bool_]:
    """By text; ``hits``: what ``cues().find(batch)`` found."""
    asked = np.asarray(spoken(batch, hits) & (batch.lengths <= _LONGEST), bool)
    if not asked.any():
        return asked
    return asked & (models.head("food").probabilities(grams)[:, 1] > _SURE)


def spoken(batch: Batch, hits: Hits) -> NDArray[np.bool_]:
    """By text, whether food or drink is spoken of. Signs that other goods have too (油, 味) do not tell it
    where such goods are named."""
    other, goods = (cues().index(f"food.{name}") for name in ("other", "goods"))
    free = ~_covered(batch, hits.of(other))
    sure, faint = (
        np.logical_or.reduceat(batch.marked(_signs(name)) & free, batch.starts[:-1])
        for name in ("signs", "faint")
    )
    named = np.zeros(len(batch), bool)
    named[hits.of(goods).texts] = True
    return np.asarray(sure | (faint & ~named), bool)


def _covered(batch: Batch, hits: Hits) -> NDArray[np.bool_]:
    """By character, whether one of these words holds it."""
    edges = np.zeros(len(batch.codes) + 1, np.int64)
    np.add.at(edges, hits.starts, 1)
    np.add.at(edges, hits.ends, -1)
    return edges.cumsum()[:-1] > 0


@cache
def _signs(name: str) -> str:
    """Characters that speak of eating and drinking: ``signs`` surely, ``faint`` where no other goods are
    named."""
    signs: str = load("food", "analysis")[name]
    return signs
