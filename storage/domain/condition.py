"""When a question is asked, and what its words take up: conditions on the answers given before."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from storage.domain.fields import Fields

TESTS: Final = ("is", "is_not", "first", "below", "above", "answered")


class Known(NamedTuple):
    """What is remembered of an answer: its value as kept (None: there is none), its score (0 to 100), the
    customer's words, and the label that the question shows the value by."""

    value: Any
    score: float | None = None
    words: str = ""
    label: str = ""


class Condition(NamedTuple):
    """On the question of this key. `wanted`, by `test`: keys (is, is_not, first), a number (below, above: the
    score, of a number the number itself), or a bool (answered)."""

    question: str
    test: str
    wanted: Any


class Jump(NamedTuple):
    """Where all conditions hold, the question to go on with is `to`: its key, or "end"."""

    conditions: tuple[Condition, ...]
    to: str


def holds(condition: Condition, known: Mapping[str, Known]) -> bool:
    """Whether it holds: of a question without answer only `answered = false` does."""
    found = known.get(condition.question)
    given = found is not None and found.value is not None
    if condition.test == "answered" or found is None or not given:
        return condition.test == "answered" and given is condition.wanted
    return _TESTS[condition.test](found, condition.wanted)


def all_hold(conditions: Sequence[Condition], known: Mapping[str, Known]) -> bool:
    """Whether each of them holds; of none, yes."""
    return all(holds(condition, known) for condition in conditions)


def keys(value: Any) -> tuple[str, ...]:
    """What a value is called in a condition: the keys chosen, yes or no, a number as written."""
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return (f"{value:g}" if isinstance(value, int | float) else str(value),)


def measure(known: Known) -> float | None:
    """What `below` and `above` compare: the score, else the number itself."""
    if known.score is not None:
        return known.score
    number = isinstance(known.value, int | float) and not isinstance(known.value, bool)
    return known.value if number else None


def _below(known: Known, wanted: float) -> bool:
    value = measure(known)
    return value is not None and value < wanted


def _above(known: Known, wanted: float) -> bool:
    value = measure(known)
    return value is not None and value > wanted


_TESTS: Final = {
    "is": lambda known, wanted: not set(wanted).isdisjoint(keys(known.value)),
    "is_not": lambda known, wanted: set(wanted).isdisjoint(keys(known.value)),
    "first": lambda known, wanted: keys(known.value)[:1] in {(key,) for key in wanted},
    "below": _below,
    "above": _above,
}


def conditions(fields: Fields, name: str) -> tuple[Condition, ...]:
    """The conditions of the list under this name."""
    return tuple(_condition(each) for each in fields.each(name))


def jumps(fields: Fields) -> tuple[Jump, ...]:
    """The jumps of a question."""
    return tuple(_jump(each) for each in fields.each("jump"))


def _jump(fields: Fields) -> Jump:
    jump = Jump(conditions(fields, "if"), fields.text("to"))
    fields.done()
    return jump


def _condition(fields: Fields) -> Condition:
    question = fields.text("question")
    tests = [test for test in TESTS if test in fields.table]
    wanted = [_wanted(fields, test) for test in tests]
    fields.known(TESTS)
    fields.done()
    if len(tests) != 1:
        fields.problem("question", "one_test", known="、".join(TESTS))
        return Condition(question, "answered", True)
    return Condition(question, tests[0], wanted[0])


def _wanted(fields: Fields, test: str) -> Any:
    if test in ("below", "above"):
        return fields.number(test, -1e12, 1e12) or 0.0
    return fields.flag(test) if test == "answered" else fields.keys(test)
