"""The rules as data: ``law/*.toml`` compiled once into patterns, every one of them bounded."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).parent / "law"
_EDGE: Final = r"[\s*_|>｜【\[]{0,12}"


@cache
def load(name: str) -> dict[str, Any]:
    """One file of the law, e.g. ``load("quotes")["labels"]["from"]``."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def either(words: Iterable[str]) -> str:
    """Any of the words, the longest first; a space in one may be any blank or none of them in Chinese."""
    return "|".join(_loose(word) for word in sorted(words, key=len, reverse=True))


def _loose(word: str) -> str:
    if word.isascii() or not _han(word[0]):
        return re.escape(word).replace("\\ ", r"[\s]+")
    return r"[\s\u3000]?".join(re.escape(character) for character in word)


def _han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def whole(patterns: Iterable[str]) -> re.Pattern[str]:
    """Any of the patterns as a whole line, whatever its case."""
    return re.compile(rf"(?:{'|'.join(patterns)})", re.IGNORECASE)


@cache
def roles() -> re.Pattern[str]:
    """A line that begins with a header's label; the group that matched last is the role. The table of 网易
    parts label and value with bars, HTML with tabs."""
    labels = load("quotes")["labels"]
    words = "|".join(
        f"(?P<{role}>{either(labels[role])})" for role in ("from", "sent", "to", "subject", "other")
    )
    return re.compile(
        rf"{_EDGE}(?:{words})[ *_】\]\u3000]{{0,6}}(?:[:：]|[|｜\t])[\s*|]{{0,6}}.*", re.IGNORECASE
    )


@cache
def separators(kind: str) -> re.Pattern[str]:
    """A line of dashes with one of the words of ``separator`` or ``forwarded``."""
    words = either(load("quotes")[kind]["words"])
    dash = r"[-‐-―−－_=~～─━*]"
    return re.compile(rf"[\s>|*]*{dash}{{2,}}\s*(?:{words})\s*[:：]?\s*{dash}{{2,}}[\s*|]*", re.IGNORECASE)


@cache
def said(kind: str, key: str) -> re.Pattern[str]:
    """A line that is one of the words, whatever stands around it but words."""
    words = either(word.rstrip(":： ") for word in load("quotes")[kind][key])
    return re.compile(rf"[\W_]{{0,80}}(?:{words})[\W_]{{0,80}}", re.IGNORECASE)
