"""What people say of texts (staff's corrections, a table), and how often the model in force says the same."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

import nlp
from storage.domain.judging import MOODS, URGENCIES, mood
from storage.judgements import Correction

Field = Literal["polarity", "categories", "urgency"]
FIELDS: Final[tuple[Field, ...]] = ("polarity", "categories", "urgency")
_SIGNS = {"1": "positive", "0": "neutral", "-1": "negative"}


class Unfit(ValueError):
    """A table that cannot be learnt from: `key` and `values` are those of the line that says so."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class Example(NamedTuple):
    """What people say of a text: `mood` and `urgency` a word each, `categories` keys; None: nothing."""

    text: str
    mood: str | None = None
    urgency: str | None = None
    categories: frozenset[str] | None = None


class Score(NamedTuple):
    """Of `n` texts, of which people say something, the model says the same of `right`."""

    n: int
    right: float

    @property
    def share(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.right / self.n if self.n else None


def of_corrections(corrections: Iterable[Correction]) -> list[Example]:
    """What staff corrected, a text once."""
    meant: dict[tuple[str, int], dict[str, object]] = {}
    for each in corrections:
        known = meant.setdefault((each.subject, each.subject_id), {"text": each.text})
        if each.field == "polarity":
            known["mood"] = each.meant
        elif each.field == "urgency":
            known["urgency"] = each.meant
        else:
            known["categories"] = frozenset(category for category, _ in each.meant)
    return [Example(**known) for known in meant.values()]  # type: ignore[arg-type]


def of_table(file: Path, taxonomy: nlp.Taxonomy) -> list[Example]:
    """A CSV with text and any of polarity, urgency, category (several: a|b), by key or by name in any
    language. Raises Unfit, OSError."""
    keys = _keys(taxonomy)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        read = csv.DictReader(lines)
        if "text" not in (read.fieldnames or ()) or not {"polarity", "urgency", "category"} & {
            *(read.fieldnames or ())
        }:
            raise Unfit("columns", file=file)
        return [_of_row(file, number, row, keys) for number, row in enumerate(read, 2)]


def _keys(taxonomy: nlp.Taxonomy) -> dict[str, str]:
    """The key of each category by all that it is called; where two are called alike, a key goes first."""
    called = {
        name.casefold(): each.key
        for each in taxonomy.categories
        for name in (each.name, *each.names.values())
    }
    return called | {each.key.casefold(): each.key for each in taxonomy.categories}


def _of_row(file: Path, number: int, row: dict[str, str | None], keys: dict[str, str]) -> Example:
    said = {name: (value or "").strip() for name, value in row.items() if name}
    mood = _SIGNS.get(said.get("polarity", ""), said.get("polarity", ""))
    urgency = said.get("urgency", "")
    named = [each for name in said.get("category", "").split("|") if (each := name.strip())]
    categories = tuple(dict.fromkeys(keys.values()))
    for name, value, known in (
        ("polarity", mood, MOODS),
        ("urgency", urgency, URGENCIES),
        *(("category", keys.get(each.casefold(), each), categories) for each in named),
    ):
        if value and value not in known:
            raise Unfit("cell", file=file, line=number, column=name, value=value, known="、".join(known))
    meant = frozenset(keys[each.casefold()] for each in named) if said.get("category") else None
    return Example(said["text"], mood or None, urgency or None, meant)


def evaluated(examples: Sequence[Example], taxonomy: nlp.Taxonomy) -> dict[Field, Score]:
    """How often the model in force says what people say. By categories a text counts as far as both name the
    same (Jaccard)."""
    found = nlp.analyse([each.text for each in examples], taxonomy=taxonomy)
    pairs = list(zip(examples, found, strict=True))
    return {
        "polarity": _score([mood(one.polarity) == each.mood for each, one in pairs if each.mood]),
        "categories": _score([_alike(each, one) for each, one in pairs if each.categories is not None]),
        "urgency": _score([one.urgency == each.urgency for each, one in pairs if each.urgency]),
    }


def _alike(example: Example, found: nlp.Analysis) -> float:
    theirs, ours = example.categories or frozenset(), {key for key, *_ in found.categories}
    return len(theirs & ours) / len(theirs | ours) if theirs | ours else 1.0


def _score(right: Sequence[float]) -> Score:
    return Score(len(right), float(sum(right)))
