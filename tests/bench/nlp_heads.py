"""Figures of the further heads on dev texts: emotion, insults, unsafe food, and categories learnt from
examples (letters to the town hall by department, clauses of computer reviews by aspect). The bench nlp
calls it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import nlp
from nlp.analysis.chunk import parts
from nlp.analysis.taxonomy import Taxonomy
from nlp.train.categories import category_head, sort
from nlp.train.texts import checking, letters, rows

Row = Mapping[str, str]
Figure = tuple[str, float, float]
"""Name, value, aim."""

EMOTION, FOOD, OFFENCE, DEPARTMENT, ASPECT = 0.67, 0.90, 0.81, 0.90, 0.76
SIX = {"like": "happy", "happiness": "happy", "anger": "angry", "disgust": "angry", "sadness": "sad"}
COMPUTERS = Path(__file__).parent / "computers.toml"


def heads(data: Path) -> list[Figure]:
    """Each figure with its aim."""
    return [*_emotions(data), *_yes_or_no(data), *_categories(data)]


def _emotions(data: Path) -> list[Figure]:
    found = []
    for of, aim, names in (("weibo_emotion", EMOTION, SIX), ("emotion7", 0.0, {})):
        asked = rows(data, of, "dev")
        said = [names.get(one.emotion, one.emotion) for one in _read(asked)]
        found.append((f"macro-F1 {of}", _macro_f1(said, [row["emotion"] for row in asked]), aim))
    return found


def _yes_or_no(data: Path) -> list[Figure]:
    asked = rows(data, "food_safety", "dev")
    said = [one.safety for one in _read(asked)]
    right = [row["unsafe"] == "1" for row in asked]
    food = ("F1 food_safety", _f1(said, right, of=True), FOOD)
    asked = rows(data, "offence", "dev")
    civil = [one.offensive > 0.5 for one in _read(asked)]
    return [food, ("accuracy offence", _accuracy(civil, [row["offensive"] == "1" for row in asked]), OFFENCE)]


def _categories(data: Path) -> list[Figure]:
    aspect = Taxonomy.parse(COMPUTERS.read_text("utf-8"))
    return [
        ("accuracy gov_category", _sorted(data, "gov_category", "category", _letter), DEPARTMENT),
        ("accuracy jd_aspect", _sorted(data, "jd_aspect", "aspect", _text, aspect), ASPECT),
    ]


def _sorted(
    data: Path, of: str, column: str, written: Callable[[Row], str], taxonomy: Taxonomy | None = None
) -> float:
    """How often a head that was made from the set's train.csv is right."""
    apart = checking(data)
    examples = [
        (row["text"], row[column]) for row in rows(data, of, "train") if letters(row["text"]) not in apart
    ]
    taxonomy = taxonomy or _plain({category for _, category in examples})
    asked, head = rows(data, of, "dev"), category_head(examples, taxonomy)
    said = [key for part in parts([written(row) for row in asked]) for key in sort(head, part)]
    return _accuracy(said, [row[column] for row in asked])


def _plain(names: set[str]) -> Taxonomy:
    return Taxonomy.parse("\n".join(f'["{name}"]\nname = "{name}"' for name in sorted(names)))


def _letter(row: Row) -> str:
    return f"{row['title']}\n{row['text']}"


def _text(row: Row) -> str:
    return row["text"]


def _read(asked: Sequence[Row]) -> list[nlp.Analysis]:
    return nlp.analyse([row["text"] for row in asked])


def _accuracy(said: Sequence[object], right: Sequence[object]) -> float:
    return sum(a == b for a, b in zip(said, right, strict=True)) / len(right)


def _f1(said: Sequence[object], right: Sequence[object], of: object) -> float:
    both = sum(a == b == of for a, b in zip(said, right, strict=True))
    return 2 * both / max(1, sum(a == of for a in said) + sum(b == of for b in right))


def _macro_f1(said: Sequence[str], right: Sequence[str]) -> float:
    classes = set(right)
    return sum(_f1(said, right, each) for each in classes) / len(classes)
