"""Some tables of a definition's text written anew; its comments stay, where they can."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import tomli_w

from admin import ruling_form


def rewritten(text: str, wanted: Mapping[str, Any], paths: Iterable[tuple[str, ...]]) -> str:
    """The text, saying what is wanted: the tables at these paths are other ones, the rest is as it was. What
    was written in some way that is not understood here is written anew, without its comments."""
    made = text.rstrip() + "\n"
    for path in dict.fromkeys(paths):
        found: Any = wanted
        for step in path:
            found = found.get(step, {})
        made = _with_list(made, path[0], found) if isinstance(found, list) else _with(made, path, found)
    return made.strip() if _says(made, wanted) else ruling_form.written(text, wanted)


def _with(text: str, path: tuple[str, ...], table: Mapping[str, Any]) -> str:
    """The table of this path so; where there is none, it stands at the end."""
    head = re.search(rf"^\[{re.escape('.'.join(path))}\][^\n]*\n", text, re.MULTILINE)
    if head is None:
        whole: Mapping[str, Any] = table
        for step in reversed(path):
            whole = {step: whole}
        return f"{text}\n{tomli_w.dumps(whole)}"
    end = re.compile(r"^\[", re.MULTILINE).search(text, head.end())
    inner = text[head.end() : end.start() if end else len(text)]
    plain = {name: value for name, value in table.items() if not isinstance(value, Mapping)}
    return text[: head.end()] + _lines(inner, plain) + (text[end.start() :] if end else "")


def _lines(inner: str, plain: Mapping[str, Any]) -> str:
    """The lines of a table with these values: each in its place, new ones first, those of no value gone."""
    kept, left = [], dict(plain)
    for line in inner.splitlines(keepends=True):
        told = re.match(r"([\w-]+)[ \t]*=", line)
        if told is None:
            kept.append(line)
        elif told[1] in left:
            kept.append(tomli_w.dumps({told[1]: left.pop(told[1])}))
    return tomli_w.dumps(left) + "".join(kept)


def _with_list(text: str, name: str, tables: Iterable[Mapping[str, Any]]) -> str:
    """The tables of a list, with the tables `limits` of each, at the end of the text."""
    kept, gone = [], False
    for line in text.splitlines(keepends=True):
        if line.startswith("["):
            gone = bool(re.match(rf"\[+{name}[\].]", line))
        if not gone or line.startswith("#"):
            kept.append(line)
    return "".join(kept).rstrip() + "\n" + "".join(_entry(name, table) for table in tables)


def _entry(name: str, table: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in table.items() if key != "limits"}
    limits = table.get("limits", {}).items()
    told = [f"\n[{name}.limits.{kind}]\n{tomli_w.dumps(limit)}" for kind, limit in limits]
    return f"\n[[{name}]]\n{tomli_w.dumps(plain)}" + "".join(told)


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except ValueError:
        return False
