"""Words that tell something, found in a whole batch in one pass.

Which words tell what is data: nlp/data/analysis/*.toml.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation
from numpy.typing import NDArray

from nlp.analysis.batch import Batch

_BITS = 18
_SPREAD = np.uint32(0x9E3779B1)  # an odd constant with mixed bits, after Knuth's multiplicative hashing
_SEED = 20
_SPARE = 3  # bits more than there are words
_LETTERS = np.uint32(26)
_FEW = 2000  # characters for which one pass of a machine is quicker than NumPy
_LENGTHS = 16  # told apart before words are compared

Places = NDArray[np.int64]


class Hits(NamedTuple):
    """Words found, by the place where they begin: the cue each tells (an index into ``Cues.names``), where it
    begins and ends (places in the batch), and the text it is in."""

    cues: Places
    starts: Places
    ends: Places
    texts: Places

    def of(self, *cues: int) -> "Hits":
        """Only those that tell one of these."""
        chosen = self.cues == cues[0]
        for cue in cues[1:]:
            chosen |= self.cues == cue
        return self.where(chosen)

    def where(self, chosen: NDArray[np.bool_]) -> "Hits":
        """Only the chosen ones."""
        (rows,) = chosen.nonzero()
        return Hits(self.cues[rows], self.starts[rows], self.ends[rows], self.texts[rows])


class _Words:
    """Words by a key of 64 bits of all their characters.

    ``keys`` in order, and ``rows``: which word each is; ``slots``: by the highest bits of a key the first row
    that may be it; ``depth``: how many share these bits at most.
    """

    def __init__(self, keys: NDArray[np.uint64]) -> None:
        self._shift = np.uint64(64 - len(keys).bit_length() - _SPARE)
        self._rows = np.argsort(keys)
        self._keys = keys[self._rows]
        high = (self._keys >> self._shift).astype(np.int64)
        slots = np.searchsorted(high, np.arange(1 << (64 - int(self._shift))))
        self._slots = np.minimum(slots, len(keys) - 1).astype(np.int32)
        self._depth = int(np.bincount(high).max(initial=0))

    def find(self, keys: NDArray[np.uint64]) -> Places:
        """Which word each key is; -1: none."""
        found = np.full(len(keys), -1, np.int64)
        slot = self._slots[keys >> self._shift]
        for _ in range(self._depth):
            right = np.flatnonzero(self._keys[slot] == keys)
            found[right] = self._rows[slot[right]]
            slot = np.minimum(slot + 1, len(self._keys) - 1)
        return found


class Cues:
    """``lists``: cue -> its words, folded. A word may tell several things.

    By its first two characters a place tells which lengths of words may begin there; only there are words
    looked up, by a key of 64 bits of all their characters.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self.names = tuple(lists)
        told: dict[str, list[int]] = {}
        for cue, name in enumerate(self.names):
            for word in filter(None, dict.fromkeys(lists[name])):
                told.setdefault(word, []).append(cue)
        self._told = list(told.values())
        self._cues = np.array([cue for cues in self._told for cue in cues], np.int64)
        self._counts = np.array([len(cues) for cues in self._told], np.int64)
        self._first = np.cumsum(self._counts) - self._counts
        self._machine = AhoCorasick(list(told), implementation=Implementation.ContiguousNFA)
        lengths = np.array([len(word) for word in told], np.int64)
        longest = int(lengths.max(initial=2))
        self._spread = np.random.default_rng(_SEED).integers(1, 1 << 63, longest, np.uint64) * 2 + 1
        padded = "".join(word.ljust(longest, "\0") for word in told).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(padded, np.uint32).reshape(-1, longest)
        keys = (codes * self._spread).sum(axis=1, dtype=np.uint64)
        self._words = _Words(keys + lengths.astype(np.uint64))
        self._masks, self._alone = np.zeros(1 << _BITS, np.uint16), np.zeros(1 << 16, np.uint16)
        bits = np.uint16(1) << (np.minimum(lengths, _LENGTHS) - 1).astype(np.uint16)
        one = lengths == 1
        np.bitwise_or.at(self._masks, _bucket(codes[~one, 0], codes[~one, 1]), bits[~one])
        self._alone[codes[one, 0] & np.uint32(0xFFFF)] = 1

    def index(self, name: str) -> int:
        """The number of a cue. ValueError where there is none of that name."""
        return self.names.index(name)

    def find(self, batch: Batch) -> Hits:
        """Every word, those inside of others too; but none in letters inside of a longer one in letters
        (sb in USB)."""
        starts, ends, cues = self._few(batch) if len(batch.codes) < _FEW else self._many(batch)
        if len(starts):
            kept = np.flatnonzero(~_torn(batch.codes, starts, ends))
            place = starts[kept] * (len(self._spread) + 1) + ends[kept] - starts[kept]
            order = kept[np.argsort(place, kind="stable")]
            starts, ends, cues = starts[order], ends[order], cues[order]
        return Hits(cues, starts, ends, batch.of(starts))

    def _few(self, batch: Batch) -> tuple[Places, Places, Places]:
        """Of a short text: where words begin and end, and what they tell."""
        found = [
            (start, end, cue)
            for word, start, end in self._machine.find_matches_as_indexes(batch.plain, overlapping=True)
            for cue in self._told[word]
        ]
        starts, ends, cues = np.array(found, np.int64).reshape(-1, 3).T
        return starts, ends, cues

    def _many(self, batch: Batch) -> tuple[Places, Places, Places]:
        """The same of many texts: ten times as quick a character, but no quicker for a short text."""
        codes = np.concatenate([batch.codes, np.zeros(len(self._spread), np.uint32)])
        masks = self._masks[_bucket(codes[: len(batch.codes)], codes[1 : len(batch.codes) + 1])]
        masks |= self._alone[codes[: len(batch.codes)] & np.uint32(0xFFFF)]
        places = np.flatnonzero(masks)
        masks, keys = masks[places], np.zeros(len(places), np.uint64)
        starts, ends, read = [places[:0]], [places[:0]], [keys[:0]]
        for length, spread in enumerate(self._spread, 1):
            keys += codes[places + (length - 1)] * spread
            here = np.flatnonzero(masks & _bit(length))
            starts.append(places[here])
            ends.append(starts[-1] + length)
            read.append(keys[here] + np.uint64(length))  # END adds nothing
            longer = np.flatnonzero(masks >= _bit(length + 1))
            masks, places, keys = masks[longer], places[longer], keys[longer]
        return self._known(np.concatenate(starts), np.concatenate(ends), np.concatenate(read))

    def _known(self, starts: Places, ends: Places, keys: NDArray[np.uint64]) -> tuple[Places, Places, Places]:
        """Of what may be words, those that are, once for each cue that they tell."""
        rows = self._words.find(keys)
        (right,) = (rows >= 0).nonzero()
        rows = rows[right]
        counts = self._counts[rows]
        right = np.repeat(right, counts)
        within = np.arange(len(right)) - np.repeat(np.cumsum(counts) - counts, counts)
        return starts[right], ends[right], self._cues[np.repeat(self._first[rows], counts) + within]


def _bit(length: int) -> np.uint16:
    """By how long words are: the longest share one."""
    return np.uint16(1 << min(length, _LENGTHS) - 1)


def _bucket(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """By two characters."""
    return ((first * _SPREAD ^ second) * _SPREAD) >> np.uint32(32 - _BITS)


def _torn(codes: NDArray[np.uint32], starts: Places, ends: Places) -> NDArray[np.bool_]:
    """Which spans begin or end within a run of letters a to z."""
    letter = codes - np.uint32(ord("a")) < _LETTERS  # the last sign of a batch is none
    return np.asarray((letter[starts] & letter[starts - 1]) | (letter[ends - 1] & letter[ends]), bool)
