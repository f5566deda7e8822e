"""What customers may speak of: categories as TOML, ours and the organisation's own."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

_GENERAL = Path(__file__).parents[1] / "data" / "analysis" / "taxonomy.toml"
_PARTED = re.compile(r"[、\n]")
_PLACE = re.compile(r"line (\d+)")
_TWICE = re.compile(r"twice|overwrite", re.IGNORECASE)
_KEY = re.compile(r"[\w-]{1,40}")

MOST = 300
"""Categories of a taxonomy."""

LENGTHS = {"name": 40, "english": 80, "description": 500}
"""Characters of a text."""

WORDS = ("seeds", "words", "praised", "blamed", "except")
"""Fields that are lists: in brackets, or one text whose words are parted by 、 or by lines."""

MOST_WORDS, LONGEST_WORD = 2000, 40


class TaxonomyError(ValueError):
    """A taxonomy was refused. ``key`` names the sentence in the locale files, ``values`` fill it in:

    toml (line) · double (line) · none · too_many (most) · not_a_table (category) · bad_key (category) ·
    unknown_field (category, field) · no_name (category) · same_name (category, name) ·
    not_text (category, field) · too_long (category, field, most) · not_words (category, field) ·
    too_many_words (category, field, most) · word_too_long (category, field, word, most)
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key} {values}" if values else key)
        self.key, self.values = key, values


@dataclass(frozen=True)
class Category:
    """``seeds`` are shown to people and looked for; ``words`` are only looked for, each line of them kin;
    ``praised`` and ``blamed`` tell the mood as well; ``spared`` hold a seed and mean something else."""

    key: str
    name: str
    description: str = ""
    seeds: tuple[str, ...] = ()
    english: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    praised: tuple[str, ...] = ()
    blamed: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()


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
        categories = tuple(_category(key, table) for key, table in tables.items())
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


def _category(key: str, table: object) -> Category:
    if not _KEY.fullmatch(key):
        raise TaxonomyError("bad_key", category=key[:40])
    if not isinstance(table, dict):
        raise TaxonomyError("not_a_table", category=key)
    for name in table:
        if name not in LENGTHS and name not in WORDS:
            raise TaxonomyError("unknown_field", category=key, field=name)
    texts = {name: _text(key, name, table.get(name, "")) for name in LENGTHS}
    if not texts["name"]:
        raise TaxonomyError("no_name", category=key)
    lists = {name: _lines(key, name, table.get(name, [])) for name in WORDS}
    flat = {
        name: tuple(dict.fromkeys(word for line in lines for word in line)) for name, lines in lists.items()
    }
    return Category(
        key,
        texts["name"],
        texts["description"],
        flat["seeds"],
        texts["english"],
        lists["words"],
        flat["praised"],
        flat["blamed"],
        flat["except"],
    )


def _text(category: str, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TaxonomyError("not_text", category=category, field=name)
    if len(value.strip()) > LENGTHS[name]:
        raise TaxonomyError("too_long", category=category, field=name, most=LENGTHS[name])
    return value.strip()


def _lines(category: str, name: str, value: object) -> tuple[tuple[str, ...], ...]:
    """The words line by line; a list in brackets is one line."""
    if isinstance(value, str):
        lines = [_PARTED.split(line) for line in value.split("\n")]
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        lines = [value]
    else:
        raise TaxonomyError("not_words", category=category, field=name)
    stripped = [tuple(word.strip() for word in line if word.strip()) for line in lines]
    _within_limits(category, name, [word for line in stripped for word in line])
    return tuple(line for line in stripped if line)


def _within_limits(category: str, name: str, words: list[str]) -> None:
    if len(words) > MOST_WORDS:
        raise TaxonomyError("too_many_words", category=category, field=name, most=MOST_WORDS)
    for word in words:
        if len(word) > LONGEST_WORD:
            raise TaxonomyError(
                "word_too_long", category=category, field=name, word=word[:20], most=LONGEST_WORD
            )


def _apart(categories: Iterable[Category]) -> None:
    """No two of one name: nobody could tell them apart."""
    seen = set[str]()
    for category in categories:
        name = category.name.casefold()
        if name in seen:
            raise TaxonomyError("same_name", category=category.key, name=category.name)
        seen.add(name)
