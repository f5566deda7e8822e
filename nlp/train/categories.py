"""A head for an organisation's own categories, from examples that people sorted (text, category). It is kept
as ``categories.npz`` in the organisation's folder of models; see nlp.analysis.sorting."""

from collections.abc import Iterable, Sequence

from nlp.analysis.model import Head
from nlp.analysis.sorting import between
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
    known = [Example(between(text), keys[category], 1.0, "") for text, category in examples]
    classes = sorted({each.label for each in known})
    if len(classes) < 2:
        raise ValueError("examples of two categories at least")
    least = 3 if len(known) >= _MANY else 1
    return made({**_RECIPE, "classes": classes, "least": least}, [*known, *_seeds(taxonomy, classes)])


def _seeds(taxonomy: Taxonomy, classes: Iterable[str]) -> list[Example]:
    chosen = [each for each in taxonomy.categories if each.key in set(classes)]
    words = [(each.key, {*each.seeds, *each.praised, *each.blamed}) for each in chosen]
    return [Example(between(word), key, _SEED, "seeds") for key, found in words for word in sorted(found)]
