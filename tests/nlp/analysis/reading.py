"""Texts read as the product reads them."""

from collections.abc import Sequence

from nlp.analysis.batch import Batch
from nlp.analysis.grams import grams
from nlp.analysis.lexicon import cues
from nlp.analysis.model import models
from nlp.analysis.polarity import moods
from nlp.analysis.reading import INTENTS, URGENCIES, Signs


def signs(texts: Sequence[str]) -> Signs:
    """Intent, urgency and safety of some texts."""
    batch = Batch(texts)
    runs, hits = grams(batch), cues().find(batch)
    return Signs(batch, hits, runs, moods(batch, runs, hits, cues(), models()).polarity)


def intents(texts: Sequence[str]) -> list[str]:
    return [INTENTS[each] for each in signs(texts).intents]


def urgencies(texts: Sequence[str]) -> list[str]:
    return [URGENCIES[each] for each in signs(texts).urgencies]


def unsafe(texts: Sequence[str]) -> list[bool]:
    return signs(texts).unsafe.tolist()
