"""The line above a quote that says who wrote it, also where it is wrapped over lines. Pure."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from bot.mail.reply.evidence import ADDRESS, DAY, addressed, dated, timed, year
from bot.mail.reply.law import either, load
from bot.mail.reply.line import Line

MOST_LINES: Final = 5  # an attribution is wrapped over no more (Gmail three, Polymail five)

_BEGINS_SENTENCE: Final = re.compile(r"(?:[他她我你您]|客服|师傅|商家|店家|对方|(?:I|He|She|They|You|We)\b)")
_BRACKETED: Final = re.compile(rf"[<(\[](?:mailto:)?[^<>()\[\]]{{0,60}}{ADDRESS}|^{ADDRESS}")
_CHINESE: Final = re.compile("[写寫撰信]")
_CLOSES_BARE: Final = ("wrote", "撰写", "撰寫")
_CLOSES_WITH: Final = frozenset(":：-—*_>")
_BEHIND: Final = ":：-—*_> \t\u3000\xa0"
_DECOR: Final = r"[\s\-—*_<>|]*"
_BY_DATE: Final = re.compile(
    rf"{_DECOR}(?:[^\d\W]{{1,12}}[.,，]?\s?){{0,2}}{DAY}.{{0,160}}[<(（\[]{ADDRESS}[>)）\]][>\s]*:?\s*",
    re.IGNORECASE,
)
_BRACKETED_DAY: Final = re.compile(
    rf"\*?\s*[^<>]{{0,80}}<{ADDRESS}>\s*\[[^\[\]]{{0,20}}{DAY}[^\[\]]{{0,40}}\]:"
)
"""Mutt: ``* Name <a@b.cn> [2024-03-05 10:12:33 +0100]:``."""
_OPEN_NAME: Final = re.compile(
    rf"[^<>]{{0,80}}<\s*(?:mailto:\s*)?(?:{ADDRESS})?\s*|[^<>。！？]{{0,60}}<{ADDRESS}>,?\s*"
)
_ADDRESS_ONLY: Final = re.compile(
    rf"[<\s]*(?:mailto:)?[^<>]{{0,60}}<?{ADDRESS}(?:<mailto:{ADDRESS}>)?[>\s]*.{{0,40}}"
)


class Attribution(NamedTuple):
    start: int
    end: int  # behind its last line
    sure: bool


def may_end(head: str) -> bool:
    """What the last line of an attribution has at least."""
    return "@" in head or head[-1:] in _CLOSES_WITH or head.endswith(_CLOSES_BARE)


def attribution_ending(lines: Sequence[Line], last: int, after: int = 0) -> Attribution | None:
    """The attribution whose last line this is, if it is one; it begins no sooner than line ``after``."""
    head = lines[last].head
    if "@" in head and _BY_DATE.fullmatch(head):
        return Attribution(_upwards(lines, last, after), last + 1, head[-1] == ":")
    if head.endswith("]:") and _BRACKETED_DAY.fullmatch(head):
        return Attribution(last, last + 1, True)
    if head.startswith(("<", "(")) or _bare_address(head):
        joined = _by_date_wrapped(lines, last, after)
        if joined:
            return joined
    if not _ends(head):
        return _name_wrapped(lines, last, after)
    return _opened(lines, last, after) or _unopened(lines, last, after)


def _name_wrapped(lines: Sequence[Line], last: int, after: int) -> Attribution | None:
    """Where the name or the day behind ``schrieb`` went to the next line."""
    head = lines[last].head
    if not head.endswith(":") or last - 1 < after or lines[last - 1].blank:
        return None
    joined = f"{lines[last - 1].head} {head}"
    if not _verbs_first().search(joined[-240:]) or not _strong(joined):
        return None
    return Attribution(_upwards(lines, last - 1, after), last + 1, True)


@cache
def _verbs_first() -> re.Pattern[str]:
    names_after = either(load("quotes")["wrote"]["names_after"])
    return re.compile(rf"\b(?:{names_after}|wrote on)\b.{{0,200}}:$", re.IGNORECASE)


def _bare_address(head: str) -> bool:
    return head.endswith(">:") and addressed(head)


def _by_date_wrapped(lines: Sequence[Line], last: int, after: int) -> Attribution | None:
    """``2014-10-17 11:28 GMT+03:00 Name <``, and the address on the next line."""
    if last - 1 < after or not lines[last].head.endswith(":"):
        return None
    joined = f"{lines[last - 1].head} {lines[last].head}".replace("< ", "<")
    return Attribution(last - 1, last + 1, True) if _BY_DATE.fullmatch(joined) else None


def _opened(lines: Sequence[Line], last: int, after: int) -> Attribution | None:
    """From the nearest line above that opens one: ``On``, ``在``, a date."""
    text, gap, chinese = "", 0, _CHINESE.search(lines[last].head[-12:]) is not None
    for start in range(last, max(after - 1, last - MOST_LINES - 2), -1):
        line = lines[start]
        gap += line.blank
        if gap > 3 or len(text) > 500 or (line.blank and _strong(text) and not text.startswith("<")):
            return None
        text = f"{line.head} {text}"
        if (
            _opens(chinese).match(line.head)
            and (sure := _weight(text)) is not None
            and (gap == 0 or _strong(text))
        ):
            return Attribution(_upwards(lines, start, after), last + 1, sure)
    return None


def _unopened(lines: Sequence[Line], last: int, after: int) -> Attribution | None:
    """A name at the beginning: ``张三 <a@b.cn> 于…写道：``, ``Bob <bob@b.com> wrote:``."""
    head = lines[last].head
    if _BEGINS_SENTENCE.match(head):
        return Attribution(last, last + 1, False)
    if _bracketed(head) or (dated(head) and timed(head)) or _dashed(head):
        return Attribution(_upwards(lines, last, after), last + 1, True)
    if last > after and not lines[last - 1].blank:
        both = f"{lines[last - 1].head} {head}"
        if _strong(both) and len(both) < 300 and _OPEN_NAME.fullmatch(lines[last - 1].head):
            return Attribution(last - 1, last + 1, True)
    via = " via " in head or " 通过 " in head or dated(head)
    return Attribution(last, last + 1, False) if via or len(head) < 60 else None


def _upwards(lines: Sequence[Line], start: int, after: int) -> int:
    """One line more where the name stands above: ``张三 <a@b.cn>`` and below it ``于2024年…``."""
    if start <= after or lines[start - 1].blank or lines[start - 1].depth != lines[start].depth:
        return start
    head = lines[start].head
    if re.match("在|On ", head):
        return start
    above = lines[start - 1].head
    closes_first = 0 <= head.find(">") < (head.find("<") if "<" in head else len(head)) and "<" in above
    named = re.match("[于於<]", head) and "@" in above and _OPEN_NAME.fullmatch(above)
    wrapped_name = head.startswith("<") and len(above) <= 60 and not re.search("[。！？，；]", above)
    return start - 1 if closes_first or named or wrapped_name else start


def _weight(text: str) -> bool | None:
    """Whether it is surely one; None for a sentence."""
    if _strong(text):
        return True
    if not dated(text):
        return None
    return year(text) and bool(re.match(rf"{_DECOR}On\b", text))


def _strong(text: str) -> bool:
    return addressed(text) or (dated(text) and timed(text))


def _bracketed(head: str) -> bool:
    """An address as programs write it, not as people do in a sentence."""
    return _BRACKETED.search(head) is not None


def _dashed(head: str) -> bool:
    return bool(re.fullmatch(r"-{3,}.{1,80}-{3,}", head))


@cache
def _opens(chinese: bool) -> re.Pattern[str]:
    """A Chinese closing is opened in Chinese or by the day."""
    words = load("quotes")["wrote"]["opens"]
    latin = "|".join(re.escape(word) for word in words if word.isalpha() and not "一" <= word[0] <= "龥")
    latin += "|In message|In data|W dniu"
    words = "[在于於]" if chinese else rf"(?:{latin})\b"
    return re.compile(rf"{_DECOR}(?:{words}|(?:[^\d\W]{{1,10}}[.,，]\s?)?{DAY})", re.IGNORECASE)


@cache
def _closings() -> re.Pattern[str]:
    wrote = load("quotes")["wrote"]
    return re.compile(
        rf"(?:{either(wrote['closes'])})\s*(?:[:：]|-{{2,}}|(?<=wrote)|(?<=撰写)|(?<=撰寫))[\s\-—*_>]*$"
        rf"|\b(?:{either(wrote['names_after'])})\b(?:[^:]|:(?=\d)){{0,160}}:\s*$"
        rf"|\bezt írta\b.{{0,80}}:$"
        rf"|-{{3,}}.{{1,80}}\bwrote\b\s*-{{2,}}$"
        rf"|\bwrote\b\s+on\b.{{0,80}}:$|\b(?:schrieb)\b\s+am\b.{{0,80}}:$",
        re.IGNORECASE,
    )


@cache
def _last_words() -> tuple[str, ...]:
    return tuple(word[-2:].lower() for word in load("quotes")["wrote"]["closes"])


@cache
def _within() -> tuple[str, ...]:
    return ("wrote", *(word.split()[0].lower() for word in load("quotes")["wrote"]["names_after"]))


def _ends(head: str) -> bool:
    if head[-1:] not in _CLOSES_WITH and not head.endswith(_CLOSES_BARE):
        return False
    small = head[-240:].lower()
    if not (small.rstrip(_BEHIND).endswith(_last_words()) or any(word in small for word in _within())):
        return False
    return _closings().search(head[-240:]) is not None
