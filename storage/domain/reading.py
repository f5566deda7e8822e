"""Level schemes, options and questions read from their definitions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from storage.domain import questions
from storage.domain.fields import Fields
from storage.domain.problems import Invalid, Problem
from storage.domain.question import Level, Option, Question, Scheme

PICKERS = ("levels", "stars", "numbers", "buttons")


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
    found = Scheme(
        key=key,
        title=fields.text("title"),
        levels=tuple(_level(each) for each in fields.each("level")),
        picker=fields.name("picker", PICKERS, "levels"),
    )
    fields.done()
    if len(found.levels) < 2:
        fields.problem("level", "few_levels", least=2)
    _unlike_in(fields, "level", [level.key for level in found.levels])
    if any(worse.score > better.score for worse, better in pairwise(found.levels)):
        fields.problem("level", "levels_out_of_order")
    return found


def question(fields: Fields, schemes: Mapping[str, Scheme]) -> Question:
    """One question; what its kind does not use or lacks is a problem."""
    kind = fields.name("kind", questions.names())
    key = fields.key()
    scheme_key = fields.name("scheme", schemes) if "scheme" in fields.table else ""
    found = Question(
        key=key,
        kind=kind,
        title=fields.text("title"),
        text=fields.text("text"),
        again=fields.text("again", ""),
        required=fields.flag("required"),
        weight=_weight(fields, kind),
        options=tuple(_option(each) for each in fields.each("option")),
        scheme=schemes.get(scheme_key),
        reason_below=fields.number("reason_below"),
        hint=fields.text("hint", ""),
        most=fields.whole("most"),
        least=fields.whole("least"),
    )
    fields.done()
    _unlike_in(fields, "option", [option.key for option in found.options])
    if kind:
        _fits(fields, found)
    return found


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
    for key in ("scheme", "option", "weight", "reason_below", "least", "most"):
        if key in fields.table and key not in kind.uses:
            fields.problem(key, "not_for_kind", key=key, kind=found.kind)
    if "scheme" in fields.table and not found.scheme:
        return
    for problem in kind.check(found):
        fields.problem(problem.where, problem.code, **problem.params)


def _weight(fields: Fields, kind: str) -> float:
    value = fields.number("weight", 0, 1000)
    if value == 0:
        fields.problem("weight", "not_positive", key="weight")
    return (questions.kind(kind).default_weight if kind else 0.0) if value is None else value


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
