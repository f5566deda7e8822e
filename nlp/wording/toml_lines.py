"""TOML, read quickly. The word lists are entries on lines of their own whose values are JSON as well; what
holds anything else is left to ``tomllib``, which reads the same in ten times the time.
"""

import json
from collections.abc import Iterator
from typing import Any

_MANY_LINES = '"""'


def parsed(text: str) -> dict[str, Any]:
    """What ``tomllib.loads`` makes of a text."""
    try:
        return _quickly(text)
    except ValueError:
        from tomllib import loads  # noqa: PLC0415 - 5 ms to load, seldom needed

        return loads(text)


def _quickly(text: str) -> dict[str, Any]:
    """ValueError for all that is not plain: other values, keys with dots, comments behind a value."""
    root: dict[str, Any] = {}
    table, numbers = root, dict[str, Any]()  # a few numbers stand behind hundreds of words
    lines = iter(text.split("\n"))
    for line in lines:
        if line.startswith("["):
            table = _table(root, line)
        elif line and not line.startswith("#"):
            key, _, value = line.partition(" = ")
            name = _name(key)
            if name in table:
                raise ValueError(line)
            table[name] = numbers[value] if value in numbers else _value(value, lines)
            if value[-1:].isdecimal():
                numbers[value] = table[name]
    return root


def _name(key: str) -> str:
    quoted = key.startswith('"') and key.endswith('"') and key.count('"') == 2 and "\\" not in key
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    if not quoted and not bare:
        raise ValueError(key)
    return key[1:-1] if quoted else key


def _table(root: dict[str, Any], line: str) -> dict[str, Any]:
    """[name] or [name."name"], said once."""
    *path, last = map(_name, line[1:-1].split("."))
    if not line.endswith("]"):
        raise ValueError(line)
    for name in path:
        root = root.setdefault(name, {})
    if last in root:
        raise ValueError(line)
    new = root[last] = dict[str, Any]()
    return new


def _value(value: str, lines: Iterator[str]) -> Any:
    """The value that begins on a line, with the lines it goes on over."""
    if value.startswith(_MANY_LINES):
        return _long_text(value, lines)
    if value == "[":
        parts: list[str] = []
        for line in lines:
            if line == "]":
                return json.loads(f"[{''.join(parts).rstrip().rstrip(',')}]")
            parts.append("" if line.lstrip().startswith("#") else line)
    return json.loads(value)


def _long_text(value: str, lines: Iterator[str]) -> str:
    """A text of several lines without escapes; a line break right after the quotes does not count."""
    if value != _MANY_LINES:
        raise ValueError(value)
    parts: list[str] = []
    for line in lines:
        if "\\" in line or (_MANY_LINES in line and line != _MANY_LINES):
            raise ValueError(line)
        if line == _MANY_LINES:
            return "".join(f"{part}\n" for part in parts)
        parts.append(line)
    raise ValueError(value)
