"""A model made of ours and of what the organisation's people say of their texts. Needs the `train` extra."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import nlp
from admin import own_model
from admin.evaluating import FIELDS, Example, Field, Score, evaluated
from nlp.train.adapting import adapted
from nlp.train.texts import Example as Labelled

FOLDS: Final = 5
STRENGTH: Final = 20.0
"""How far a few examples may move a model: ten of a kind turn what ours only supposed."""
HEADS: Final = {
    "polarity": {"positive": "positive", "negative": "negative"},
    "neutral": {"positive": "polar", "negative": "polar", "neutral": "neutral"},
}
"""The models that moods teach, and what they call them."""


class Made(NamedTuple):
    """A model of ours and theirs: its files as one, what is kept beside them, and how often it is right.

    `before` is our model, `after` those that were made without the texts that they were held against, five of
    them in turn.
    """

    heads: bytes
    figures: dict[str, Any]
    before: dict[Field, Score]
    after: dict[Field, Score]

    @property
    def better(self) -> bool:
        """Whether it is right more often than ours, all told."""
        return sum(each.right for each in self.after.values()) > sum(
            each.right for each in self.before.values()
        )


def made(examples: Sequence[Example], taxonomy: nlp.Taxonomy) -> Made:
    """Ours, moved by what people say of these texts. `taxonomy` is not taught yet."""
    standing = nlp.used()
    try:
        nlp.use(None)
        before = evaluated(examples, taxonomy)
        after = [_held_out(examples, fold, taxonomy) for fold in range(FOLDS)]
        with TemporaryDirectory() as folder:
            taught = _teach(examples, taxonomy, Path(folder))
            heads = own_model.pack(Path(folder))
    finally:
        nlp.use(standing)
    summed = {field: _sum(scores[field] for scores in after) for field in FIELDS}
    figures = {
        "n": len(examples),
        "features": nlp.FEATURES,
        "taught": taught.taught,
        "right": {field: (before[field].share, summed[field].share) for field in FIELDS if before[field].n},
    }
    return Made(heads, figures, before, summed)


def _held_out(examples: Sequence[Example], fold: int, taxonomy: nlp.Taxonomy) -> dict[Field, Score]:
    held = examples[fold::FOLDS]
    rest = [each for at, each in enumerate(examples) if at % FOLDS != fold]
    with TemporaryDirectory() as folder:
        taught = _teach(rest, taxonomy, Path(folder))
        nlp.use(Path(folder))
        scores = evaluated(held, taught)
        nlp.use(None)
    return scores


def _teach(examples: Sequence[Example], taxonomy: nlp.Taxonomy, folder: Path) -> nlp.Taxonomy:
    """Write the heads that they move; the taxonomy with the words that they teach."""
    for name, labels in HEADS.items():
        told = [Labelled(each.text, labels[each.mood], 1.0, "") for each in examples if each.mood in labels]
        if told:
            adapted(name, told, STRENGTH).save(folder / f"{name}.npz")
    said = [
        (each.text, key)
        for each in examples
        if each.categories is not None
        for key in each.categories or ("",)
    ]
    return nlp.learned(taxonomy, said)


def _sum(scores: Iterable[Score]) -> Score:
    counted = list(scores)
    return Score(sum(each.n for each in counted), sum(each.right for each in counted))
