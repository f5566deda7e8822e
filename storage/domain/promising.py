"""The service promises of an organisation (F6), as they are written down. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from storage.domain.fields import Fields
from storage.domain.problems import Invalid, Problem

MOST: Final = 20


def parse(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The definition, once all is right with it. Raises Invalid with all that is wrong."""
    problems: list[Problem] = []
    fields = Fields(definition, problems)
    listed = fields.each("promise")
    for each in listed:
        each.text("title")
        each.text("text")
        each.text("limit", "")
        _spoken(each)
        each.done()
    fields.done()
    if not listed or len(listed) > MOST:
        fields.problem("promise", "promises_number", most=MOST)
    if problems:
        raise Invalid(problems)
    return dict(definition)


def _spoken(promise: Fields) -> None:
    """How it is said in other languages."""
    promise.known(("in",))
    others = promise.table.get("in", {})
    if not isinstance(others, Mapping) or not all(isinstance(each, Mapping) for each in others.values()):
        promise.problem("in", "not_table", key="in")
        return
    for name, each in others.items():
        inner = Fields(each, promise.problems, promise.path(f"in.{name}"))
        inner.text("title", "")
        inner.text("text", "")
        inner.done()
