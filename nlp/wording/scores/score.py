"""A number given as a score."""

from typing import Literal, NamedTuple

Kind = Literal["bare", "points", "stars", "levels", "share", "delta", "base", "place", "measure"]
Doubt = Literal["", "vague", "denied"]

FILLED, EMPTY = "⭐★🌟", "☆✩✰"
HEARTS, HOLLOW = "❤♥🧡💛💚💙💜💖💗💕", "🤍🖤♡"


class Score(NamedTuple):
    """``base``: what it is said to be out of (5分给4分); ``doubt``: vague (4分左右), denied (不是4分)."""

    value: float
    words: str
    start: int = 0
    kind: Kind = "bare"
    doubt: Doubt = ""
    base: float | None = None


def out_of(score: Score, base: float) -> Score:
    """The score with full marks said beside it."""
    if score.base is not None or score.kind not in ("bare", "points"):
        return score
    return score._replace(base=base)
