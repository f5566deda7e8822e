"""The part of a long page that is enough to look at where the old mail closes it. Pure."""

import re
from functools import cache
from typing import Final

from bot.mail.reply.law import load

_LONG: Final = 12_000  # characters; a shorter page is read at once
_BEYOND: Final = 2_000  # behind the first sign: what the headers of an old mail take in most programs
_TAIL: Final = 4_000
_WORDLESS: Final = re.compile(r"(?:<[^<>]{0,500}>|\s|&nbsp;)*+")


def beginning(html: str) -> str | None:
    """As far as a little behind the first sign of an old mail; None where that would not be much less."""
    if len(html) < _LONG:
        return None
    body = max(0, html.find("<body", 0, 4 * _LONG))
    first = farthest = min(len(html), body + _LONG)
    for sign in _signs():
        place = html.find(sign, body, first)
        first = place if place >= 0 else first
    end = first + _BEYOND
    return html[: html.rfind("<", 0, end)] if first < farthest and end + _BEYOND < len(html) else None


def quoted_to_the_end(html: str, begun: str) -> bool:
    """Whether the blockquote that is open where the beginning ends holds all the words that follow."""
    opened, closed = begun.rfind("<blockquote"), begun.rfind("</blockquote")
    end = html.find("</blockquote", len(begun))
    if opened <= closed or end < 0 or len(html) - end > _TAIL:
        return False
    return html.find("<blockquote", len(begun), end) < 0 and _WORDLESS.fullmatch(html, end) is not None


@cache
def _signs() -> tuple[str, ...]:
    law = load("html")["rest"]
    return (*law["signs"], *law["ids"], *law["classes"])
