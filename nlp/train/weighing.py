"""How much each example counts, so that large kinds of text do not drown small ones, nor frequent classes
rare ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.train.texts import Example

_USUAL = 3000  # examples of a kind that count one each
_RANGE = (0.5, 3.0)


def weights(examples: Sequence[Example], even: float, balanced: float) -> NDArray[np.float32]:
    """[examples] ``even``: 0, a kind counts as it has examples, to 1, all kinds alike (within a range);
    ``balanced``: the same for the classes within each kind that has several."""
    found = np.array([each.weight for each in examples], np.float64)
    kinds = np.array([each.kind for each in examples])
    labels = np.array([each.label for each in examples])
    for kind in np.unique(kinds):
        here = kinds == kind
        found[here] *= np.clip((_USUAL / here.sum()) ** even, *_RANGE)
        classes, sizes = np.unique(labels[here], return_counts=True)
        for label, size in zip(classes, sizes, strict=True):
            found[here & (labels == label)] *= (here.sum() / len(classes) / size) ** balanced
    return found.astype(np.float32)
