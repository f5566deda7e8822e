"""Whether a word that was found counts: it does not within an idiom, and counts apart where it is denied
(没有受伤) or only thought of (万一着火).

Which words deny and suppose is data: nlp/data/analysis/scope.toml.
"""

import numpy as np
from numpy.typing import NDArray

from nlp.analysis.batch import END, Batch
from nlp.analysis.cues import Cues, Hits
from nlp.analysis.pieces import ENDS

DENIED, UNREAL = 1, 2
"""How a hit stands; 0: as it is said."""

_NEAR, _BEHIND, _AHEAD = 3, 1, 40  # characters between what denies or supposes and what it is about

_BREAKS = ",。!?;:~…\0"
_ENDS = ENDS + END


class Scope:
    """The cues that bear on other cues, by number; made once for a set of cues."""

    def __init__(self, cues: Cues) -> None:
        self._deny, self._deny_next, self._unreal = (
            cues.index(f"scope.{name}") for name in ("not", "dont", "unreal")
        )
        self._idiom, self._no_denial = cues.index("scope.idiom"), cues.index("scope.not_mask")
        self._deaf = np.array([name.startswith("scope.") for name in cues.names])

    def counted(self, batch: Batch, hits: Hits) -> tuple[Hits, NDArray[np.int8]]:
        """The hits without those inside of idioms, and how each stands."""
        idioms = hits.of(self._idiom)
        if len(idioms.cues):
            hits = hits.where(~within(hits, idioms) | (hits.cues == self._idiom))
        masks = hits.of(self._no_denial)
        denials = hits.of(self._deny, self._deny_next)
        if len(denials.cues) and len(masks.cues):
            denials = denials.where(~within(denials, masks))
        stand = np.zeros(len(hits.cues), np.int8)
        if len(denials.cues):
            clause = _numbered(batch, _BREAKS)
            stand[_follows(hits, denials.of(self._deny), _NEAR, clause)] = DENIED
            stand[_follows(hits, denials.of(self._deny_next), _BEHIND, clause)] = DENIED
        supposing = hits.of(self._unreal)
        if len(supposing.cues):
            stand[_follows(hits, supposing, _AHEAD, _numbered(batch, _ENDS))] = UNREAL
        stand[self._deaf[hits.cues]] = 0
        return hits, stand


def within(hits: Hits, masks: Hits) -> NDArray[np.bool_]:
    """Which hits lie inside of one of the masks, and are shorter."""
    if not len(masks.starts):
        return np.zeros(len(hits.starts), bool)
    at = np.searchsorted(masks.starts, hits.starts, "right") - 1
    reach = np.maximum.accumulate(masks.ends)[at]
    same = (masks.starts[at] == hits.starts) & (masks.ends[at] == hits.ends)
    return np.asarray((at >= 0) & (reach >= hits.ends) & ~same, bool)


def _follows(hits: Hits, before: Hits, most: int, part: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which hits begin at most so many characters behind the end of one of the others, in the same part."""
    if not len(before.starts):
        return np.zeros(len(hits.starts), bool)
    ends = np.sort(before.ends)
    at = np.searchsorted(ends, hits.starts, "right") - 1
    end = ends[np.maximum(at, 0)]
    near = (at >= 0) & (hits.starts - end <= most)
    return np.asarray(near & (part[np.maximum(end - 1, 0)] == part[hits.starts]), bool)


def _numbered(batch: Batch, signs: str) -> NDArray[np.int32]:
    """By character, how many parts end before it."""
    return batch.marked(signs).cumsum(dtype=np.int32)
