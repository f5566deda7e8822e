"""Logits cooled until they are as sure as they are right (temperature scaling, after Guo and others 2017)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from nlp.analysis.model import probabilities
from nlp.train.fitting import Line

_RANGE = (-4.0, 4.0)  # of the temperature's logarithm


def tempered(
    lines: Sequence[Line],
    logits: NDArray[np.float32],
    labels: NDArray[np.int64],
    weights: NDArray[np.float32],
) -> list[Line]:
    """The lines divided by the temperature at which held-out examples are told best. Shapes: logits
    [examples, columns], labels and weights [examples]."""
    cooling = 1 / temperature(logits, labels, weights)
    return [Line(line.weights * np.float32(cooling), line.bias * cooling) for line in lines]


def temperature(
    logits: NDArray[np.float32], labels: NDArray[np.int64], weights: NDArray[np.float32]
) -> float:
    """The one of least log loss."""

    def loss(logarithm: float) -> float:
        chances = probabilities((logits / np.float32(np.exp(logarithm))).astype(np.float32))
        told = chances[np.arange(len(labels)), labels]
        return float(np.mean(-np.log(np.maximum(told, 1e-9)) * weights))

    return float(np.exp(minimize_scalar(loss, bounds=_RANGE, method="bounded").x))
