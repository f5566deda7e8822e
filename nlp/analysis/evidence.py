"""The words that a polarity rests on."""

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
import rjieba
from numpy.typing import NDArray

from nlp.analysis.batch import END, Batch
from nlp.analysis.grams import Grams
from nlp.analysis.model import PARTS, Head, roots

Span = tuple[int, int]
Places = NDArray[np.int64]

_MOST = 3  # spans of one text
_SHARE = 0.4  # of what the strongest word weighs: less is no evidence
_NEAR = 1  # characters between two words that still are one span
_SAID = "不没无未别难太很真最好非挺"  # where such a word stands before one that tells, it belongs to it
_SIGNS = f" ,.!?;:~、。，！？；：…\"'“”(){END}"
_READ = 2000  # characters of one text
_LAST = 0xFFFF  # all characters beyond are told apart from none


class Weighing:
    """What each place of a batch adds to the logit of one head.

    ``upto``  by character, what all before it add as parts of the runs they stand in, before scale, int64;
              one more than there are characters
    """

    def __init__(self, head: Head, grams: Grams, characters: int) -> None:
        share, kept = np.zeros((2, characters + 1), np.int64)
        share[grams.places + 1] = head.contributions(grams)
        kept[grams.places + 1] = 1
        self.upto: Places = share.cumsum()
        self._upto, self._kept = self.upto.data, kept.cumsum().data
        self._roots = roots(head.lengths).data
        self._scale, self._bias = float(head.scale[0]) / PARTS, float(head.bias[0])

    def weight(self, start: int, end: int) -> int:
        """Of the characters between two places, within their text and before scale."""
        return int(self._upto[end] - self._upto[start])

    def polarity(self, start: int, end: int) -> float:
        """Of the characters between two places, read by themselves."""
        length = self._kept[end] - self._kept[start]
        if length <= 0:
            return 0.0
        logit = self.weight(start, end) * self._scale / self._roots[length] + self._bias
        return math.tanh(logit / 2)


def evidence(batch: Batch, weighing: Weighing, polarity: NDArray[np.float32]) -> list[list[Span]]:
    """Of each text, the spans that speak most for its polarity, in order."""
    starts, ends = _words(batch)
    texts = batch.of(starts)
    sides = np.sign(polarity).astype(np.int64)
    weights = sides[texts] * (weighing.upto[ends] - weighing.upto[starts])
    weights[_silent(batch, starts, texts)] = 0
    first = np.searchsorted(starts, batch.starts)
    best = np.maximum.reduceat(weights, first[:-1])
    strong = np.flatnonzero((weights > 0) & (weights >= _SHARE * best[texts]))
    begins = _with_before(batch, starts, strong)
    found: list[list[Span]] = [[] for _ in batch.texts]
    for text, start, end in zip(texts[strong].tolist(), begins.tolist(), ends[strong].tolist(), strict=True):
        found[text].append((start, end))
    rows = zip(batch.starts.tolist(), sides.tolist(), found, strict=False)
    return [_strongest(spans, weighing, begin, side) for begin, side, spans in rows]


def _strongest(spans: Sequence[Span], weighing: Weighing, begin: int, side: int) -> list[Span]:
    """As places of their text, which begins there."""
    joined = _joined(spans)
    if len(joined) > _MOST:
        joined.sort(key=lambda span: -side * weighing.weight(*span))
    return sorted((start - begin, end - begin) for start, end in joined[:_MOST])


def apart(spans: Sequence[Span]) -> list[Span]:
    """Those that overlap none before them."""
    found: list[Span] = []
    for start, end in spans:
        if not any(start < other_end and other < end for other, other_end in found):
            found.append((start, end))
    return found


def _words(batch: Batch) -> tuple[Places, Places]:
    """Where the words of all texts begin and end; END is one."""
    plain, codes = batch.plain, batch.codes
    long = np.flatnonzero(np.diff(batch.starts) > _READ + 1)
    if len(long):
        codes = codes.copy()
        codes[batch.starts[long] + _READ] = ord(END)
        plain = codes.tobytes().decode("utf-32-le")
    cut = rjieba.cut(plain)
    ends = np.fromiter(map(len, cut), np.int64, len(cut)).cumsum()
    return np.concatenate([[0], ends[:-1]]), ends


def _silent(batch: Batch, starts: Places, texts: Places) -> NDArray[np.bool_]:
    """Which words are signs and spaces alone, or beyond what is read."""
    said = np.logical_or.reduceat(_says()[np.minimum(batch.codes, _LAST)], starts)
    return np.asarray(~said | (starts - batch.starts[texts] >= _READ))


def _with_before(batch: Batch, starts: Places, words: Places) -> Places:
    """Where each of these telling words begins with the one that turns or raises it: 不|舒服."""
    before = starts[words - 1]
    turned = np.isin(batch.codes[before], [ord(sign) for sign in _SAID])
    return np.where(turned, before, starts[words])


@cache
def _says() -> NDArray[np.bool_]:
    """By code point up to the last: whether it is more than a sign or a space."""
    table = np.ones(_LAST + 1, bool)
    table[[ord(sign) for sign in _SIGNS]] = False
    return table


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= _NEAR:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
