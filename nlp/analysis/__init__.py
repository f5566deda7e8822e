"""What a free text says: its mood, what about, what its writer is after, and the words that tell."""

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from nlp.analysis.analysed import Analysis
from nlp.analysis.chunk import Chunk, parts
from nlp.analysis.model import models, use
from nlp.analysis.reading import Intent, Urgency
from nlp.analysis.taxonomy import Taxonomy, general

__all__ = ["Analysis", "Intent", "Urgency", "analyse", "use", "version", "warm"]

_LEXICONS = Path(__file__).parents[1] / "data" / "analysis"


def analyse(texts: Sequence[str], *, taxonomy: Taxonomy | None = None, tier: str = "fast") -> list[Analysis]:
    """One Analysis a text, in order; never raises for any text. ``taxonomy``: the matters to look for;
    without, the general ones. ValueError for a tier that is not there: there is only the fast one."""
    if tier != "fast":
        raise ValueError(f"no tier {tier!r}: there is only 'fast'")
    matters, named = taxonomy or general(), version(taxonomy)
    chunks = (Chunk(part, matters, models(), named) for part in parts(texts))
    return [Analysis(chunk, text, quick) for chunk in chunks for text, quick in enumerate(chunk.quick())]


def version(taxonomy: Taxonomy | None = None) -> str:
    """Names the weights in force, the word lists, the taxonomy, and ours, that others borrow words from."""
    return _named(models().digest, (taxonomy or general()).version)


def warm() -> None:
    """Load what is needed, so that the first text is quick."""
    (one,) = analyse(["预热，很好用"])
    repr(one)


@lru_cache(maxsize=64)
def _named(weights: bytes, matters: str) -> str:
    told = weights + _lexicons() + general().version.encode() + matters.encode()
    return f"fast-{hashlib.sha256(told).hexdigest()[:8]}"


@cache
def _lexicons() -> bytes:
    """All but the taxonomy, whose version does not change with how it is called in other languages."""
    files = sorted(file for file in _LEXICONS.glob("*.toml") if file.stem != "taxonomy")
    return b"".join(file.read_bytes() for file in files)
