"""TOML, read quickly. The word lists are entries on lines of their own whose values are JSON as well; what
holds anything else is left to ``tomllib``, which reads the same in ten times the time.
"""

import json
from collections.abc import Iterator
from typing import Any

MANY_LINES = '"""'


def parsed(text: str) -> dict[str, Any]:
    """What ``tomllib.loads`` makes of a text."""
    try:
        return _quickly(text)
    except ValueError:
        from tomllib import loads  # noqa: PLC0415 - 5 ms to load, seldom needed

        return loads(text)


def _quickly(text: str) -> dict[str, Any]:
    """ValueError for all that is not plain: other values, keys with several dots, comments behind a value."""
    root: dict[str, Any] = {}
    first, *sections = f"\n{text}".split("\n[")
    _fill(root, first)
    for section in sections:
        header, _, entries = section.partition("\n")
        _fill(_table(root, header), entries)
    return root


def _fill(table: dict[str, Any], entries: str) -> None:
    lines = entries.split("\n")
    said = [line for line in lines if line and line[0] != "#"]
    words = "\n".join(["", *said])
    if words.count('\n"') == len(said) and "\\" not in words:
        table.update(_words(words, len(said)))
        return
    rest = iter(lines)
    for line in rest:
        if line and not line.startswith("#"):
            key, _, value = line.partition(" = ")
            whose, name = _whose(table, key)
            if name in whose:
                raise ValueError(line)
            whose[name] = _value(value, rest)


def _whose(table: dict[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """The table that a key is of, and its name there: name.zh-CN is in one of its own."""
    if key.startswith('"') or "." not in key:
        return table, _name(key)
    first, _, rest = key.partition(".")
    inner = table.setdefault(_name(first), {})
    if not isinstance(inner, dict):
        raise ValueError(key)
    return inner, _name(rest)


def _words(lines: str, count: int) -> dict[str, Any]:
    """A table of words, each on a line of its own, at once."""
    table: dict[str, Any] = json.loads("{" + lines[1:].replace("\n", ",").replace('" = ', '": ') + "}")
    if len(table) != count:
        raise ValueError(lines)
    return table


def _name(key: str) -> str:
    quoted = key.startswith('"') and key.endswith('"') and key.count('"') == 2 and "\\" not in key
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    if not quoted and not bare:
        raise ValueError(key)
    return key[1:-1] if quoted else key


def _table(root: dict[str, Any], header: str) -> dict[str, Any]:
    """name] or name."name"], said once."""
    *path, last = map(_name, header[:-1].split("."))
    if not header.endswith("]"):
        raise ValueError(header)
    for name in path:
        root = root.setdefault(name, {})
    if last in root:
        raise ValueError(header)
    new = root[last] = dict[str, Any]()
    return new


def _value(value: str, lines: Iterator[str]) -> Any:
    """The value that begins on a line, with the lines it goes on over."""
    if value.startswith(MANY_LINES):
        return _long_text(value, lines)
    return _array(lines) if value == "[" else json.loads(value)


def _array(lines: Iterator[str]) -> Any:
    """The values up to the line that ends with the bracket; a comma may stand behind the last."""
    parts: list[str] = []
    for line in lines:
        if not line.lstrip().startswith("#"):
            parts.append(line)
            if line.endswith("]"):
                return json.loads(f"[{''.join(parts)[:-1].rstrip().rstrip(',')}]")
    raise ValueError(parts)


def _long_text(value: str, lines: Iterator[str]) -> str:
    """A text of several lines without escapes; a line break right after the quotes does not count."""
    if value != MANY_LINES:
        raise ValueError(value)
    parts: list[str] = []
    for line in lines:
        if "\\" in line or (MANY_LINES in line and line != MANY_LINES):
            raise ValueError(line)
        if line == MANY_LINES:
            return "".join(f"{part}\n" for part in parts)
        parts.append(line)
    raise ValueError(value)
