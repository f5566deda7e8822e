"""A long text is read in pieces of whole sentences, so that words far apart do not add up to an alarm."""

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch

PIECE, LONG = 60, 120  # characters after which a sentence's end begins a new piece, and any break does
_BREAKS = ", "

ENDS = "。!?;…"
"""Signs that end a sentence in a folded text."""


def pieces(batch: Batch) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where pieces begin, and the first piece of each text."""
    if batch.lengths.max() <= PIECE:
        return batch.starts, np.arange(len(batch.starts))
    breaks = [_stretches(batch, signs, least) for signs, least in ((ENDS, PIECE), (_BREAKS, LONG))]
    found = np.unique(np.concatenate([batch.starts, *breaks]))
    return found, np.searchsorted(found, batch.starts)


def _stretches(batch: Batch, signs: str, least: int) -> NDArray[np.int64]:
    """Behind the first of these signs after every so many characters of a text."""
    ends = np.flatnonzero(batch.marked(signs)) + 1
    text = batch.of(ends)
    inside = ends < batch.starts[text + 1] - 1
    ends, text = ends[inside], text[inside]
    stretch = (ends - batch.starts[text]) // least
    new = (stretch > 0) & ((np.diff(stretch, prepend=-1) != 0) | (np.diff(text, prepend=-1) != 0))
    return np.asarray(ends[new], np.int64)
