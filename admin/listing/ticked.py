"""The rows of a list that were ticked, as its form sends them."""

from typing import Any, NamedTuple

from multidict import MultiMapping

from admin import choosing
from admin.security import words


class Box(NamedTuple):
    """The box of a row: the `ids` of what that shows, and the revision in which it was `seen`, where the box
    tells it."""

    ids: tuple[int, ...]
    seen: int | None


def boxes(form: MultiMapping[Any]) -> list[Box]:
    """Those that were ticked (`7`, `7,8`, `7:2`), or all of the page; what is none is left out."""
    told = form.getall("row" if words(form, "whole") else "picked", [])
    return [box for each in told if (box := _box(str(each))).ids]


def _box(told: str) -> Box:
    keys, _, seen = told.partition(":")
    found = (choosing.key(each) for each in keys.split(","))
    return Box(tuple(each for each in found if each is not None), choosing.key(seen))
