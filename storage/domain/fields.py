"""A table of a definition, taken field by field: every problem is noted, none stops the reading."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from storage.domain.problems import Problem

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
KEY = re.compile(r"[A-Za-z0-9_]{1,40}")
"""What a key looks like."""


class Fields:
    """`where` is the dotted path of this table, empty for the whole. Call `done` when all was taken."""

    def __init__(self, table: Mapping[str, Any], problems: list[Problem], where: str = "") -> None:
        self.table = table
        self.problems = problems
        self.where = where
        self._taken: set[str] = set()

    def path(self, key: str) -> str:
        """The dotted path of a field."""
        return f"{self.where}.{key}" if self.where else key

    def problem(self, key: str, code: str, /, **params: object) -> None:
        """Note a problem of a field."""
        self.problems.append(Problem(self.path(key), code, params))

    def text(self, key: str, default: str | None = None) -> str:
        """A text that says something; without a default it must be there."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if value is None:
            self.problem(key, "missing", key=key)
        elif not isinstance(value, str):
            self.problem(key, "not_text", key=key)
        elif not value.strip():
            self.problem(key, "empty", key=key)
        elif _CONTROL.search(value):
            self.problem(key, "control", key=key)
        else:
            return value.strip()
        return ""

    def key(self) -> str:
        """The `key` of this table: what rows, results and links call it by, for ever."""
        value = self.text("key")
        if value and not KEY.fullmatch(value):
            self.problem("key", "not_key", value=value)
        return value

    def name(self, key: str, known: Collection[str], default: str = "") -> str:
        """A text that must be one of the known names; empty when it is not."""
        value = self.text(key, default or None)
        if value and value not in known:
            self.problem(key, f"unknown_{key}", value=value, guess=guess(value, known), known=listed(known))
            return ""
        return value

    def number(self, key: str, low: float = 0.0, high: float = 100.0) -> float | None:
        """A number from `low` to `high`, or None where there is none."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problem(key, "not_number", key=key)
        elif not low <= value <= high:
            self.problem(key, "out_of_range", key=key, low=f"{low:g}", high=f"{high:g}")
        else:
            return float(value)
        return None

    def whole(self, key: str, low: int = 1, high: int = 1000) -> int | None:
        """A whole number from `low` to `high`, or None where there is none."""
        value = self.number(key, low, high)
        if value is not None and value != int(value):
            self.problem(key, "not_whole", key=key)
        return None if value is None else int(value)

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.problem(key, "not_flag", key=key)
        return value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where there is none."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(says(text) for text in value):
            self.problem(key, "not_texts", key=key)
            return ()
        return tuple(text.strip() for text in value)

    def keys(self, key: str) -> tuple[str, ...]:
        """A key or a list of keys; true, false and whole numbers may be written plainly."""
        value = self._take(key, [])
        listed = value if isinstance(value, list) else [value]
        if not listed or not all(isinstance(each, str | int) and str(each).strip() for each in listed):
            self.problem(key, "not_keys", key=key)
            return ()
        plain = {True: "yes", False: "no"}
        return tuple(plain[each] if isinstance(each, bool) else str(each).strip() for each in listed)

    def known(self, keys: Collection[str]) -> None:
        """These fields are known here, though they need not be there."""
        self._taken.update(keys)

    def inner(self, key: str) -> "Fields":
        """The table under this key; one without fields where there is none."""
        value = self._take(key, {})
        if not isinstance(value, Mapping):
            self.problem(key, "not_table", key=key)
            value = {}
        return Fields(value, self.problems, self.path(key))

    def other(self, table: Mapping[str, Any]) -> "Fields":
        """Another table in this one's place, whose problems are noted nowhere."""
        return Fields(table, [], self.where)

    def each(self, key: str) -> "list[Fields]":
        """The tables of the list under this key, counted from 1 in their paths."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(table, Mapping) for table in value):
            self.problem(key, "not_tables", key=key)
            return []
        return [
            Fields(table, self.problems, f"{self.path(key)}.{number}")
            for number, table in enumerate(value, 1)
        ]

    def done(self) -> None:
        """Whatever was not taken is unknown: most often a slip of the pen."""
        for key in self.table:
            if key not in self._taken:
                self.problem(key, "unknown_key", key=key, nearest=closest(key, sorted(self._taken)))

    def _take(self, key: str, default: Any = None) -> Any:
        self._taken.add(key)
        return self.table.get(key, default)


def says(text: object) -> bool:
    """Whether it is a text that says something."""
    return isinstance(text, str) and bool(text.strip()) and not _CONTROL.search(text)


def closest(word: str, known: Collection[str]) -> str:
    """What to suggest in place of an unknown word: the nearest known one, else the first few."""
    return guess(word, known) or listed(known)


def guess(word: str, known: Collection[str]) -> str:
    """The known word that was most likely meant; empty where none is near."""
    return next(iter(get_close_matches(word, list(known), n=1)), "")


def listed(known: Collection[str]) -> str:
    """The known words, or the first few."""
    return "、".join(list(known)[:20])
