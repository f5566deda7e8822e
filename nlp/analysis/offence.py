"""How likely it is that a text insults somebody. Blame, however harsh, is no insult."""

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.cues import Cues, Hits
from nlp.analysis.grams import Grams
from nlp.analysis.model import Models

Floats = NDArray[np.float32]

_SURE = {"insult.plain": 0.95, "insult.people": 0.8}
"""How likely a text with one of these words is an insult, whatever else it says."""


def offences(grams: Grams, hits: Hits, known: Cues, models: Models) -> Floats:
    """[texts], 0 to 1. ``hits``: what ``known.find`` found in the batch."""
    found = models.head("offence").probabilities(grams)[:, 1]
    for cue, sure in _SURE.items():
        texts = hits.of(known.index(cue)).texts
        found[texts] = np.maximum(found[texts], sure)
    return found
