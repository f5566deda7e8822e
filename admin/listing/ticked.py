"""The rows of a list that were ticked, as its form sends them."""

from itertools import islice
from typing import Any, Final, NamedTuple

from multidict import MultiMapping

from admin import choosing
from admin.security import words

MOST: Final = 500
"""Boxes of a form; no page has as many rows."""

AT_ONE: Final = 10
"""Ids of one box."""


class Box(NamedTuple):
    """The box of a row: the `ids` of what that shows, and the revision in which it was `seen`, where the box
    tells it."""

    ids: tuple[int, ...]
    seen: int | None


def boxes(form: MultiMapping[Any]) -> list[Box]:
    """Those that were ticked (`7`, `7,8`, `7:2`), or all of the page, each once; what is none is left out."""
    told = dict.fromkeys(map(str, form.getall("row" if words(form, "whole") else "picked", [])))
    return [box for each in islice(told, MOST) if (box := _box(each)).ids]


def _box(told: str) -> Box:
    keys, _, seen = told.partition(":")
    found = (choosing.key(each) for each in keys.split(","))
    return Box(tuple(each for each in islice(found, AT_ONE) if each is not None), choosing.key(seen))
