"""Level schemes, options and questions read from their definitions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from storage.domain import languages, questions
from storage.domain.condition import conditions, jumps
from storage.domain.expanding import rows
from storage.domain.fields import Fields
from storage.domain.problems import Invalid, Problem
from storage.domain.question import Level, Option, Question, Scheme

PICKERS = ("levels", "stars", "numbers", "buttons")

_NOT_FOR_ALL = (
    *("scheme", "option", "row", "weight", "reason_below"),
    *("least", "most", "unit", "low", "high", "pattern"),
)


def scheme(key: str, definition: Mapping[str, Any]) -> Scheme:
    """The level scheme of this key (storage/data/levels). Raises Invalid with all that is wrong."""
    problems: list[Problem] = []
    found = _scheme(key, Fields(definition, problems))
    if problems:
        raise Invalid(problems)
    return found


def schemes_in(fields: Fields) -> dict[str, Scheme]:
    """The schemes that a definition brings along: scheme key -> scheme."""
    return {key: _scheme(key, fields.inner(key)) for key in fields.table}


def _scheme(key: str, fields: Fields) -> Scheme:
    spoken = languages.of(fields.table)
    others = {
        each: _plain_scheme(key, fields.other(languages.overlay(fields.table, each))) for each in spoken
    }
    return replace(_plain_scheme(key, fields), others=others)


def _plain_scheme(key: str, fields: Fields) -> Scheme:
    found = Scheme(
        key=key,
        title=fields.text("title"),
        levels=tuple(_level(each) for each in fields.each("level")),
        picker=fields.name("picker", PICKERS, "levels"),
    )
    fields.known(("in",))
    fields.done()
    if len(found.levels) < 2:
        fields.problem("level", "few_levels", least=2)
    _unlike_in(fields, "level", [level.key for level in found.levels])
    if any(worse.score > better.score for worse, better in pairwise(found.levels)):
        fields.problem("level", "levels_out_of_order")
    return found


def question(fields: Fields, schemes: Mapping[str, Scheme]) -> tuple[Question, ...]:
    """One question, or the rows of a matrix; what its kind does not use or lacks is a problem."""
    kind = fields.name("kind", questions.names())
    defaults = questions.kind(kind).defaults if kind else {}
    given = fields.name("scheme", schemes) if "scheme" in fields.table else defaults.get("scheme", "")
    found = Question(
        key=fields.key(),
        kind=kind,
        title=fields.text("title"),
        text=fields.text("text"),
        again=fields.text("again", ""),
        required=fields.flag("required"),
        weight=_weight(fields, defaults.get("weight", 0.0)),
        options=tuple(_option(each) for each in fields.each("option")),
        scheme=schemes.get(given),
        reason_below=fields.number("reason_below"),
        hint=fields.text("hint", ""),
        most=fields.whole("most"),
        least=fields.whole("least"),
        show_if=conditions(fields, "show_if"),
        jump=jumps(fields),
        text_else=fields.text("text_else", ""),
        unit=fields.text("unit", ""),
        low=_bound(fields, "low", defaults),
        high=_bound(fields, "high", defaults),
        pattern=fields.text("pattern", ""),
    )
    fields.known(("row", "in"))
    fields.done()
    _unlike_in(fields, "option", [option.key for option in found.options])
    if kind:
        _fits(fields, found)
    return rows(fields, found) if kind == "matrix" else (found,)


def unlike(keys: Sequence[str], wheres: Sequence[str], problems: list[Problem]) -> None:
    """Keys must differ: note every one that came before."""
    seen = Counter[str]()
    for key, where in zip(keys, wheres, strict=True):
        if key and seen[key]:
            problems.append(Problem(where, "duplicate", {"value": key}))
        seen[key] += 1


def _unlike_in(fields: Fields, name: str, keys: Sequence[str]) -> None:
    unlike(keys, [fields.path(f"{name}.{n}.key") for n, _ in enumerate(keys, 1)], fields.problems)


def _fits(fields: Fields, found: Question) -> None:
    kind = questions.kind(found.kind)
    for key in _NOT_FOR_ALL:
        if key in fields.table and key not in kind.uses:
            fields.problem(key, "not_for_kind", key=key, kind=found.kind)
    if "scheme" in fields.table and not found.scheme:
        return
    for problem in kind.check(found):
        fields.problem(problem.where, problem.code, **problem.params)


def _weight(fields: Fields, default: float) -> float:
    value = fields.number("weight", 0, 1000)
    if value == 0:
        fields.problem("weight", "not_positive", key="weight")
    return default if value is None else value


def _bound(fields: Fields, key: str, defaults: Mapping[str, Any]) -> float | None:
    value = fields.number(key, -1e12, 1e12)
    default: float | None = defaults.get(key)
    return default if value is None else value


def _level(fields: Fields) -> Level:
    if "score" not in fields.table:
        fields.problem("score", "missing", key="score")
    level = Level(
        key=fields.key(),
        label=fields.text("label"),
        score=fields.number("score") or 0.0,
        words=fields.texts("words"),
        icon=fields.text("icon", ""),
    )
    fields.done()
    return level


def _option(fields: Fields) -> Option:
    option = Option(
        key=fields.key(),
        label=fields.text("label"),
        exclusive=fields.flag("exclusive"),
    )
    fields.done()
    return option
