"""Pieces of a text that say outright what weights alone would miss or make too much of."""

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.signs import STANDS, Found, names

_DANGERS = ("harm.", "hazard.")
_OVER = ("scope.past", "scope.solved", "scope.unreal")
_FEARED = ("scope.worry", "harm.unlucky")
_GRAVE = (
    *("harm.severe", "harm.dying", "harm.violence"),
    *("hazard.fire", "hazard.gas", "hazard.electric", "hazard.vehicle"),
)


def harmless(found: Found) -> NDArray[np.bool_]:
    """Which pieces tell of danger only to deny it (runs of characters do not know 没有), or of nothing but
    damage to a thing."""
    danger = _dangers()
    denied = found.flags[:, danger + found.flags.shape[1] // len(STANDS)].any(axis=1)
    return np.asarray(found.damaged | (denied & ~found.flags[:, danger].any(axis=1)), bool)


def grave(found: Found) -> NDArray[np.bool_]:
    """Which pieces tell of grave harm, and not that it is over or only feared."""
    told = found.flags[:, _columns(*_GRAVE)].any(axis=1)
    return np.asarray(told & ~found.flags[:, _columns(*_OVER, *_FEARED)].any(axis=1), bool)


def alarming(found: Found, what: Literal["now", "harm"]) -> NDArray[np.int64]:
    """Which pieces say outright what cannot wait (孩子送医院了), or of ``harm`` what did or may hurt
    (刹车失灵); not what is over or supposed. What harmed by a hair (差点) is a danger, but not one of now."""
    over = _columns(*_OVER, *(_FEARED if what == "now" else ()))
    said = np.flatnonzero(found.flags[:, _columns(f"alarm.{what}")[0]])
    return said[~found.flags[said][:, over].any(axis=1)] if len(said) else said


@cache
def _columns(*wanted: str) -> list[int]:
    """Of cues as said: the first of the columns."""
    known = names()
    return [known.index(name) for name in wanted]


@cache
def _dangers() -> NDArray[np.int64]:
    """Columns of what harms, as said."""
    said = names()[: len(names()) // len(STANDS)]
    return np.flatnonzero([name.startswith(_DANGERS) for name in said])
