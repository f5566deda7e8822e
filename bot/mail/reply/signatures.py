"""Signatures below dashes or an English closing. Pure.

A Chinese closing (此致敬礼, 祝好, 谢谢) is typed by hand: it stays.
"""

import re
from functools import cache
from typing import Final

from bot.mail.reply.cards import card, with_name
from bot.mail.reply.law import load
from bot.mail.reply.line import LONGEST
from bot.mail.reply.shapes import LONG_RULE, NAME, SELF, Ending, Lines, a_name

_DELIMITER: Final = re.compile(r"\s*(?:-- ?|--|__|—|–|―|——|－－)\s*")
_DASH_NAME: Final = re.compile(
    r"\s*(?:[-–—]{1,2}[A-Z][\w.'’]{1,20}|[-–—]{1,2}\s?[A-Z][\w.'’]{0,20}(?: [A-Z][\w.'’]{0,20}){1,2})\s*"
)


def delimited(lines: Lines) -> Ending | None:
    """``-- `` (RFC 3676, 4.3) with anything below; other dashes with a few lines that are no sentences."""
    for start in range(len(lines) - 1, max(-1, len(lines) - 24), -1):
        line = lines[start][:LONGEST]
        below = [text for text in lines[start + 1 :] if text.strip()]
        if _DELIMITER.fullmatch(line) and _below_a_delimiter(line, below):
            return Ending(start, "signature")
        if LONG_RULE.fullmatch(line) and not below:
            return Ending(start, "signature")
        if LONG_RULE.fullmatch(line) and _below_a_rule(line, below):
            return Ending(with_name(lines, start) if _reached(below) else start, "signature")
    return None


def _below_a_delimiter(line: str, below: Lines) -> bool:
    short = len(below) <= 12 and all(len(text) <= 160 for text in below)
    return short and (line.strip() in {"--", "__"} or _like_names(below))


def _below_a_rule(line: str, below: Lines) -> bool:
    if not _like_names(below):
        return False
    drawn = len(line.strip()) >= 20 and len(below) <= 4 and all(len(text) <= 16 for text in below)
    return _reached(below) or (drawn and a_name(below[0]))


def _reached(below: Lines) -> bool:
    """Dashes are typed, too: below those that sign stands a firm, a number, an address or a Latin name."""
    labels, reach, firms, _ = card()
    named = below[0].isascii() and NAME.fullmatch(below[0].strip())
    return bool(named) or any(
        labels.match(text.strip(" |*")) or reach.search(text) or firms.search(text) for text in below
    )


def _like_names(below: Lines) -> bool:
    return len(below) <= 8 and all(len(text) <= 80 for text in below) and not any(map(_a_sentence, below))


def _a_sentence(text: str) -> bool:
    return (
        bool(re.search(r"[。！？；]|[!?]$", text.strip()))
        or bool(SELF.search(text))
        or bool(re.match(r"\s*[-*•\d]+[.、)\s]", text))
    )


def closing(lines: Lines) -> Ending | None:
    """``Regards,`` alone on its line with a name below."""
    for start in range(len(lines) - 1, max(-1, len(lines) - 12), -1):
        if _closings().fullmatch(lines[start][:80].strip()):
            below = [text for text in lines[start + 1 :] if text.strip()]
            if _names_or_contacts(below) and (start or below):
                return Ending(start, "signature")
    return None


def _names_or_contacts(below: Lines) -> bool:
    return len(below) <= 9 and all(
        len(text) <= 80 and not re.search(r"[。！？?!]|(?<!\b[Cc][Oo])\.\s+[A-Z]", text) for text in below
    )


@cache
def _closings() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in load("endings")["closing"]["words"])
    return re.compile(rf"(?:{words})\s*[,，.!！]*", re.IGNORECASE)


def dash_name(lines: Lines) -> Ending | None:
    last = len(lines) - 1
    alone = last > 0 and not lines[last - 1].strip()
    return Ending(last, "signature") if alone and _DASH_NAME.fullmatch(lines[last][:LONGEST]) else None
