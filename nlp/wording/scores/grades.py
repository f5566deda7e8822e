"""Grades that have a letter or 甲乙丙丁 for a name: A级, 乙等：合格."""

import re
from functools import cache, lru_cache

from nlp.wording.late import late
from nlp.wording.lexicon import SHORT, either, load
from nlp.wording.text.normal import normalise

Options = tuple[tuple[str, str], ...]

_NAMED = late(r"([a-e]|[甲乙丙丁戊])\s*(?:[级等档类](?:\W.*)?)?")  # A. 很快 is but numbered


def graded(options: Options, text: str) -> int | None:
    """The grade that a clause says and nothing else: 乙等吧, 给个B, 最低等."""
    grades = _grades(options)
    found = _said().fullmatch(text) if grades else None
    if not found:
        return None
    if found["end"]:
        return len(options) - 1 if found["end"] in load("numbers")["grade_worst"] else 0
    return grades.get(found["name"])


def named_in_order(labels: tuple[str, ...]) -> bool:
    """Whether the labels are grades, the best first: A级, B级."""
    return bool(_grades(tuple(("", label) for label in labels)))


@lru_cache(maxsize=256)
def _grades(options: Options) -> dict[str, int]:
    """Grade -> place; empty unless every option has one, the best first."""
    found = [_NAMED.fullmatch(normalise(label)) for _, label in options]
    names = [hit[1] if hit else "" for hit in found]
    names = names if all(names) else [normalise(key) for key, _ in options]
    order = [("abcde" if name.isascii() else "甲乙丙丁戊").find(name) for name in names if len(name) == 1]
    rising = order == list(range(len(options))) and len(order) > 1
    return {name: place for place, name in enumerate(names)} if rising else {}


@cache
def _said() -> re.Pattern[str]:
    data = load("numbers")
    lead, tail = either(data["grade_lead"]), either(data["grade_tail"])
    ends = either((*data["grade_best"], *data["grade_worst"]))
    return re.compile(
        rf"{SHORT}(?:{lead})*(?:(?P<name>[a-e甲乙丙丁戊])\s*(?:[级等档类]|[+-])*|(?P<end>{ends})(?:[一那]?[个级等档类])?的?)"
        rf"(?:{tail})*"
    )
