"""A head made of examples: fitted, tempered on folds that were held out, stored in int8."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.model import LENGTHS, Head
from nlp.train.fitting import Line, fit, matrix
from nlp.train.margins import fit_all
from nlp.train.temperature import tempered
from nlp.train.texts import OURS, Example
from nlp.train.weighing import weights as weighed

_RECIPES = Path(__file__).parent / "heads.toml"
_FOLDS = 3
_SEED = 7
_MOST = 127


def recipes() -> dict[str, Any]:
    """Which sets each head is made of, and how: heads.toml."""
    with _RECIPES.open("rb") as text:
        return tomllib.load(text)


def made(recipe: Mapping[str, Any], examples: Sequence[Example]) -> Head:
    """A head of these examples.

    ``recipe``: ``classes`` (of two: the second is the one that is told), ``bits``, ``freedom``, ``least``,
    ``kept`` (how many weights a column may have), ``lengths`` (of the runs that count),
    ``even`` and ``balanced`` (see nlp.train.weighing), ``margin`` (see nlp.train.margins; else logistic
    regression), ``tempered`` (false: as fitted).
    ValueError where a class has no example.
    """
    classes = tuple(recipe["classes"])
    known = [each for each in examples if each.label in classes]
    labels = np.array([classes.index(each.label) for each in known], np.int64)
    missing = set(range(len(classes))) - set(labels.tolist())
    if missing:
        raise ValueError(f"no example of {', '.join(classes[label] for label in sorted(missing))}")
    weights = weighed(known, recipe.get("even", 0), recipe.get("balanced", 0))
    counted = matrix([each.text for each in known], recipe["bits"], recipe.get("lengths", LENGTHS))
    lines = _lines(recipe, counted, labels, weights)
    if recipe.get("tempered", True):
        others = np.array([each.kind not in OURS for each in known])  # ours are too easy: all of one mould
        told = weights * others if others.any() else weights
        lines = tempered(lines, *_held_out(recipe, counted, labels, weights), told)
    return quantised(classes, lines, recipe)


def quantised(classes: tuple[str, ...], lines: Sequence[Line], recipe: Mapping[str, Any]) -> Head:
    """In int8, the smallest weights left out."""
    columns = [_rounded(line.weights, recipe.get("kept", len(line.weights))) for line in lines]
    scale = np.array([scale for _, scale in columns], np.float32)
    bias = np.array([line.bias for line in lines], np.float32)
    weights = np.stack([column for column, _ in columns], axis=1)
    return Head(classes, weights, scale, bias, tuple(recipe.get("lengths", LENGTHS)))


def _rounded(weights: NDArray[np.float32], kept: int) -> tuple[NDArray[np.int8], float]:
    """Roots, at the scale at which the largest is just held (see nlp.analysis.model.Head)."""
    sizes = np.abs(weights)
    there = np.sort(sizes[sizes > 0])
    largest = float(there[-1]) if len(there) else 1.0
    least = float(there[-kept]) if len(there) > kept else 0.0
    roots = np.sign(weights) * np.rint(np.sqrt(sizes / largest) * _MOST)
    return np.where(sizes >= least, roots, 0).astype(np.int8), largest / _MOST**2


def _lines(
    recipe: Mapping[str, Any], counted: Any, labels: NDArray[np.int64], weights: NDArray[np.float32]
) -> list[Line]:
    """One against the rest for each class; of two classes, one line."""
    told = range(1, 2) if len(recipe["classes"]) == 2 else range(len(recipe["classes"]))
    if recipe.get("margin"):
        return fit_all(counted, labels, told, weights, recipe["freedom"], recipe["least"])
    lengths = recipe.get("lengths", LENGTHS)
    return [
        fit(counted, labels == label, weights, recipe["freedom"], recipe["least"], lengths) for label in told
    ]


def _held_out(
    recipe: Mapping[str, Any], counted: Any, labels: NDArray[np.int64], weights: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """What lines say of examples that they were not fitted on: [examples, columns], and the labels."""
    fold = np.random.default_rng(_SEED).permutation(len(labels)) % _FOLDS
    found: list[NDArray[np.float32]] = []
    order: list[NDArray[np.int64]] = []
    for held in range(_FOLDS):
        rest, here = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        lines = _lines(recipe, counted[rest], labels[rest], weights[rest])
        found.append(np.stack([line.values(counted[here]) for line in lines], axis=1))
        order.append(here)
    places = np.argsort(np.concatenate(order))
    return np.concatenate(found)[places], labels
