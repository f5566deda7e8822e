"""What speaks for an intent, for urgency, for danger: the cues of each piece of a text, and its runs of
characters, weighed by one linear model.

The weights of cues are in nlp/data/analysis/signs.toml, those of runs in nlp/data/models/signs.npz; both are
made by nlp.train.signs.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch
from nlp.analysis.beside import TOLD_AS, Beside
from nlp.analysis.cues import Hits
from nlp.analysis.grams import BITS, ORDERS, Grams
from nlp.analysis.lexicon import cues
from nlp.analysis.model import LENGTHS, OURS, roots
from nlp.analysis.packing import packed, unpacked
from nlp.analysis.pieces import pieces
from nlp.analysis.scope import Scope
from nlp.wording.lexicon import load

Floats = NDArray[np.float32]

STANDS = ("", "not ", "if ")  # a cue as said, denied, supposed: three columns
MOODS = ("mood", "mood.good", "mood.bad")
_WEIGHED = (
    *("harm.", "who.", "hazard.", "money.", "time.", "hurry.", "contact.", "outage.", "threat.", "intent."),
    "scope.",
    "alarm.",
)
"""How the cues begin that are weighed; lists of others come and go."""


class Found(NamedTuple):
    """The cues of some texts.

    ``flags``   [pieces, columns]: which cue, in which standing, is in which piece
    ``whole``   [texts, columns]: the same of texts
    ``pieces``  where each begins, and the end of the last;  ``first``: the first piece of each text, and how
                many there are
    ``hits``    what counted, and ``columns``: the column of each
    ``damaged`` [pieces]: which tell of a worn or broken thing in a text that tells of no danger
    """

    flags: Floats
    whole: Floats
    pieces: NDArray[np.int64]
    first: NDArray[np.int64]
    hits: Hits
    columns: NDArray[np.int64]
    damaged: NDArray[np.bool_]


class Weights(NamedTuple):
    """``cues`` [columns, outputs]; ``moods`` [3, outputs]; ``rows``: by bucket, which column of ``runs``
    (packed; times ``scale``), 0: none; ``bias`` [outputs]; ``outputs``: their names."""

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
    hits = hits.where((column >= 0)[hits.cues] | _beside().aiding[hits.cues])
    counted, stand = _scope().counted(batch, hits)
    worn = _beside().worn(batch, counted)
    told = ~worn & ~_beside().misplaced(batch, counted) & (column[counted.cues] >= 0)
    idle, counted, stand = counted.where(worn), counted.where(told), stand[told]
    columns = column[counted.cues] + len(names) * stand
    begins, first = pieces(batch)
    whole = np.zeros((len(batch), len(names) * len(STANDS)), np.float32)
    flags = np.zeros((len(begins) - 1, whole.shape[1]), np.float32)
    whole[counted.texts, columns] = 1
    flags[np.searchsorted(begins, counted.starts, "right") - 1, columns] = 1
    damaged = np.zeros(len(flags), bool)
    damaged[np.searchsorted(begins, idle.starts, "right") - 1] = True
    return Found(flags, whole, begins, first, counted, columns, damaged)


def names() -> list[str]:
    """Of the columns of flags."""
    return [f"{stand}{name}" for stand in STANDS for name in _columns()[1]]


@cache
def _columns() -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """By cue its column, -1: none; and the names of the columns."""
    known = cues().names
    ours = tuple(name for name in known if name.startswith(_WEIGHED))
    counted = [TOLD_AS.get(name, name) for name in known]
    return np.array([ours.index(name) if name in ours else -1 for name in counted], np.int64), ours


def scores(found: Found, grams: Grams, polarity: Floats, weights: Weights) -> tuple[Floats, Floats]:
    """[pieces, outputs], [texts, outputs]: how much speaks for each, in a piece and in the text as a whole.

    ``polarity`` [texts], -1..1
    """
    first = found.first[:-1]
    begins = grams.places.searchsorted(found.pieces)
    sums = _sums(begins, grams, weights)
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


def mood_columns(polarity: Floats) -> Floats:
    """[texts, 3]: how good or bad, and what of it is beyond half."""
    return np.stack([polarity, np.maximum(polarity - 0.5, 0), np.minimum(polarity + 0.5, 0)], axis=1)


def _root(lengths: NDArray[np.int64]) -> Floats:
    """The root of how many runs so many characters make."""
    return roots(LENGTHS)[lengths]


def _sums(begins: NDArray[np.int64], grams: Grams, weights: Weights) -> Floats:
    """[pieces, outputs]: the weights of all runs that begin in a piece; ``begins``: indices into places."""
    shift = BITS - (len(weights.rows).bit_length() - 1)
    rows = weights.rows.take(grams.buckets[:ORDERS] >> shift)
    told = weights.runs.take(rows, axis=1, mode="wrap").sum(axis=1)
    total = np.add.reduceat(told, begins[:-1], axis=1)
    total[:, begins[1:] == begins[:-1]] = 0
    return unpacked(total)[:, : len(weights.outputs)] * weights.scale


@cache
def _scope() -> Scope:
    return Scope(cues())


@cache
def _beside() -> Beside:
    return Beside(cues())


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
    return Weights(known, moods, rows, packed(runs), scale, np.array(table["bias"], np.float32), outputs)
