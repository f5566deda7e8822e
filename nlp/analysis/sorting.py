"""Categories by a head that the organisation's own examples made (nlp.train.categories), where there is one
for the taxonomy in use: what it takes a text to be about comes first, then what the seeds find."""

from collections.abc import Sequence

from nlp.analysis.aspects import Matter
from nlp.analysis.batch import Batch
from nlp.analysis.grams import grams
from nlp.analysis.model import Head, Models
from nlp.analysis.taxonomy import Taxonomy
from nlp.analysis.told import Mood

NAME = "categories"


def sorter(models: Models, taxonomy: Taxonomy) -> Head | None:
    """The head, if all that it tells apart is in the taxonomy."""
    if not models.file(NAME).exists():
        return None
    head = models.head(NAME)
    return head if set(head.classes) <= {each.key for each in taxonomy.categories} else None


def between(text: str) -> str:
    """As the head reads it: in a short text it tells much what it begins and ends with."""
    return f"«{text}»"


def sort(head: Head, texts: Sequence[str]) -> list[str]:
    """The likeliest category of each text."""
    found = head.probabilities(grams(Batch([between(text) for text in texts])))
    return [head.classes[place] for place in found.argmax(axis=1)]


def put_first(category: str, said: Sequence[Matter], text: str, mood: Mood) -> list[Matter]:
    """The matters of a folded text, those of this category first: if none is, the whole text is its span."""
    first = [matter for matter in said if matter[0] == category]
    rest = [matter for matter in said if matter[0] != category]
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    whole = (category, round(mood(start, end), 3), (start, end))
    return [*(first or [whole]), *rest]
