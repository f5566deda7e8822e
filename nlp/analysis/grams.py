"""Runs of one to four characters, hashed: the features of every model.

What stands behind a 不 or 没 is hashed once more, as denied, one and two characters at a time (after Pang,
Lee and Vaithyanathan 2002).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch

FEATURES = 2
"""How runs are hashed: a model that was made with another number does not fit."""

ORDERS = 4
SIZES = (*range(1, ORDERS + 1), 1, 2)
"""Characters of the runs of each row: of all runs, then of those that are denied."""

BITS = 22
"""As many buckets as two to this; bucket 0 is for what is no run."""

_TOP = 4  # bits, all set in the buckets of what is denied
DENIED = 1 - 2**-_TOP
"""From this share of the buckets on are those of what is denied, among others."""

_DENY, _PARTS = "不没无非未别毫莫勿甭冇", ",。!?;:~…，！？；：\0"
"""What denies, and what ends its part: part of how runs are hashed, as FEATURES is, and so no list that
anybody may add to: models would have to be made anew."""
_REACH = 5  # characters behind what denies

_SPREAD = np.uint32(0x9E3779B1)  # odd constants with mixed bits, after Knuth's multiplicative hashing
_SIGN = np.uint32(0x85EBCA6B)
_BUCKET = np.uint32(0xC2B2AE35)
_HALF = np.uint32(15)
_SPACE = np.uint32(32)


class Grams(NamedTuple):
    """The runs of all texts of a batch.

    ``buckets``  [rows, characters], by row (see SIZES) and the character that the run begins with: which
                 bucket; 0 where there is none; as wide as places are, for that is what tables are read by
    ``places``   where that character stands in the batch
    ``starts``   the first character of each text, among those; one more than there are texts. Each text is
                 followed by one that begins no run.
    """

    buckets: NDArray[np.int64]
    places: NDArray[np.int64]
    starts: NDArray[np.int64]


def grams(batch: Batch) -> Grams:
    """Spaces are passed over, and the third and further of one character: 好好好好 is as good as 好好."""
    codes = batch.codes
    kept = codes != _SPACE
    kept[2:] &= (codes[2:] != codes[1:-1]) | (codes[2:] != codes[:-2])
    ends = batch.starts[1:] - 1
    kept[ends] = True
    (places,) = kept.nonzero()
    signs = codes[places]
    starts = places.searchsorted(batch.starts)
    inside = (signs != 0).astype(np.uint32)
    signs *= _SIGN
    hashed = np.zeros(len(signs), np.uint32)
    alive, found = inside.copy(), np.empty((len(SIZES), len(signs)), np.int64)
    denied = _denied(batch, places)
    for order in range(1, ORDERS + 1):
        end = len(signs) - order + 1
        if end > 0:
            hashed[:end] = hashed[:end] * _SPREAD + signs[order - 1 :] + np.uint32(order)
            hashed ^= hashed >> _HALF
            alive[:end] &= inside[order - 1 :]
        alive[max(end, 0) :] = 0
        spread = hashed * _BUCKET
        np.multiply(spread >> np.uint32(32 - BITS), alive, out=found[order - 1])
        if order in SIZES[ORDERS:]:
            below = spread >> np.uint32(32 - BITS + _TOP)
            np.multiply(below | np.uint32(DENIED * 2**BITS), alive & denied, out=found[ORDERS + order - 1])
    return Grams(found, places, starts)


def _denied(batch: Batch, places: NDArray[np.int64]) -> NDArray[np.uint32]:
    """1 where something shortly before, in the same part, denies what is said here."""
    number = np.arange(len(places))
    denies, ends = batch.marked(_DENY)[places], batch.marked(_PARTS)[places]
    last = np.maximum.accumulate(np.where(denies, number, -1))
    last[1:] = last[:-1]
    last[:1] = -1
    end = np.maximum.accumulate(np.where(ends, number, -1))
    return ((last > end) & (number - last <= _REACH)).astype(np.uint32)


def stretches(found: Grams, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> Grams:
    """Only these stretches, each as if it were a text: from an index into ``places`` to that of what ends its
    text, inclusive."""
    lengths = ends - begins + 1
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    rows = np.arange(starts[-1]) + np.repeat(begins - starts[:-1], lengths)
    return Grams(found.buckets.take(rows, axis=1), found.places[rows], starts)


def only(found: Grams, texts: NDArray[np.int64]) -> Grams:
    """Only these texts."""
    return stretches(found, found.starts[texts], found.starts[texts + 1] - 1)
