"""A head for categories, from examples that people sorted (text, category): how well our recipe sorts what
others sorted is measured by it (run.py bench nlp). No model in force is made of it."""

from collections.abc import Iterable, Sequence

from nlp.analysis.batch import Batch
from nlp.analysis.grams import grams
from nlp.analysis.model import Head
from nlp.analysis.taxonomy import Taxonomy
from nlp.train.heads import made
from nlp.train.texts import Example

_RECIPE = {"bits": 18, "margin": True, "freedom": 1.0, "kept": 40_000, "balanced": 0.5}
_MANY = 4000  # examples from which on runs in a single text or two tell nothing
_SEED = 0.3  # how much a seed counts beside an example


def category_head(examples: Sequence[tuple[str, str]], taxonomy: Taxonomy) -> Head:
    """``examples``: (text, category's key or name). The taxonomy's seeds are examples too, of
    those categories that have any. ValueError for a category that is not in the taxonomy, or for fewer than
    two."""
    keys = {name: each.key for each in taxonomy.categories for name in (each.name, each.key)}
    if unknown := {category for _, category in examples} - set(keys):
        raise ValueError(f"not in the taxonomy: {', '.join(sorted(unknown))}")
    known = [Example(_between(text), keys[category], 1.0, "") for text, category in examples]
    classes = sorted({each.label for each in known})
    if len(classes) < 2:
        raise ValueError("examples of two categories at least")
    least = 3 if len(known) >= _MANY else 1
    return made({**_RECIPE, "classes": classes, "least": least}, [*known, *_seeds(taxonomy, classes)])


def sort(head: Head, texts: Sequence[str]) -> list[str]:
    """The likeliest category of each text."""
    found = head.probabilities(grams(Batch([_between(text) for text in texts])))
    return [head.classes[place] for place in found.argmax(axis=1)]


def _between(text: str) -> str:
    """As the head reads it: in a short text it tells much what it begins and ends with."""
    return f"«{text}»"


def _seeds(taxonomy: Taxonomy, classes: Iterable[str]) -> list[Example]:
    chosen = [each for each in taxonomy.categories if each.key in set(classes)]
    words = [(each.key, {*each.seeds, *each.praised, *each.blamed}) for each in chosen]
    return [Example(_between(word), key, _SEED, "seeds") for key, found in words for word in sorted(found)]
