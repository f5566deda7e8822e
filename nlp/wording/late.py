"""Patterns that are compiled when first needed: of some hundred, an answer needs few, and one takes up to a
millisecond (a set of Chinese characters alone a quarter)."""

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class _Late:
    """Stands for a pattern; its methods become those of the compiled one at the first call."""

    __slots__ = ("_flags", "_written", *_METHODS)

    def __init__(self, written: str, flags: int) -> None:
        self._written, self._flags = written, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._written, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(written: str, flags: int = 0) -> re.Pattern[str]:
    """Like ``re.compile``."""
    return cast(re.Pattern[str], _Late(written, flags))
