"""The templates that surveys may be begun from: TOML like any survey, with a word on what it is for."""

import re
from functools import cache
from typing import NamedTuple

from storage.definitions import DATA
from storage.domain.survey import read

_KEY = re.compile(r'^key = ".*"$', re.MULTILINE)


class Template(NamedTuple):
    """`about` says in a sentence what it is for; `source` is its TOML."""

    name: str
    title: str
    about: str
    source: str

    def named(self, key: str) -> str:
        """Its TOML as that of a new survey of this key."""
        return _KEY.sub(f'key = "{key}"', self.source, count=1)


@cache
def templates() -> tuple[Template, ...]:
    """All templates there are, by name."""
    return tuple(
        _template(file.stem, file.read_text("utf-8")) for file in sorted((DATA / "templates").glob("*.toml"))
    )


def _template(name: str, source: str) -> Template:
    about = source.split("\n", 1)[0].removeprefix("#").strip()
    return Template(name, str(read(source)["title"]), about, source)


def template(name: str) -> Template:
    """The template of this name. Raises KeyError naming those there are."""
    for each in templates():
        if each.name == name:
            return each
    raise KeyError(f"no template {name!r}; there are {', '.join(each.name for each in templates())}")
