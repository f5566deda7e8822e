"""A definition of the organisation's own as a form: a field is named by its dotted path in the definition, so
that what is wrong there is told beside it. The form makes a definition of what was typed, right or wrong; the
checks, versions and previews are those of the text."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import tomli_w
from multidict import MultiMapping

from admin.security import words
from storage import definitions
from storage.domain import source
from storage.domain.locale import Texts
from storage.domain.problems import Invalid, Problem

MOVES: Final = ("up", "down", "drop")
"""What the buttons of a row do with it."""

Row = dict[str, str]
"""What was typed into the fields of a row, by what stands behind its number."""


class Draft(NamedTuple):
    """What was typed into the form: the definition, right or wrong; `wrong`: why, by the path of a field;
    `blank`: whether it is shown with room for one more row."""

    definition: Mapping[str, Any]
    wrong: Mapping[str, str] = {}
    blank: bool = False


def rows(form: MultiMapping[Any], name: str) -> list[Row]:
    """The rows `NAME.1.FIELD`, `NAME.2.FIELD` … in which something was typed, one moved if its button was
    pressed (`do` is `up.2`, `down.2` or `drop.2`)."""
    found: dict[int, Row] = {}
    for key in dict.fromkeys(form):
        told = re.fullmatch(rf"{name}\.(\d{{1,2}})\.([\w.-]{{1,40}})", key)
        if told and (text := words(form, key)):
            found.setdefault(int(told[1]), {})[told[2]] = text
    numbers = sorted(found)
    return [found[number] for number in _moved(numbers, words(form, "do"))]


def _moved(numbers: list[int], do: str) -> list[int]:
    """The numbers with one of them further up, further down, or away."""
    move, _, told = do.partition(".")
    at = next((place for place, number in enumerate(numbers) if str(number) == told), None)
    if at is None or move not in MOVES:
        return numbers
    rest = numbers[:at] + numbers[at + 1 :]
    to = {"up": max(at - 1, 0), "down": at + 1}.get(move)
    return rest if to is None else [*rest[:to], numbers[at], *rest[to:]]


def number(text: str) -> float | int | str:
    """The number that was typed; what is none stays as it was typed, for the checks to refuse."""
    try:
        read = float(text)
    except ValueError:
        return text
    if not math.isfinite(read):
        return text
    return int(read) if read.is_integer() and abs(read) < 10**9 else read


def said(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table without what is empty."""
    return {name: value for name, value in table.items() if value not in ("", [], {})}


def long(definition: Mapping[str, Any], most: Mapping[str, int]) -> list[Problem]:
    """The texts that are longer than a field of their name may be, in characters."""
    return [
        Problem(path, "too_long", {"most": most[name]})
        for path, text in leaves(definition)
        if (name := path.rpartition(".")[2]) in most and len(text) > most[name]
    ]


def leaves(value: Any, path: str = "") -> Iterable[tuple[str, str]]:
    """(dotted path, text) of all texts; lists are counted from 1, one of texts is one text."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = "、".join(value)
    if isinstance(value, list):
        value = {str(place): each for place, each in enumerate(value, 1)}
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from leaves(each, f"{path}.{name}" if path else name)
    elif isinstance(value, str):
        yield path, value


def written(before: str, definition: Mapping[str, Any]) -> str:
    """The definition as TOML, under the comments that the text before begins with."""
    head = re.match(r"(?:[ \t]*#[^\n]*\n)*", before)
    return (head[0] if head else "") + tomli_w.dumps(definition).strip()


def read(kind: str, text: str) -> dict[str, Any]:
    """The definition of this text; where it cannot be in force, of what ships."""
    try:
        definitions.ruled(kind, text)
        return source.read(text)
    except Invalid:
        return source.read(definitions.shipped(kind))


def wrong(kind: str, text: str) -> list[Problem]:
    """What is wrong with this text."""
    try:
        definitions.ruled(kind, text)
    except Invalid as invalid:
        return invalid.problems
    return []


def place(where: str) -> str:
    """The field in which this stands: what another language says of a row is with the row."""
    return re.sub(r"^in\.([\w-]+)\.(\w+\.\d+)\.", r"\2.in.\1.", where)


def why(problem: Problem, texts: Texts) -> str:
    """The reason as one reads it at a field, without the ways of the text."""
    key = f"page.ruled.wrong.{problem.code}"
    return texts(key, **problem.params) if texts.has(key) else problem.why(texts)
