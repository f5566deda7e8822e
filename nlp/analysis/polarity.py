"""How good or bad what a text says is: linear models (which way, and whether at all), and the few signs that
go before them: nothing said, a smiley, what stands behind a 但是, irony.

The signs are data: nlp/data/analysis/moods.toml.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch
from nlp.analysis.cues import Cues, Hits
from nlp.analysis.grams import Grams, only, stretches
from nlp.analysis.model import Models
from nlp.analysis.pairs import pairs
from nlp.wording.lexicon import load

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

NEUTRAL = 1 / 3  # polarity below this in size is neutral

_PAD = " ,.!?;:~-_/\\|'\"()…。、，！？；：—·*#\0"
_LAST = 0x1FFFF  # code points beyond are read as this one


class Moods(NamedTuple):
    """By text: ``polarity`` = 2 P(positive) - 1, ``confidence`` 0..1, ``ironic``."""

    polarity: Floats
    confidence: Floats
    ironic: Flags


def moods(batch: Batch, grams: Grams, hits: Hits, known: Cues, models: Models) -> Moods:
    """``hits``: what ``known`` found in the batch."""
    rules = _rules()
    signs = _signs(hits, known)
    logits, neutral = _judged(grams, models)
    _turn(batch, grams, signs["contrast"], models, logits)
    smiles = _count(signs["praise"], batch) - _count(signs["blame"], batch)
    logits[_wholly(batch, signs["praise"], signs["blame"])] = 0
    logits += np.float32(rules["sign"]) * np.minimum(np.maximum(smiles, -2), 2)
    told = _told(batch, signs)
    ironic = told & (smiles <= 0) & _ironic(batch, grams, signs["irony"], models)
    logits[ironic] = -np.maximum(np.abs(logits[ironic]), np.float32(rules["ironic"]))
    flat = _flat(batch, signs["flat"], logits, neutral) & ~ironic & (smiles == 0)
    polarity = _placed(_sure(logits), flat)
    confidence = np.where(flat, 1 / (1 + np.exp(-np.clip(neutral, 0, 30))), (1 + np.abs(polarity)) / 2)
    return Moods(
        np.where(told, polarity, 0).astype(np.float32),
        np.where(told, confidence, 0).astype(np.float32),
        ironic,
    )


def _judged(grams: Grams, models: Models) -> tuple[Floats, Floats]:
    """The logits of positive and of neutral. Where a text is surely of a kind that we know, the weights that
    were learnt on that kind alone have their say too: kinds differ in what they call neutral."""
    rules = _rules()
    logits, neutral = _general(grams, models)
    head = models.head("kind")
    likeness = head.probabilities(grams)
    here = np.flatnonzero(likeness.max(axis=1) > rules["kind"])
    if len(here):
        kinds = likeness[here].argmax(axis=1)
        special = pairs(models, *((f"polarity-{name}", f"neutral-{name}") for name in head.classes))
        found, there = special.logits(only(grams, here), kinds), special.there[kinds]
        own = np.float32(rules["own"]) * (found[:, 0] - logits[here])
        logits[here] += np.where(there[:, 0], own, 0)
        neutral[here] = np.where(there[:, 1], found[:, 1] + np.float32(rules["known"]), neutral[here])
    return logits, neutral


def _general(grams: Grams, models: Models) -> Floats:
    """[2, texts]: the logits of positive and of neutral, whatever the kind."""
    each = np.zeros(len(grams.starts) - 1, np.int64)
    return np.ascontiguousarray(pairs(models, ("polarity", "neutral")).logits(grams, each).T)


def _turn(batch: Batch, grams: Grams, contrasts: Hits, models: Models, logits: Floats) -> None:
    """Let what stands behind the last 但是 of a short text weigh more."""
    rules = _rules()
    if not len(contrasts.texts):
        return
    texts, reverse = np.unique(contrasts.texts[::-1], return_index=True)
    places = contrasts.ends[::-1][reverse]
    short = batch.starts[texts + 1] - batch.starts[texts] <= rules["short"]
    begins = np.searchsorted(grams.places, places[short])
    ends = grams.starts[texts[short] + 1] - 1
    enough = ends - begins >= 3
    here = texts[short][enough]
    if len(here):
        tail, _ = _general(stretches(grams, begins[enough], ends[enough]), models)
        logits[here] += np.float32(rules["turn"]) * (tail - logits[here])


def _flat(batch: Batch, hints: Hits, logits: Floats, neutral: Floats) -> Flags:
    """Which texts are neutral: those that sound so, the less the surer their side is."""
    rules = _rules()
    short = batch.lengths <= rules["short"]
    hinted = rules["flat"] * (short & (_count(hints, batch) > 0))
    sized = rules["sure"] * (np.minimum(np.abs(logits), rules["most"]) - 1)
    return np.asarray(neutral + hinted - sized > rules["neutral"])


def _sure(logits: Floats) -> Floats:
    """2 P(positive) - 1: a few labels are wrong whatever the text says, so nothing is quite sure."""
    rules = _rules()
    return np.asarray((1 - rules["doubt"]) * np.tanh(rules["clear"] * logits / 2), np.float32)


def _placed(polarity: Floats, flat: Flags) -> Floats:
    """What is neutral within a third, what is not beyond it: an unsure side does not make it neutral."""
    side, size = np.sign(polarity), np.abs(polarity)
    return np.where(flat, side * NEUTRAL * np.sqrt(size) * 0.99, side * np.maximum(size, NEUTRAL * 1.01))


def _told(batch: Batch, signs: dict[str, Hits]) -> Flags:
    """Which texts say anything: not those without a letter or a smiley, nor those that are one long
    「无」, a number or a link."""
    told = np.logical_or.reduceat(_letters().take(np.minimum(batch.codes, _LAST)), batch.starts[:-1])
    for name in ("praise", "blame"):
        told[signs[name].texts] = True
    return np.asarray(told & ~_wholly(batch, signs["nothing"]))


def _wholly(batch: Batch, *several: Hits) -> Flags:
    """Which texts are made of such words and nothing else."""
    if not any(len(hits.texts) for hits in several):
        return np.zeros(len(batch), bool)
    turns = np.zeros(len(batch.codes) + 1, np.int32)
    for hits in several:
        np.add.at(turns, hits.starts, 1)
        np.add.at(turns, hits.ends, -1)
    said = _said().take(np.minimum(batch.codes, _LAST))
    left = np.logical_or.reduceat(said & (turns.cumsum()[:-1] == 0), batch.starts[:-1])
    return np.asarray(~left & np.logical_or.reduceat(said, batch.starts[:-1]))


def _ironic(batch: Batch, grams: Grams, hints: Hits, models: Models) -> Flags:
    rules = _rules()
    hinted = _count(hints, batch) > 0
    sounds = models.head("irony").logits(grams)[:, 0]
    return np.asarray(sounds > np.where(hinted, rules["irony_hinted"], rules["irony"]))


_SIGNS = ("praise", "blame", "irony", "contrast", "flat", "nothing")


def _signs(hits: Hits, known: Cues) -> dict[str, Hits]:
    return {name: hits.of(known.index(f"mood.{name}")) for name in _SIGNS}


def _count(hits: Hits, batch: Batch) -> NDArray[np.int64]:
    return np.bincount(hits.texts, minlength=len(batch))


@cache
def _letters() -> Flags:
    """By code point: whether it says something by itself: a letter of any script, a picture."""
    table = np.zeros(_LAST + 1, bool)
    table[0x80:_LAST] = [*map(str.isalpha, map(chr, range(0x80, _LAST)))]
    table[ord("a") : ord("z") + 1] = True
    table[0x1F000:_LAST] = True
    return table


@cache
def _said() -> Flags:
    """By code point: whether it is neither a space nor a stop."""
    table = np.ones(_LAST + 1, bool)
    table[[ord(sign) for sign in _PAD]] = False
    return table


@cache
def _rules() -> dict[str, Any]:
    found: dict[str, Any] = load("moods", "analysis")["rules"]
    return found
