"""The texts that people read, in one language, by dotted key."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_LONGEST = 400  # characters of a list of languages that are read
_SEAM = "\0"  # where what is filled in touches Chinese: no text that is kept has it
_HAN, _LATIN = "\u3400-\u9fff", "0-9A-Za-zÀ-ɏ%"
_HOLE = re.compile(r"(?<!\{)\{[^{}]+\}(?!\})")
_UNITS = "年月日号號时時点點"  # 11月24日 is written together
_APART = re.compile(
    rf"(?<=[{_HAN}])(?<![{_UNITS}]){_SEAM}(?=[{_LATIN}])|(?<=[{_LATIN}]){_SEAM}(?=[{_HAN}])(?![{_UNITS}])"
)


class Texts:
    """`texts("chat.welcome", organisation="…")`: the text under that key with its {names} filled in, and a
    blank between Chinese and the Latin letters and digits that are. What is filled in stays as it is.

    `mapping` is a locale file as read: tables in tables, strings at the leaves.
    """

    def __init__(self, mapping: Mapping[str, Any], language: str) -> None:
        self.language = language
        self._flat = {key: _seamed(text) for key, text in leaves(mapping)}
        self._mapping = mapping

    def __call__(self, key: str, /, **values: object) -> str:
        """Raises KeyError naming the key that is missing, or the value that the text needs."""
        try:
            text = self._flat[key]
        except KeyError:
            raise KeyError(f"{self.language}: no text {key!r}") from None
        try:
            filled = text.format_map(values) if "{" in text else text
            return _APART.sub(" ", filled).replace(_SEAM, "") if _SEAM in text else filled
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


def _seamed(text: str) -> str:
    """The text with a seam on each side of a {name} where Chinese, or another name, touches it."""
    return _HOLE.sub(_with_seams, text) if "{" in text else text


def _with_seams(hole: re.Match[str]) -> str:
    text, start, end = hole.string, hole.start(), hole.end()
    before = start > 0 and (text[start - 1] == "}" or _is_han(text[start - 1]))
    return f"{_SEAM * before}{hole[0]}{_SEAM * (end < len(text) and _is_han(text[end]))}"


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff"


_SCRIPTS = {"hant": "TW", "hk": "TW", "mo": "TW", "hans": "CN", "sg": "CN", "my": "CN"}


def closest(wanted: str, known: Iterable[str]) -> str:
    """The known language that fits best what a device asks for: a tag (BCP 47) or a list of them with weights
    as in Accept-Language (RFC 9110, 12.5.4); empty where none fits."""
    names = {name.lower(): name for name in known}
    for tag in _tags(wanted):
        language, *rest = tag.split("-")
        exact = "-".join((language, *(_SCRIPTS.get(part, part).lower() for part in rest[:1])))
        near = (name for key, name in names.items() if key.split("-")[0] == language)
        if found := names.get(tag) or names.get(exact) or next(near, ""):
            return found
    return ""


def _tags(wanted: str) -> list[str]:
    """The tags in small letters, the most wanted first; what is none is left out."""
    weighed = []
    for part in wanted[:_LONGEST].lower().split(","):
        tag, _, weight = part.partition(";")
        value = weight.strip().removeprefix("q=")
        if (tag := tag.strip().replace("_", "-")) and re.fullmatch(r"[01](\.\d{0,3})?", value or "1"):
            weighed.append((float(value or 1), tag))
    return [tag for value, tag in sorted(weighed, key=lambda each: -each[0]) if value]


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
