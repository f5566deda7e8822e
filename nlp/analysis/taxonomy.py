"""What customers may speak of: categories as TOML, ours and the organisation's own."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from nlp.analysis.category import Category, TaxonomyError, read

__all__ = ["MOST", "Category", "Taxonomy", "TaxonomyError", "general"]

_GENERAL = Path(__file__).parents[1] / "data" / "analysis" / "taxonomy.toml"
_PLACE = re.compile(r"line (\d+)")
_TWICE = re.compile(r"twice|overwrite", re.IGNORECASE)

MOST = 300
"""Categories of a taxonomy."""


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """``taught``: sum of a run of characters -> category -> weight, from corrections."""

    categories: tuple[Category, ...]
    taught: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Taxonomy) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)

    @staticmethod
    def parse(toml_text: str) -> "Taxonomy":
        """A table a category; only ``name`` must be there. Raises TaxonomyError."""
        tables = _read(toml_text)
        if not tables:
            raise TaxonomyError("none")
        if len(tables) > MOST:
            raise TaxonomyError("too_many", most=MOST)
        categories = tuple(read(key, table) for key, table in tables.items())
        _apart(categories)
        return Taxonomy(categories)

    @cached_property
    def version(self) -> str:
        """Sixteen hexadecimal digits that change with anything in it."""
        told = repr(
            (self.categories, sorted((key, sorted(each.items())) for key, each in self.taught.items()))
        )
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def general() -> Taxonomy:
    """Ours, for goods and services of all trades: nlp/data/analysis/taxonomy.toml."""
    return Taxonomy.parse(_GENERAL.read_text("utf-8"))


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:  # brackets in brackets, thousands deep
        raise TaxonomyError("toml", line=1) from None
    except tomllib.TOMLDecodeError as error:
        line = _PLACE.search(str(error))
        told = int(line[1]) if line else text.count("\n") + 1
        raise TaxonomyError("double" if _TWICE.search(str(error)) else "toml", line=told) from None


def _apart(categories: Iterable[Category]) -> None:
    """No two of one name in any language: nobody could tell them apart."""
    told = list(categories)
    for language in dict.fromkeys(("", *(each for category in told for each in category.names))):
        seen = set[str]()
        for category in told:
            name = category.named(language)
            if name.casefold() in seen:
                raise TaxonomyError("same_name", category=category.key, name=name)
            seen.add(name.casefold())
