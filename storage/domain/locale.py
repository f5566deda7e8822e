"""The texts that people read, in one language, by dotted key."""

from collections.abc import Mapping
from typing import Any


class Texts:
    """`texts("chat.welcome", organisation="…")`: the text under that key with its {names} filled in.

    `mapping` is a locale file as read: tables in tables, strings at the leaves.
    """

    def __init__(self, mapping: Mapping[str, Any], language: str) -> None:
        self.language = language
        self._flat = dict(leaves(mapping))
        self._mapping = mapping

    def __call__(self, key: str, /, **values: object) -> str:
        """Raises KeyError naming the key that is missing, or the value that the text needs."""
        try:
            text = self._flat[key]
        except KeyError:
            raise KeyError(f"{self.language}: no text {key!r}") from None
        try:
            return text.format_map(values) if "{" in text else text
        except KeyError as missing:
            raise KeyError(f"{self.language}: text {key!r} needs {missing}") from None

    def has(self, key: str) -> bool:
        """Whether there is a text under this key."""
        return key in self._flat

    def section(self, key: str) -> Mapping[str, Any]:
        """The table under this dotted key, as it stands in the file. Raises KeyError naming the key."""
        table: Any = self._mapping
        for part in key.split("."):
            if not isinstance(table, Mapping) or part not in table:
                raise KeyError(f"{self.language}: no section {key!r}")
            table = table[part]
        if not isinstance(table, Mapping):
            raise KeyError(f"{self.language}: {key!r} is a text, not a section")
        return table


def leaves(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """(dotted key, text) for every string in the table. Raises ValueError for a leaf that is no string."""
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += leaves(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            found.append((prefix + key, value))
        else:
            raise ValueError(f"{prefix}{key} is not a text; write it in quotes")
    return found
