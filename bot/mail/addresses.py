"""Addresses and identifiers of a header (RFC 5322, 3.4 and 3.6.4), leniently and in one pass."""

import re

from bot.mail import words

_QUOTED = re.compile(r'"(?:[^"\\]|\\.?)*+(?:"|\Z)', re.DOTALL)
_COMMENT = re.compile(r"\([^()]*\)")
_ANGLE = re.compile(r"<\s*([^<>\s]*@[^<>\s]*)\s*>?")
_BARE = re.compile(r"[^\s<>,;:\"()\[\]]+@[^\s<>,;:\"()]+")
_ID = re.compile(r"<[^<>\s]{1,500}>")
_COMMA = re.compile("[,;，；]")
_MOST = 500


def bare(value: str) -> list[str]:
    """The addresses without names. One that stands in a name ("a@b" <c@d>) or a comment is none."""
    plain = _COMMENT.sub(" ", _QUOTED.sub(_inner_space, value))
    found: list[str] = []
    for each in _COMMA.split(plain)[:_MOST]:
        found += _ANGLE.findall(each) or _BARE.findall(each)[:1]
    return [each.strip("'\".") for each in found]


def named(value: bytes) -> list[str]:
    """The addresses of a header as it came: an encoded word is a name (RFC 2047, 5), so no address stands in
    one. Where a program has encoded all of it, as it is decoded."""
    return bare(value.decode("utf-8", "replace")) or bare(words.decoded(value))


def _inner_space(found: re.Match[str]) -> str:
    """A quoted local part stays, a quoted name goes."""
    return found[0] if found.string.startswith("@", found.end()) else " "


def identifiers(value: str) -> tuple[str, ...]:
    """Message-IDs with their brackets, in their order, each once."""
    return tuple(dict.fromkeys(_ID.findall(value)))[-_MOST:]
