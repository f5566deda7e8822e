"""Three small weights in one number, so that they are read and added up at once."""

import numpy as np
from numpy.typing import NDArray

_FIELDS, _WIDTH = 3, 21  # sums of this many weights in one number, of so many bits each


def packed(runs: NDArray[np.int8]) -> NDArray[np.int64]:
    """[outputs / 3, rows] of [rows, outputs]"""
    wide = np.zeros((len(runs), -(-runs.shape[1] // _FIELDS) * _FIELDS), np.int64)
    wide[:, : runs.shape[1]] = runs
    fields = wide.reshape(len(runs), -1, _FIELDS) << (_WIDTH * np.arange(_FIELDS))
    return np.ascontiguousarray(fields.sum(axis=2).T, np.int64)


def unpacked(sums: NDArray[np.int64]) -> NDArray[np.float32]:
    """[sums, outputs] of [outputs / 3, sums], up to a million in size each."""
    half = 1 << (_WIDTH - 1)
    columns = np.empty((sums.shape[1], len(sums), _FIELDS), np.float32)
    for place in range(_FIELDS):
        field = ((sums + half) & (2 * half - 1)) - half
        columns[:, :, place] = field.T
        sums = (sums - field) >> _WIDTH
    return columns.reshape(sums.shape[1], -1)
