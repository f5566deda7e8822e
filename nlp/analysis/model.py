"""Linear models over runs of characters: a weight in int8 for each bucket, one column a class.

A head answers one question of a text (is it good, which emotion, is it offensive). Its files lie in
nlp/data/models; nlp.train makes them.
"""

import hashlib
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import LIMIT
from nlp.analysis.grams import BITS, ORDERS, SIZES, Grams

LENGTHS = tuple(range(1, ORDERS + 1))
"""Those of all runs; 5 and 6 are the rows of those denied, of one character and of two."""

PARTS = 12
"""Of a weight: they can be shared evenly among the characters of a run of any length."""

OURS = Path(__file__).parents[1] / "data" / "models"


class Head:
    """``classes``: what it tells apart. Two classes have one column, for the second of them.

    ``weights`` int8 [buckets, columns]: the root of what counts, with its sign, for few weights are large,
    and those must not be cut off. ``scale`` and ``bias`` float32 [columns]. The logit of a text is scale
    times the sum of what its runs count, divided by the root of how many runs there are, plus bias:
    calibrated, temperature and all. ``lengths``: of the runs that count.
    """

    def __init__(
        self,
        classes: tuple[str, ...],
        weights: NDArray[np.int8],
        scale: NDArray[np.float32],
        bias: NDArray[np.float32],
        lengths: tuple[int, ...] = LENGTHS,
    ) -> None:
        self.classes, self.lengths = classes, lengths
        self.weights, self.scale, self.bias = weights, scale, bias
        self._shift = BITS - (len(weights).bit_length() - 1)

    def logits(self, grams: Grams) -> NDArray[np.float32]:
        """[texts, columns]"""
        return scaled(self._sums(grams), grams, self.scale, self.bias, self.lengths)

    def probabilities(self, grams: Grams) -> NDArray[np.float32]:
        """[texts, classes]"""
        return probabilities(self.logits(grams))

    def contributions(self, grams: Grams) -> NDArray[np.int32]:
        """What each character's place adds to the first column, before scale: a run's weight belongs to all
        of its characters, as many PARTS each as are its share. By ``grams.places``."""
        total = np.zeros(len(grams.places), np.int32)
        weights = self.weights[:, 0]
        for length in self.lengths:
            size = SIZES[length - 1]
            share = counted(weights[grams.buckets[length - 1] >> self._shift]) * np.int32(PARTS // size)
            for later in range(size):
                total[later:] += share[: len(share) - later]
        return total

    @cached_property
    def _table(self) -> NDArray[np.int16]:
        """What the weights count: of one class by bucket, of several a row a bucket, for rows are read faster
        than class by class."""
        table: NDArray[np.int16] = np.zeros_like(self.weights, np.int16)
        there = self.weights != 0  # few
        table[there] = counted(self.weights[there])
        return table[:, 0] if table.shape[1] == 1 else table

    def _sums(self, grams: Grams) -> NDArray[np.int32]:
        """[texts, columns]"""
        chosen = grams.buckets[[n - 1 for n in self.lengths]]
        told = self._table.take(chosen >> self._shift if self._shift else chosen, axis=0)
        sums = np.add.reduceat(told, grams.starts[:-1], axis=1, dtype=np.int32).sum(axis=0)
        return np.asarray(sums.reshape(len(sums), -1))

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read one. OSError, ValueError or KeyError where there is none."""
        with np.load(file) as kept:
            classes = tuple(str(name) for name in kept["classes"])
            lengths = tuple(kept["lengths"].tolist()) if "lengths" in kept else LENGTHS
            return cls(classes, kept["weights"], kept["scale"], kept["bias"], lengths)

    def save(self, file: Path) -> None:
        """The same head is the same bytes."""
        parts: dict[str, Any] = {"weights": self.weights, "scale": self.scale, "bias": self.bias}
        if self.lengths != LENGTHS:
            parts["lengths"] = np.array(self.lengths)
        np.savez_compressed(file, classes=np.array(self.classes), **parts)


_COUNTED = np.arange(-128, 128, dtype=np.int32) * np.abs(np.arange(-128, 128, dtype=np.int32))
_COUNTED = np.roll(_COUNTED, 128)  # by the byte that an int8 is


def counted(weights: NDArray[np.int8]) -> NDArray[np.int32]:
    """What stored weights count, before scale."""
    return _COUNTED[weights.view(np.uint8)]


def scaled(
    sums: NDArray[np.int32],
    grams: Grams,
    scale: NDArray[np.float32],
    bias: NDArray[np.float32],
    lengths: tuple[int, ...] = LENGTHS,
) -> NDArray[np.float32]:
    """Logits of what the runs of texts count, both [texts, columns]."""
    counts = grams.starts[1:] - grams.starts[:-1] - 1
    return np.asarray(sums * (scale / roots(lengths)[counts][:, None]) + bias, np.float32)


@cache
def roots(lengths: tuple[int, ...]) -> NDArray[np.float32]:
    """By how many characters a text has: the root of how many runs of these lengths there are, at least one;
    those that are denied are there already."""
    characters = np.arange(LIMIT + 2)
    count = sum(np.maximum(characters - (length - 1), 0) for length in lengths if length <= ORDERS)
    return np.sqrt(np.maximum(count, 1)).astype(np.float32)


def probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of one column: of both classes; of more: of each class."""
    if logits.shape[1] == 1:
        second = 1 / (1 + np.exp(-np.clip(logits, -60, 60)))
        return np.hstack([1 - second, second])
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


class Models:
    """The heads in force: ours, but those of an organisation's own folder in their place."""

    def __init__(self, own: Path | None = None) -> None:
        self.own = own
        self._heads: dict[str, Head] = {}
        self._there: dict[str, bool] = {}

    def file(self, name: str) -> Path:
        """Where a head lies."""
        if self.own and (self.own / f"{name}.npz").exists():
            return self.own / f"{name}.npz"
        return OURS / f"{name}.npz"

    def there(self, name: str) -> bool:
        """Whether there is such a head."""
        if name not in self._there:
            self._there[name] = self.file(name).exists()
        return self._there[name]

    def head(self, name: str) -> Head:
        """Loaded when first asked for."""
        if name not in self._heads:
            self._heads[name] = Head.load(self.file(name))
        return self._heads[name]

    @cached_property
    def digest(self) -> bytes:
        """Names the bytes of all heads in force, also of those that only the organisation has."""
        folders = [OURS, self.own] if self.own else [OURS]
        names = sorted({path.stem for folder in folders for path in folder.glob("*.npz")})
        return hashlib.sha256(b"".join(self.file(name).read_bytes() for name in names)).digest()


_in_force = [Models()]


def models() -> Models:
    """Those in force in this process."""
    return _in_force[0]


def use(folder: Path | None) -> None:
    """Take an organisation's own heads from this folder from now on; None: ours again."""
    _in_force[0] = Models(folder)


def used() -> Path | None:
    """The organisation's own folder that is in force; None: ours are."""
    return models().own
