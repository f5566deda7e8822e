"""The emotion of a text: six of them by one model; whether joy is liking, and anger disgust, by another."""

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.grams import Grams, only
from nlp.analysis.model import Models

Floats = NDArray[np.float32]

_SIDES = {"happiness": 1, "anger": -1, "sadness": -1, "fear": -1, "surprise": 0, "neutral": 0}
"""Which polarity each goes with."""

_PULL = 0.3  # how much polarity says about emotion; measured on its dev texts: more costs there
_KIN = (("happiness", "like"), ("anger", "disgust"))


def emotions(grams: Grams, polarity: Floats, praised: NDArray[np.bool_], models: Models) -> list[str]:
    """One of like happiness anger disgust sadness fear surprise neutral for each text. ``praised``: which
    texts thank or praise: there joy is liking."""
    head, shade = models.head("emotion"), models.head("shade")
    sides = np.array([_SIDES[name] for name in head.classes], np.float32)
    likeliest = (head.logits(grams) + _PULL * polarity[:, None] * sides).argmax(axis=1)
    found = np.array([*head.classes, *chain.from_iterable(_KIN)], object)[likeliest]
    for usual, other in _KIN:
        texts = np.flatnonzero(found == usual)
        if len(texts):
            logits = shade.logits(only(grams, texts))
            higher = logits[:, shade.classes.index(other)] > logits[:, shade.classes.index(usual)]
            found[texts[higher]] = other
    found[praised & (found == "happiness")] = "like"
    return [str(each) for each in found]
