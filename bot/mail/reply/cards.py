"""Name, firm and ways to call, set by programs below a mail. A number alone may be an answer. Pure."""

import re
from functools import cache
from typing import Final

from bot.mail.reply.evidence import ADDRESS
from bot.mail.reply.law import load
from bot.mail.reply.shapes import SPEECH, Ending, Lines, a_name, blank

_SHORTENED: Final = re.compile(r"\b(?:Co|Ltd|Inc|Corp|No|Rd|St|Bldg|Tel|Fax|Mob|Ext)\.")
_TITLE: Final = re.compile(
    r"(?:经理|主管|总监|专员|工程师|助理|顾问|主任|代表|文员|会计|部长|总裁|董事长|部门?|中心|事业群)\s*$"
    r"|\b(?:Manager|Director|Engineer|Assistant|Officer|Specialist|Sales|Department|Dept)\b"
)


def firm(lines: Lines) -> Ending | None:
    """The last paragraphs, once a firm and a way to reach it stand among them; a name above belongs to it."""
    end = len(lines)
    for _ in range(4):
        start = _paragraph(lines, end)
        if start == end or not all(map(_of_a_card, lines[start:end])):
            return None
        if _signs([text for text in lines[start:] if text.strip()]):
            start = with_name(lines, _first_of_the_card(lines, start, end))
            return _if_set_by_a_program(lines, start)
        end = start
        while end and not lines[end - 1].strip():
            end -= 1
    return None


def _if_set_by_a_program(lines: Lines, start: int) -> Ending | None:
    """A firm and its number on one line, or on two without a name, may be what was asked for."""
    shown = [text for text in lines[start:] if text.strip()]
    if len(shown) > 2:
        return Ending(start, "signature")
    return Ending(start, "card") if len(shown) == 2 and a_name(shown[0], shown[1]) else None


def _paragraph(lines: Lines, end: int) -> int:
    """Where the lines begin that end here without an empty one; no card has more than 14."""
    start = end
    while start and end - start < 14 and lines[start - 1].strip():
        start -= 1
    return start


def _first_of_the_card(lines: Lines, start: int, end: int) -> int:
    """Within a paragraph that begins with typed words: the name above the firm or the number."""
    labels, reach, firms, _ = card()
    told = (
        place
        for place in range(start, end)
        if firms.search(lines[place]) or labels.match(lines[place].strip(" |*")) or reach.search(lines[place])
    )
    first = next(told, start)
    top = first
    while top > start and _TITLE.search(lines[top - 1]):
        top -= 1
    named = top > start and a_name(lines[top - 1], " ".join(lines[first:]))
    return top - 1 if named else first


def with_name(lines: Lines, start: int) -> int:
    """The paragraph above where it is a name or a closing alone, and not all that was typed."""
    end = start
    while end and not lines[end - 1].strip():
        end -= 1
    above = _paragraph(lines, end)
    name = lines[above].strip() if end - above == 1 else ""
    return (
        above
        if above > 0
        and 0 < len(name) <= 12
        and not SPEECH.search(name)
        and a_name(name, " ".join(lines[start:]))
        else start
    )


def _of_a_card(text: str) -> bool:
    text = _SHORTENED.sub("", text.strip())
    return (
        len(text) <= 80
        and (bool(card()[0].search(text)) or not SPEECH.search(text))
        and not card()[3].search(text)
    )


def _signs(below: Lines) -> bool:
    labels, reach, firms, _ = card()
    if not any(firms.search(text) for text in below):
        return False
    if any(labels.match(text.strip(" |*")) for text in below):
        return True
    return any(reach.search(text) and (not text.isascii() or "." in text) for text in below) or (
        any(map(reach.search, below)) and not "".join(below).isascii()
    )


@cache
def card() -> tuple[re.Pattern[str], ...]:
    """labels, reach, firms, answers: the patterns of ``contact``."""
    law = load("endings")["contact"]
    return tuple(
        re.compile(law[key], re.IGNORECASE if key != "firms" else 0)
        for key in ("labels", "reach", "firms", "answers")
    )


def name_and_address(lines: Lines) -> Ending | None:
    """Foxmail and the new QQ邮箱 sign with name and address right above the quote."""
    last = len(lines) - 1
    if not re.fullmatch(rf"\W{{0,3}}{ADDRESS}\W{{0,3}}", lines[last].strip()[:200]):
        return None
    if last == 0:
        return Ending(0, "card")
    above = last - 1
    while above > 0 and blank(lines[above]):
        above -= 1
    name = lines[above].strip(" |")
    if any("|" in text for text in lines[above + 1 : last]) and len(name) <= 20:
        return Ending(_bars_above(lines, above), "signature")
    apart = above == 0 or not lines[above - 1].strip()
    if above == last - 1 and apart and len(name) <= 20 and not SPEECH.search(name) and name[-1:] not in ":：":
        return Ending(above, "signature")
    far = above < last - 2  # Foxmail leaves room; a typed address stands nearer
    return Ending(last, "card") if far and name[-1:] not in ":：" else None


def _bars_above(lines: Lines, place: int) -> int:
    """A card of 网易邮箱大师 as text: the bars of its table."""
    while place and "|" in lines[place - 1] and blank(lines[place - 1]):
        place -= 1
    return place
