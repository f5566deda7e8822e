"""What speaks for an intent, for urgency, for danger, piece by piece."""

import numpy as np
import pytest

from nlp.analysis.batch import Batch
from nlp.analysis.grams import grams
from nlp.analysis.lexicon import cues
from nlp.analysis.packing import packed, unpacked
from nlp.analysis.signs import found, scores, weights
from tests.seeds import some_seed


def test_a_piece_of_spaces_alone_tells_nothing() -> None:
    batch = Batch(["很好。" + " " * 400 + "着火了"])
    there = found(batch, cues().find(batch))
    pieces, _ = scores(there, grams(batch), np.zeros(1, np.float32), weights())
    assert len(pieces) == 4
    assert pieces[1:-1] == pytest.approx(np.tile(weights().bias, (2, 1)))


@pytest.mark.parametrize("outputs", [1, 3, 7, 9])
def test_packed_weights_add_up_as_they_are(outputs: int) -> None:
    seed = some_seed()
    print("seed", seed)
    runs = np.random.default_rng(seed).integers(-128, 128, (5000, outputs), np.int8)
    sums = unpacked(packed(runs).sum(axis=1, keepdims=True))[:, :outputs]
    assert sums.tolist() == [runs.sum(axis=0, dtype=int).tolist()]
