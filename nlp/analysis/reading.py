"""Intent, urgency and safety of texts, with the words that each rests on."""

from bisect import bisect_right
from itertools import accumulate
from typing import Literal

import numpy as np
import rjieba
from numpy.typing import NDArray

from nlp.analysis.batch import Batch
from nlp.analysis.cues import Hits
from nlp.analysis.grams import Grams
from nlp.analysis.outright import alarming, grave, harmless
from nlp.analysis.signs import Floats, found, mood_columns, scores, weights

Intent = Literal["complaint", "request", "inquiry", "suggestion", "praise", "other"]
Urgency = Literal["routine", "soon", "now"]
Asked = Literal["urgency", "safety"]

INTENTS: tuple[Intent, ...] = ("complaint", "request", "inquiry", "suggestion", "praise", "other")
URGENCIES: tuple[Urgency, ...] = ("routine", "soon", "now")

_ALARMED = [INTENTS.index(each) for each in ("complaint", "request", "other")]
"""What is told of danger by who praises, asks or suggests does not happen now."""
_ASKING = _ALARMED[:2]
"""Who wants something of us speaks of what befell them; others may tell the news."""
_OUTRIGHT: tuple[tuple[Literal["now", "harm"], tuple[str, ...], list[int]], ...] = (
    ("now", ("now", "unsafe"), _ALARMED),
    ("harm", ("unsafe",), [*_ALARMED, INTENTS.index("suggestion"), INTENTS.index("inquiry")]),
)
"""What is told outright, of what it is a sign, and with which intents."""
_SOBER = -0.6  # as bad as grave harm is taken to sound, whatever its tone
_TELLS = 0.25  # weight from which a word is shown as evidence
_MOST = 5  # words shown
_SURER = 1.0  # what a text of several pieces needs more: each of them is a chance of a false alarm


class Signs:
    """What a batch of texts asks of us. By text:

    ``intents``    index into INTENTS
    ``urgencies``  index into URGENCIES
    ``unsafe``     whether it tells of danger: food, fire, injury, violence
    """

    def __init__(self, batch: Batch, hits: Hits, grams: Grams, polarity: Floats) -> None:
        """``hits``: what ``lexicon.cues().find(batch)`` found; ``polarity`` [texts], -1..1"""
        self._weights = weights()
        self._found = found(batch, hits)
        self._batch, self._starts = batch, batch.starts
        pieces, whole = scores(self._found, grams, polarity, self._weights)
        pieces[harmless(self._found), self._column("unsafe")] = -1
        first = self._found.first[:-1]
        said = _said_at_all(batch)
        other = INTENTS.index("other")
        self.intents: NDArray[np.int64] = np.where(said, whole[:, : len(INTENTS)].argmax(axis=1), other)
        self._pieces = pieces
        self._sober(polarity)
        self._alarm()
        highest = np.maximum.reduceat(pieces, first, axis=0)
        least = np.where(self._found.first[1:] - first > 1, _SURER, 0)
        soon, now, unsafe = (
            said & (highest[:, self._column(name)] > least) for name in ("soon", "now", "unsafe")
        )
        self.urgencies: NDArray[np.int64] = np.where(now, 2, soon.astype(np.int64))
        self.unsafe: NDArray[np.bool_] = unsafe

    def _sober(self, polarity: Floats) -> None:
        """Grave harm is none the less for being told without complaint (老人噎住了，请帮忙)."""
        texts = np.flatnonzero(np.isin(self.intents, _ASKING) & (polarity > _SOBER))
        told = np.repeat(np.isin(np.arange(len(polarity)), texts), np.diff(self._found.first))
        rows = np.flatnonzero(told & grave(self._found))
        said = polarity[np.searchsorted(self._found.first, rows, "right") - 1]
        lifted = (mood_columns(np.full_like(said, _SOBER)) - mood_columns(said)) @ self._weights.moods
        for column in map(self._column, ("now", "unsafe")):
            self._pieces[rows, column] += lifted[:, column]

    def _alarm(self) -> None:
        """What is said outright needs no other words beside it."""
        for what, signs, intents in _OUTRIGHT:
            alarm = alarming(self._found, what)
            texts = np.searchsorted(self._found.first, alarm, "right") - 1
            alarm = alarm[np.isin(self.intents[texts], intents)]
            for column in map(self._column, signs):
                self._pieces[alarm, column] = np.maximum(self._pieces[alarm, column], 2 * _SURER)

    def evidence(self, text: int, asked: Asked) -> list[tuple[int, int]]:
        """Places in the text as given, what tells most first; none for what is routine or safe. What
        begins within a word (里有 in 家里有) is shown from that word on."""
        name = self._said(text, asked)
        if not name:
            return []
        column = self._column(name)
        start, hits = int(self._starts[text]), self._found.hits
        here = slice(*np.searchsorted(hits.starts, self._starts[text : text + 2]))
        told = self._weights.cues[self._found.columns[here], column]
        rows = zip(told.tolist(), hits.starts[here].tolist(), hits.ends[here].tolist(), strict=True)
        known = sorted(
            (-tells, a - start, b - start) for tells, a, b in rows if tells >= _TELLS and b - a > 1
        )
        chosen: list[tuple[int, int]] = []
        words = [0, *accumulate(map(len, rjieba.cut(self._batch.folded(text))))] if known else []
        for _, a, b in ((told, words[bisect_right(words, a) - 1], b) for told, a, b in known):
            if len(chosen) < _MOST and not any(a < end and begin < b for begin, end in chosen):
                chosen.append((a, b))
        return chosen or [self._strongest(text, column)]

    def _said(self, text: int, asked: Asked) -> str:
        if asked == "safety":
            return "unsafe" if self.unsafe[text] else ""
        return ("", "soon", "now")[self.urgencies[text]]

    def _strongest(self, text: int, column: int) -> tuple[int, int]:
        """The piece that speaks most for it, where no single word does."""
        first, end = self._found.first[text : text + 2]
        piece = first + int(self._pieces[first:end, column].argmax())
        start, upto = (
            self._found.pieces[piece],
            min(self._found.pieces[piece + 1], self._starts[text + 1] - 1),
        )
        return int(start - self._starts[text]), int(upto - self._starts[text])

    def _column(self, name: str) -> int:
        return self._weights.outputs.index(name)


def _said_at_all(batch: Batch) -> NDArray[np.bool_]:
    """Which texts have a letter or a Chinese character."""
    codes = batch.codes
    spoken = ((codes >= ord("a")) & (codes <= ord("z"))) | ((codes >= 0x3400) & (codes <= 0x9FFF))
    return np.asarray(np.logical_or.reduceat(spoken, batch.starts[:-1]), bool)
