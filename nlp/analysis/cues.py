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
_MOST = 63  # lengths told apart before words are compared

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


class _Words(NamedTuple):
    """Words of one length: their keys in order, by the highest bits of a key the first row that may be it,
    how many rows share these bits at most, and where the cues of each word stand in a list of all."""

    length: int
    keys: NDArray[np.uint64]
    slots: NDArray[np.int32]
    shift: np.uint64
    depth: int
    first: Places
    counts: Places

    def rows(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Which word each key is; -1: none."""
        row = self.slots[keys >> self.shift]
        found = np.full(len(keys), -1, np.int64)
        for _ in range(self.depth):
            right = np.flatnonzero(self.keys[row] == keys)
            found[right] = row[right]
            row = np.minimum(row + 1, len(self.keys) - 1)
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
        lengths = sorted({len(word) for word in told})
        self._spread = (
            np.random.default_rng(_SEED).integers(1, 1 << 63, max(lengths, default=1), np.uint64) * 2 + 1
        )
        self._cues = np.array([cue for cues in told.values() for cue in cues], np.int64)
        after = np.cumsum([0, *(len(cues) for cues in told.values())])
        at = {word: row for row, word in enumerate(told)}
        self._words = [
            self._of_length([word for word in told if len(word) == length], at, after) for length in lengths
        ]
        self._told = list(told.values())
        self._machine = AhoCorasick(list(told), implementation=Implementation.ContiguousNFA)
        self._masks, self._alone = np.zeros(1 << _BITS, np.uint64), np.zeros(1 << 16, np.uint64)
        for word in told:
            bit = np.uint64(1 << min(lengths.index(len(word)), _MOST))
            codes = np.array([ord(sign) for sign in word[:2]], np.uint32)
            if len(codes) > 1:
                self._masks[_bucket(codes[:1], codes[1:])] |= bit
            else:
                self._alone[codes & np.uint32(0xFFFF)] |= bit

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
        places = np.flatnonzero(masks != 0)
        masks = masks[places]
        none = np.zeros(0, np.int64)
        found = [(none, none, none)]
        told = int(np.bitwise_or.reduce(masks))
        bits = [bit for bit in range(len(self._words)) if told >> min(bit, _MOST) & 1]
        found += [self._matches(codes, places, masks, bit) for bit in bits]
        starts, ends, cues = (np.concatenate(each) for each in zip(*found, strict=True))
        return starts, ends, cues

    def _of_length(self, words: Sequence[str], at: Mapping[str, int], after: Places) -> _Words:
        codes = np.array([[ord(sign) for sign in word] for word in words], np.uint64)
        keys = (codes * self._spread[: codes.shape[1]]).sum(axis=1, dtype=np.uint64)
        order = np.argsort(keys)
        rows = np.array([at[word] for word in words], np.int64)[order]
        keys = keys[order]
        shift = np.uint64(64 - len(words).bit_length() - _SPARE)
        high = (keys >> shift).astype(np.int64)
        slots = np.searchsorted(high, np.arange(1 << (64 - int(shift)))).astype(np.int32)
        slots = np.minimum(slots, len(keys) - 1)
        depth = int(np.bincount(high).max())
        return _Words(codes.shape[1], keys, slots, shift, depth, after[rows], after[rows + 1] - after[rows])

    def _matches(
        self, codes: NDArray[np.uint32], places: Places, masks: NDArray[np.uint64], bit: int
    ) -> tuple[Places, Places, Places]:
        """Where words of one length begin and end, and what they tell."""
        words = self._words[bit]
        places = places[(masks & np.uint64(1 << min(bit, _MOST))) != 0]
        keys = codes[places] * self._spread[0]
        for offset in range(1, words.length):
            keys += codes[places + offset] * self._spread[offset]
        row = words.rows(keys)
        right = np.flatnonzero(row >= 0)
        row, places = row[right], places[right]
        count = words.counts[row]
        starts = np.repeat(places, count)
        within = np.arange(len(starts)) - np.repeat(np.cumsum(count) - count, count)
        return starts, starts + words.length, self._cues[np.repeat(words.first[row], count) + within]


def _bucket(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """By two characters."""
    return ((first * _SPREAD ^ second) * _SPREAD) >> np.uint32(32 - _BITS)


def _torn(codes: NDArray[np.uint32], starts: Places, ends: Places) -> NDArray[np.bool_]:
    """Which spans begin or end within a run of letters a to z."""
    letter = codes - np.uint32(ord("a")) < _LETTERS  # the last sign of a batch is none
    return np.asarray((letter[starts] & letter[starts - 1]) | (letter[ends - 1] & letter[ends]), bool)
