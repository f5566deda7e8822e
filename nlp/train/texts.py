"""Labelled texts from a folder of CSVs: one folder a set, in it train.csv and dev.csv."""

import csv
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from nlp.analysis.batch import Batch
from nlp.train import own

_LETTERS = re.compile(r"[\W_]+")
_LONGEST = 10_000_000  # characters of one field

OURS = {"own": own.sentences, "cases": own.cases}
"""Sets that lie here."""


class Example(NamedTuple):
    """A text, the class that people gave it, how much it counts, and the kind of text it is."""

    text: str
    label: str
    weight: float
    kind: str


def letters(text: str) -> str:
    """What two copies of a text have in common: letters and digits, folded."""
    return _LETTERS.sub("", unicodedata.normalize("NFKC", Batch([text]).plain))


def rows(folder: Path, of: str, part: str) -> list[dict[str, str]]:
    """One file. OSError where it is not there."""
    before = csv.field_size_limit(_LONGEST)  # of the whole process: others read tables too
    try:
        with (folder / of / f"{part}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    finally:
        csv.field_size_limit(before)


def sets(folder: Path) -> list[str]:
    """The sets there are, by name."""
    return sorted(path.parent.name for path in folder.glob("*/train.csv"))


@cache
def checking(folder: Path) -> frozenset[str]:
    """The letters of all texts that are kept for checking, of any set: none of them is trained on."""
    parts = [(of, "dev") for of in sets(folder) if (folder / of / "dev.csv").exists()]
    return frozenset(letters(row["text"]) for of, part in parts for row in rows(folder, of, part))


def labelled(folder: Path, sources: Iterable[Mapping[str, Any]], part: str = "train") -> list[Example]:
    """The examples of a recipe's sources (heads.toml), each text once, none that is kept for checking.

    A source: ``set`` (``own``, ``cases``: our own sentences), ``column``; ``labels``, what its values mean
    here (without: the values themselves; values not named are left out), or ``label``, the same for all;
    ``weight``; ``kind``, a column that tells kinds of text apart.
    """
    seen: set[str] = set()
    kept_apart: Container[str] = checking(folder) if part == "train" else ()
    found = []
    for source in sources:
        for example in _of(source, _rows(folder, source["set"], part)):
            key = letters(example.text)
            if key and key not in kept_apart and key not in seen:
                seen.add(key)
                found.append(example)
    return found


def _rows(folder: Path, of: str, part: str) -> Iterable[Mapping[str, str]]:
    if of not in OURS:
        return rows(folder, of, part)
    return ({"text": text, "polarity": label} for text, label in OURS[of]())


def _of(source: Mapping[str, Any], read: Iterable[Mapping[str, str]]) -> Iterator[Example]:
    meaning: Mapping[str, str] | None = source.get("labels")
    for row in read:
        said = source["label"] if "label" in source else row[source["column"]]
        label = said if meaning is None else meaning.get(said, "")
        if label:
            kind = f"{source['set']}/{row[source['kind']]}" if "kind" in source else source["set"]
            yield Example(row["text"], label, float(source.get("weight", 1)), kind)
