"""Words of someone in danger count anywhere in a message, before everything else."""

from functools import cache

from nlp.wording.lexicon import load
from nlp.wording.words import Words


@cache
def _danger() -> Words:
    return Words(load("wishes")["crisis"]["words"])


@cache
def _harmless() -> Words:
    return Words(load("wishes")["crisis"]["unless"])


def crisis(text: str) -> str:
    """The words of someone in danger, else ''."""
    found = list(_danger().finditer(text))
    safe = [other.span() for other in _harmless().finditer(text)] if found else []
    told = (m for m in found if not any(start < m.end() and m.start() < end for start, end in safe))
    return next((m[0] for m in told), "")
