"""Signatures by which like texts are found: the same complaint sent twice, or the same matter from others.

A signature is a text's words (TF-IDF) and pairs of characters, folded into 256 signed bytes; the likeness of
two is their cosine. On 5000 letters of citizens 97 % of copies with changed words and greetings come to .8 or
more; of pairs whose titles name the same matter 46 % stand first among all, 59 % within the first five (64
MinHash values of three characters: 23 %, 41 % and 54 %).
"""

from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch
from nlp.analysis.keywords import rarity, words

SIZE = 256
"""Bytes of a signature."""

_PAIR = 1.0  # what a pair of characters weighs; a word of the usual table weighs 4 to 14
_SPREAD, _SHIFT = np.uint32(0x9E3779B1), np.uint32(7)


def signature(text: str) -> bytes:
    """Of a text as written; the same on every machine. Zeros where nothing is said."""
    folded = Batch([text]).folded(0)
    sums = _words(folded) + _pairs(folded)
    most = float(np.abs(sums).max())
    return (np.rint(sums / most * 127) if most else sums).astype(np.int8).tobytes()


def likeness(one: bytes, others: Sequence[bytes]) -> list[float]:
    """How like each is to the one, 0 to 1: from .8 on nearly the same text. 0 for what is no signature."""
    kept = [other if len(other) == SIZE else bytes(SIZE) for other in others]
    if not kept or len(one) != SIZE:
        return [0.0] * len(kept)
    rows = np.frombuffer(b"".join(kept), np.int8).reshape(-1, SIZE).astype(np.float32)
    mine = np.frombuffer(one, np.int8).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(mine)
    cosines = np.divide(rows @ mine, lengths, out=np.zeros(len(rows), np.float32), where=lengths > 0)
    told: list[float] = np.clip(cosines, 0, 1).astype(float).round(3).tolist()
    return told


def _words(folded: str) -> NDArray[np.float64]:
    """Each word weighs its rarity by the root of its count; its hash tells place and sign."""
    counts = Counter(words(folded))
    hashes = np.fromiter((crc32(word.encode()) for word in counts), np.uint32, len(counts))
    weights = np.fromiter((rarity(word) * count**0.5 for word, count in counts.items()), float, len(counts))
    return _summed(hashes, weights)


def _pairs(folded: str) -> NDArray[np.float64]:
    codes = np.frombuffer("".join(filter(str.isalnum, folded)).encode("utf-32-le"), np.uint32)
    if len(codes) < 2:
        return np.zeros(SIZE)
    hashes, counts = np.unique((codes[:-1] * _SPREAD + codes[1:]) * _SPREAD, return_counts=True)
    return _summed(hashes >> _SHIFT, _PAIR * np.sqrt(counts))


def _summed(hashes: NDArray[np.uint32], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    signs = np.where(hashes & np.uint32(1), 1.0, -1.0)
    return np.bincount((hashes >> np.uint32(1)) % np.uint32(SIZE), signs * weights, SIZE).astype(np.float64)
