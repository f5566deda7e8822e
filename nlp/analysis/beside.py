"""Words that tell of danger only beside others: hair in food, a crack in a wall that people walk under. Alone
they are damage to a thing, nothing to wake anybody for.

Which words is data: nlp/data/analysis/food.toml and worn.toml.
"""

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import Batch
from nlp.analysis.cues import Cues, Hits
from nlp.analysis.food import spoken

TOLD_AS = {
    "food.within": "hazard.food",
    "worn.slight": "hazard.structure",
    "worn.broken": "hazard.structure",
    "worn.cut": "harm.severe",
}
"""As which cue they count where they do."""

_GRAVE = ("harm.", "hazard.", "alarm.", "who.weak", "worn.stake")
_AIDING = ("food.", "worn.")
_COMMON = ("harm.unlucky", "harm.call", "harm.hospital", "hazard.eaten", "hazard.product", "hazard.food")
"""What is said of harmless things too."""


class Beside:
    """The cues that need others beside them, by number; made once for a set of cues.

    ``aiding``  by cue, whether it only helps to tell of others
    """

    def __init__(self, cues: Cues) -> None:
        self._within, self._broken = cues.index("food.within"), cues.index("worn.broken")
        self._slight = [cues.index(f"worn.{name}") for name in ("slight", "cut", "look")]
        grave = [name.startswith(_GRAVE) and name not in _COMMON for name in cues.names]
        self._grave = np.array(grave)
        self._bears = np.array([name in ("who.kin", "worn.carrying") for name in cues.names])
        self.aiding = np.array([name.startswith(_AIDING) for name in cues.names])

    def worn(self, batch: Batch, hits: Hits) -> NDArray[np.bool_]:
        """Which of the hits tell of nothing but a worn or broken thing."""
        grave, bears = (self._texts(batch, hits, which) for which in (self._grave, self._bears))
        slight = np.isin(hits.cues, self._slight) & ~grave[hits.texts]
        broken = (hits.cues == self._broken) & ~(grave | bears)[hits.texts]
        return np.asarray(slight | broken, bool)

    def misplaced(self, batch: Batch, hits: Hits) -> NDArray[np.bool_]:
        """Which of the hits would matter in food, where none is spoken of."""
        return np.asarray((hits.cues == self._within) & ~spoken(batch, hits)[hits.texts], bool)

    @staticmethod
    def _texts(batch: Batch, hits: Hits, which: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """By text, whether it holds one of these cues."""
        told = np.zeros(len(batch), bool)
        told[hits.texts[which[hits.cues]]] = True
        return told
