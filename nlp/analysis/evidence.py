"""The words that a polarity rests on."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import rjieba
from numpy.typing import NDArray

from nlp.analysis.grams import Grams
from nlp.analysis.model import Head

Span = tuple[int, int]

_MOST = 3  # spans of one text
_SHARE = 0.4  # of what the strongest word weighs: less is no evidence
_NEAR = 1  # characters between two words that still are one span
_SAID = "不没无未别难太很真最好非挺"  # where such a word stands before one that tells, it belongs to it
_READ = 2000  # characters of one text


class Weighing:
    """What each place of a batch adds to the logit of one head.

    ``share``  by character, what it adds as part of all runs it stands in, float32
    """

    def __init__(self, head: Head, grams: Grams, characters: int) -> None:
        self.share = np.zeros(characters, np.float32)
        self.share[grams.places] = head.contributions(grams) * (head.scale[0] / 12)
        self._upto = np.concatenate([[0], np.cumsum(self.share, dtype=np.float64)])
        self._kept = np.zeros(characters + 1, np.int64)
        self._kept[grams.places + 1] = 1
        self._kept = np.cumsum(self._kept)
        self._bias = float(head.bias[0])

    def polarity(self, start: int, end: int) -> float:
        """Of the characters between two places, read by themselves."""
        length = int(self._kept[end] - self._kept[start])
        if length <= 0:
            return 0.0
        count = 4 * length - 6 if length > 3 else (length * (length + 1)) // 2
        logit = (self._upto[end] - self._upto[start]) / count**0.5 + self._bias
        return float(np.tanh(logit / 2))


def evidence(folded: str, share: NDArray[np.float32], polarity: float) -> list[Span]:
    """The spans of a folded text that speak most for its polarity, in order. ``share``: by character."""
    if not polarity:
        return []
    words = _words(folded[:_READ])
    side = 1 if polarity > 0 else -1
    weights = [side * float(share[start:end].sum()) for start, end in words]
    best = max(weights, default=0.0)
    if best <= 0:
        return []
    strong = [(word, weight) for word, weight in zip(words, weights, strict=True) if weight >= _SHARE * best]
    spans = _joined([_with_before(folded, words, word) for word, _ in strong])
    spans.sort(key=lambda span: -side * float(share[span[0] : span[1]].sum()))
    return sorted(spans[:_MOST])


def apart(spans: Sequence[Span]) -> list[Span]:
    """Those that overlap none before them."""
    found: list[Span] = []
    for start, end in spans:
        if not any(start < other_end and other < end for other, other_end in found):
            found.append((start, end))
    return found


def _words(folded: str) -> list[Span]:
    """Words without signs and spaces."""
    lengths = [len(word) for word in rjieba.cut(folded)]
    ends = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).tolist()
    return [
        (start, end)
        for start, end in pairwise(ends)
        if folded[start:end].strip(" ,.!?;:~、。，！？；：…\"'“”()")
    ]


def _with_before(folded: str, words: Sequence[Span], word: Span) -> Span:
    """A telling word with the one that turns or raises it: 不|舒服."""
    place = words.index(word)
    if place and words[place - 1][1] == word[0] and folded[words[place - 1][0]] in _SAID:
        return words[place - 1][0], word[1]
    return word


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= _NEAR:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
