"""The forms of the policy and of the calendar, alike to whoever shows and reads them."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from multidict import MultiMapping

from admin import rules_fields, rules_form, week_form
from admin.rules_fields import Fields
from storage.domain.problems import Problem


class Sheet(NamedTuple):
    """`fields` of a text; what the template is `offered` beside them; what was `typed` in their place; the
    `text` with that in it; what is too `long`; the `place` (field) of a problem of that text."""

    fields: Callable[[str], Fields]
    offered: Callable[[Mapping[str, Any]], dict[str, Any]]
    typed: Callable[[MultiMapping[Any], Fields], Fields]
    text: Callable[[str, Fields], str]
    long: Callable[[Fields], list[Problem]]
    place: Callable[[str, str], str]


SHEETS: Final = {
    "policy": Sheet(
        rules_fields.fields,
        rules_fields.offered,
        rules_form.typed,
        rules_form.text,
        rules_form.long,
        rules_form.place,
    ),
    "calendar": Sheet(
        week_form.fields,
        week_form.offered,
        week_form.typed,
        week_form.text,
        week_form.long,
        week_form.place,
    ),
}
