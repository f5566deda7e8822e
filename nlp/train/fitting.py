"""Weights for the buckets: logistic regression on counts, scaled by how much each run tells (NB-weighted,
after Wang and Manning 2012: Baselines and Bigrams)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from nlp.analysis.batch import Batch
from nlp.analysis.grams import BITS, DENIED, ORDERS, grams
from nlp.analysis.model import LENGTHS, roots

Floats = NDArray[np.float32]
_CHUNK = 2000
_STEPS = 60
_RAISED = 2  # how much further weights of what is denied may go: few texts have them, and they say much


class Line(NamedTuple):
    """A weight a bucket, and what is added."""

    weights: Floats
    bias: float

    def values(self, counted: Any) -> Floats:
        """The logit of each row of `matrix`."""
        return np.asarray(counted @ self.weights + np.float32(self.bias), np.float32)


def matrix(texts: Sequence[str], bits: int, lengths: Sequence[int] = LENGTHS) -> Any:
    """[texts, buckets], sparse: how often each run stands in a text, divided by the root of all that do;
    ``lengths``: of the runs that count."""
    parts = [_counted(Batch(texts[at : at + _CHUNK]), bits, lengths) for at in range(0, len(texts), _CHUNK)]
    return sp.vstack(parts).tocsr().astype(np.float32)


def _counted(batch: Batch, bits: int, lengths: Sequence[int]) -> Any:
    found = grams(batch)
    texts = np.repeat(np.arange(len(batch)), np.diff(found.starts))
    rows = np.tile(texts, len(lengths))
    buckets = np.concatenate([found.buckets[length - 1] for length in lengths])
    there = buckets > 0
    columns = buckets[there] >> np.uint32(BITS - bits)
    ones = np.ones(len(columns), np.float32)
    counted = sp.csr_matrix((ones, (rows[there], columns)), shape=(len(batch), 1 << bits))
    counted.sum_duplicates()
    return sp.diags(1 / roots(tuple(lengths))[np.diff(found.starts) - 1]) @ counted


def ratios(counted: Any, second: NDArray[np.bool_], weights: Floats) -> Floats:
    """For each bucket the root of the size of log P(run | second class) / P(run | first class)."""
    there = counted.copy()
    there.data = np.ones_like(there.data)
    there = sp.diags(weights) @ there
    first = np.asarray(there[~second].sum(axis=0)).ravel() + 1
    other = np.asarray(there[second].sum(axis=0)).ravel() + 1
    found = np.sqrt(np.abs(np.log(other / other.sum() / (first / first.sum()))))
    return np.asarray(found, np.float32)


def fit(
    counted: Any,
    second: NDArray[np.bool_],
    weights: Floats,
    freedom: float,
    least: int,
    lengths: Sequence[int],
    known: Floats | None = None,
) -> Line:
    """Two classes. ``freedom``: how far the weights may go (the C of scikit-learn); ``least``: runs in fewer
    texts than this get no weight; ``lengths``: of the runs that count; ``known``: logits that are there
    before anything is learnt; then all runs count alike, and nothing is added to all texts."""
    columns = np.flatnonzero(np.bincount(counted.indices, minlength=counted.shape[1]) >= least)
    chosen = counted[:, columns]
    told = ratios(chosen, second, weights) if known is None else np.ones(len(columns), np.float32)
    if max(lengths) > ORDERS:  # the highest buckets hold what is denied, and by chance other runs, too
        told[columns >= DENIED * counted.shape[1]] *= _RAISED
    scaled = chosen.multiply(told).tocsr().astype(np.float32)
    found, bias = _minimum(scaled, second, weights, freedom, known)
    all_weights = np.zeros(counted.shape[1], np.float32)
    all_weights[columns] = found * told
    return Line(all_weights, bias)


def _minimum(
    scaled: Any, second: NDArray[np.bool_], weights: Floats, freedom: float, known: Floats | None
) -> tuple[Floats, float]:
    """Where the log loss, with the weights' squares, is least."""
    sides = np.where(second, 1, -1).astype(np.float32)
    transposed = scaled.T.tocsr()
    before = np.zeros(len(sides), np.float32) if known is None else known

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        inner = line[:-1].astype(np.float32)
        margins = sides * (scaled @ inner + before + np.float32(line[-1]))
        pull = -sides * weights / (1 + np.exp(np.clip(margins, -60, 60)))
        total = float(np.sum(weights * np.logaddexp(0, -margins), dtype=np.float64))
        shift = np.sum(pull, dtype=np.float64) if known is None else 0
        slope = np.append(transposed @ pull + inner / freedom, shift)
        return total + float(inner @ inner) / (2 * freedom), slope.astype(np.float64)

    start = np.zeros(scaled.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "maxcor": 10}).x
    return found[:-1].astype(np.float32), float(found[-1])
