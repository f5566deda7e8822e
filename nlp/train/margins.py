"""Weights for the buckets by margins: squared hinge loss, one class against the rest, on counts scaled by how
much each run tells of any class (after Wang and Manning 2012: Baselines and Bigrams). For many classes and
few examples it does better than logistic regression."""

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from nlp.train.fitting import Floats, Line, ratios

_STEPS = 60


def fit_all(
    counted: Any, labels: NDArray[np.int64], told: range, weights: Floats, freedom: float, least: int = 2
) -> list[Line]:
    """A line for each class of ``told``. ``freedom``: how far the weights may go (the C of scikit-learn's
    LinearSVC); ``least``: runs in fewer texts than this get no weight."""
    columns = np.flatnonzero(np.bincount(counted.indices, minlength=counted.shape[1]) >= least)
    chosen = counted[:, columns]
    telling = np.max([ratios(chosen, labels == label, weights) for label in np.unique(labels)], axis=0)
    scaled = chosen.multiply(telling).tocsr().astype(np.float32)
    lengths = np.maximum(np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel()), 1e-6)
    scaled = (sp.diags((1 / lengths).astype(np.float32)) @ scaled).tocsr()
    return [
        _line(scaled, labels == label, weights, freedom, telling / lengths.mean(), columns, counted)
        for label in told
    ]


def _line(
    scaled: Any,
    second: NDArray[np.bool_],
    weights: Floats,
    freedom: float,
    factors: Floats,
    columns: NDArray[np.int64],
    counted: Any,
) -> Line:
    found, bias = _minimum(scaled, second, weights, freedom)
    every = np.zeros(counted.shape[1], np.float32)
    every[columns] = found * factors
    return Line(every, bias)


def _minimum(scaled: Any, second: NDArray[np.bool_], weights: Floats, freedom: float) -> tuple[Floats, float]:
    """Where the squared hinge loss, with the weights' squares, is least."""
    sides = np.where(second, 1, -1).astype(np.float32)
    transposed = scaled.T.tocsr()

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        inner = line[:-1].astype(np.float32)
        short = np.maximum(1 - sides * (scaled @ inner + np.float32(line[-1])), 0)
        pull = -2 * freedom * weights * sides * short
        total = freedom * float(np.sum(weights * short * short, dtype=np.float64))
        slope = np.append(transposed @ pull + inner, np.sum(pull, dtype=np.float64))
        return total + float(inner @ inner) / 2, slope.astype(np.float64)

    start = np.zeros(scaled.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "maxcor": 10}).x
    return found[:-1].astype(np.float32), float(found[-1])
