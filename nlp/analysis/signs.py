"""What speaks for an intent, for urgency, for danger: the cues of each piece of a text, and its runs of
characters, weighed by one linear model.

A long text is read in pieces of whole sentences, so that words far apart do not add up to an alarm.
The weights of cues are in nlp/data/analysis/signs.toml, those of runs in nlp/data/models/signs.npz; both are
made by nlp.train.signs.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch
from nlp.analysis.cues import Hits
from nlp.analysis.grams import BITS, ORDERS, Grams
from nlp.analysis.lexicon import cues
from nlp.analysis.model import LENGTHS, OURS, roots
from nlp.analysis.scope import Scope
from nlp.wording.lexicon import load

Floats = NDArray[np.float32]

PIECE, LONG = 60, 120  # characters after which a sentence's end begins a new piece, and any break does
STANDS = ("", "not ", "if ")  # a cue as said, denied, supposed: three columns
MOODS = ("mood", "mood.good", "mood.bad")
OURS_ONLY = (
    *("harm.", "who.", "hazard.", "money.", "time.", "hurry.", "contact.", "outage.", "threat.", "intent."),
    "scope.",
    "alarm.",
)
"""How the cues begin that are weighed; lists of others come and go."""
_DANGERS = ("harm.", "hazard.")
_OVER = ("scope.past", "scope.solved", "scope.unreal", "scope.worry", "harm.unlucky")
_FIELDS, _WIDTH = 3, 21  # sums of this many weights in one number, of so many bits each
_ENDS, _BREAKS = "。!?;…", ", "


class Found(NamedTuple):
    """The cues of some texts.

    ``flags``   [pieces, columns]: which cue, in which standing, is in which piece
    ``whole``   [texts, columns]: the same of texts
    ``pieces``  where each begins, and the end of the last;  ``first``: the first piece of each text, and how
                many there are
    ``hits``    what counted, and ``columns``: the column of each
    """

    flags: Floats
    whole: Floats
    pieces: NDArray[np.int64]
    first: NDArray[np.int64]
    hits: Hits
    columns: NDArray[np.int64]


class Weights(NamedTuple):
    """``cues`` [columns, outputs]; ``moods`` [3, outputs]; ``rows``: by bucket, which column of ``runs``
    (packed; times ``scale``), 0: none;
    ``bias`` [outputs]; ``outputs``: their names."""

    cues: Floats
    moods: Floats
    rows: NDArray[np.uint16]
    runs: NDArray[np.int64]
    scale: float
    bias: Floats
    outputs: tuple[str, ...]


def found(batch: Batch, hits: Hits) -> Found:
    """The cues of a batch; ``hits``: what ``cues().find(batch)`` found."""
    column, names = _columns()
    hits = hits.where(column[hits.cues] >= 0)
    counted, stand = _scope().counted(batch, hits)
    columns = column[counted.cues] + len(names) * stand
    pieces, first = _pieces(batch)
    whole = np.zeros((len(batch), len(names) * len(STANDS)), np.float32)
    flags = np.zeros((len(pieces) - 1, whole.shape[1]), np.float32)
    whole[counted.texts, columns] = 1
    flags[np.searchsorted(pieces, counted.starts, "right") - 1, columns] = 1
    return Found(flags, whole, pieces, first, counted, columns)


def names() -> list[str]:
    """Of the columns of flags."""
    return [f"{stand}{name}" for stand in STANDS for name in _columns()[1]]


@cache
def _columns() -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """By cue its column, -1: none; and the names of the columns."""
    known = cues().names
    ours = tuple(name for name in known if name.startswith(OURS_ONLY))
    return np.array([ours.index(name) if name in ours else -1 for name in known], np.int64), ours


def scores(found: Found, grams: Grams, polarity: Floats, weights: Weights) -> tuple[Floats, Floats]:
    """[pieces, outputs], [texts, outputs]: how much speaks for each, in a piece and in the text as a whole.

    ``polarity`` [texts], -1..1
    """
    first = found.first[:-1]
    sums = _sums(found.pieces, grams, weights)
    begins = grams.places.searchsorted(found.pieces)
    lengths = begins[1:] - begins[:-1]
    moods = mood_columns(polarity) @ weights.moods + weights.bias
    known = found.flags @ weights.cues
    pieces = known + sums / _root(lengths)[:, None]
    if len(pieces) == len(moods):
        pieces += moods
        return pieces.copy(), pieces
    pieces += np.repeat(moods, np.diff(found.first), axis=0)
    known = found.whole @ weights.cues
    sums, lengths = np.add.reduceat(sums, first, axis=0), np.add.reduceat(lengths, first)
    return pieces, known + sums / _root(lengths)[:, None] + moods


def only_denied(found: Found) -> NDArray[np.bool_]:
    """Which pieces tell of danger only to deny it: runs of characters do not know 没有."""
    danger = _dangers()
    denied = found.flags[:, danger + len(_columns()[1])].any(axis=1)
    return np.asarray(denied & ~found.flags[:, danger].any(axis=1), bool)


@cache
def _dangers() -> NDArray[np.int64]:
    """Columns of what harms."""
    return np.flatnonzero([name.startswith(_DANGERS) for name in _columns()[1]])


def alarming(found: Found) -> NDArray[np.int64]:
    """Which pieces say outright what cannot wait (孩子送医院了), and not that it is over or only feared."""
    alarm, over = _alarms()
    said = np.flatnonzero(found.flags[:, alarm])
    return said[~found.flags[said][:, over].any(axis=1)] if len(said) else said


@cache
def _alarms() -> tuple[int, list[int]]:
    """The column of alarms, and those of what tells that it is over."""
    known = _columns()[1]
    return known.index("alarm.now"), [known.index(name) for name in _OVER]


def mood_columns(polarity: Floats) -> Floats:
    """[texts, 3]: how good or bad, and what of it is beyond half."""
    return np.stack([polarity, np.maximum(polarity - 0.5, 0), np.minimum(polarity + 0.5, 0)], axis=1)


def _root(lengths: NDArray[np.int64]) -> Floats:
    """The root of how many runs so many characters make."""
    return roots(LENGTHS)[lengths]


def _sums(pieces: NDArray[np.int64], grams: Grams, weights: Weights) -> Floats:
    """[pieces, outputs]: the weights of all runs that begin in a piece."""
    shift = BITS - (len(weights.rows).bit_length() - 1)
    begins = grams.places.searchsorted(pieces)
    total = np.zeros((len(weights.runs), ORDERS * (len(pieces) - 1)), np.int64)
    rows = weights.rows.take(grams.buckets.ravel() >> shift)
    at = np.flatnonzero(rows != 0)
    inside = np.searchsorted(at, begins + len(grams.places) * np.arange(ORDERS)[:, None])
    there = np.flatnonzero(inside[:, 1:] > inside[:, :-1])
    if len(there):
        rows, inside = rows[at], inside[:, :-1].ravel()[there]
        total[:, there] = np.add.reduceat(weights.runs.take(rows, axis=1), inside, axis=1)
    total = total.reshape(len(total), ORDERS, -1).sum(axis=1)
    return _unpacked(total)[:, : len(weights.outputs)] * weights.scale


def _packed(runs: NDArray[np.int8]) -> NDArray[np.int64]:
    """[outputs / 3, rows] of [rows, outputs]: three weights in one number, so that they are
    added up at once."""
    wide = np.zeros((len(runs), -(-runs.shape[1] // _FIELDS) * _FIELDS), np.int64)
    wide[:, : runs.shape[1]] = runs
    fields = wide.reshape(len(runs), -1, _FIELDS) << (_WIDTH * np.arange(_FIELDS))
    return np.ascontiguousarray(fields.sum(axis=2).T, np.int64)


def _unpacked(sums: NDArray[np.int64]) -> Floats:
    """[pieces, outputs] of [outputs / 3, pieces]."""
    half = 1 << (_WIDTH - 1)
    columns = np.empty((sums.shape[1], len(sums), _FIELDS), np.float32)
    for place in range(_FIELDS):
        field = ((sums + half) & (2 * half - 1)) - half
        columns[:, :, place] = field.T
        sums = (sums - field) >> _WIDTH
    return columns.reshape(sums.shape[1], -1)


def _pieces(batch: Batch) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where pieces begin, and the first piece of each text."""
    if batch.lengths.max() <= PIECE:
        return batch.starts, np.arange(len(batch.starts))
    breaks = [_stretches(batch, signs, least) for signs, least in ((_ENDS, PIECE), (_BREAKS, LONG))]
    pieces = np.unique(np.concatenate([batch.starts, *breaks]))
    return pieces, np.searchsorted(pieces, batch.starts)


def _stretches(batch: Batch, signs: str, least: int) -> NDArray[np.int64]:
    """Behind the first of these signs after every so many characters of a text."""
    ends = np.flatnonzero(batch.marked(signs)) + 1
    text = batch.of(ends)
    inside = ends < batch.starts[text + 1] - 1
    ends, text = ends[inside], text[inside]
    stretch = (ends - batch.starts[text]) // least
    new = (stretch > 0) & ((np.diff(stretch, prepend=-1) != 0) | (np.diff(text, prepend=-1) != 0))
    return np.asarray(ends[new], np.int64)


@cache
def _scope() -> Scope:
    return Scope(cues())


@cache
def weights() -> Weights:
    """Ours. A cue that was not there when they were made has none."""
    table = load("signs", "analysis")
    outputs = tuple(table["outputs"])
    none = [0.0] * len(outputs)
    known, moods = (
        np.array([table["weights"].get(name, none) for name in columns], np.float32)
        for columns in (names(), MOODS)
    )
    with np.load(OURS / "signs.npz") as kept:
        rows = np.zeros(1 << int(kept["bits"]), np.uint16)
        rows[kept["buckets"]] = np.arange(1, len(kept["buckets"]) + 1)
        runs = np.vstack([np.zeros((1, len(outputs)), np.int8), kept["runs"]])
        scale = float(kept["scale"])
    return Weights(known, moods, rows, _packed(runs), scale, np.array(table["bias"], np.float32), outputs)
