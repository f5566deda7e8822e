"""Two heads asked at once."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.grams import BITS, Grams
from nlp.analysis.model import Head, Models, counted, scaled


class Pairs:
    """Heads of one column, for runs of all lengths, that are asked two at a time: their weights stand side by
    side, so that each run is looked up once. Several pairs: one for each kind of text.

    ``there`` [pairs, 2]: which of them there are.
    """

    def __init__(self, heads: Sequence[tuple[Head | None, Head | None]]) -> None:
        self._size = max(len(head.weights) for pair in heads for head in pair if head)
        (self._lengths,) = {head.lengths for pair in heads for head in pair if head}
        self._shift = BITS - (self._size.bit_length() - 1)
        self.there = np.array([[head is not None for head in pair] for pair in heads])
        self._scale, self._bias = np.zeros((2, *self.there.shape), np.float32)
        table = np.zeros((len(heads), self._size, 2), np.int16)
        for row, column in np.argwhere(self.there).tolist():
            if head := heads[row][column]:
                known = np.flatnonzero(head.weights[:, 0] != 0)
                wide = table[row, :, column].reshape(len(head.weights), -1)
                wide[known] = counted(head.weights[known])
                self._scale[row, column], self._bias[row, column] = head.scale[0], head.bias[0]
        self._table = table.reshape(-1).view(np.int32)

    def logits(self, grams: Grams, pairs: NDArray[np.int64]) -> NDArray[np.float32]:
        """[texts, 2]; ``pairs``: which of them each text is asked"""
        rows = grams.buckets[: len(self._lengths)] >> self._shift
        if len(self.there) > 1:
            rows += np.repeat(pairs * self._size, np.diff(grams.starts))
        told = self._table.take(rows).view(np.int16).reshape(*rows.shape, 2)
        sums = np.add.reduceat(told, grams.starts[:-1], axis=1, dtype=np.int32).sum(axis=0)
        return scaled(sums, grams, self._scale[pairs], self._bias[pairs], self._lengths)


@lru_cache(maxsize=4)
def pairs(models: Models, *names: tuple[str, str]) -> Pairs:
    """Those of these names, made once; what is not there is left out."""

    def head(name: str) -> Head | None:
        return models.head(name) if models.there(name) else None

    return Pairs([(head(first), head(second)) for first, second in names])
