"""A head of ours, moved by an organisation's own examples: what we were taught stays unless they say
otherwise, and our data need not be at hand."""

from collections.abc import Sequence

import numpy as np

from nlp.analysis.model import Head, Models, counted
from nlp.train.fitting import Line, fit, matrix
from nlp.train.heads import quantised
from nlp.train.texts import Example


def adapted(name: str, examples: Sequence[Example], strength: float) -> Head:
    """Our head of this name, moved. ``strength``: how far a few examples may move it (C of the logistic
    regression of what is added).

    ValueError where no example has a label of the head's, or ``strength`` is not above 0.
    """
    if not strength > 0:
        raise ValueError(f"strength must be above 0, not {strength}")
    head = Models().head(name)
    known = [each for each in examples if each.label in head.classes]
    if not known:
        raise ValueError(f"no example of {', '.join(head.classes)}")
    labels = np.array([head.classes.index(each.label) for each in known])
    weights = np.array([each.weight for each in known], np.float32)
    found = matrix([each.text for each in known], len(head.weights).bit_length() - 1, head.lengths)
    told = [1] if len(head.classes) == 2 else range(len(head.classes))
    lines = []
    for column, label in enumerate(told):
        ours = Line(counted(head.weights[:, column]) * head.scale[column], float(head.bias[column]))
        added = fit(found, labels == label, weights, strength, 1, head.lengths, ours.values(found))
        lines.append(Line(ours.weights + added.weights, ours.bias + added.bias))
    return quantised(head.classes, lines, {"lengths": head.lengths})
