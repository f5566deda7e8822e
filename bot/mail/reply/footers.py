"""Footers that phones and programs sign with, disclaimers and banners that servers add. Pure."""

import re
from functools import cache
from typing import Final

from bot.mail.reply.evidence import ADDRESS
from bot.mail.reply.law import load, whole
from bot.mail.reply.line import LONGEST
from bot.mail.reply.shapes import LONG_RULE, SELF, SPEECH, Ending, Lines, a_name

_LINKS: Final = re.compile(r"<?(?:https?://|www\.|mailto:)[^\s<>)\]]{1,300}[>)]?|\[|\]\([^)]{0,300}\)|\]")
_WRAPPING: Final = re.compile(r"^[\s*_|/<(（\[—–-]+|[\U0001f300-\U0001faff]+|[\s*_|/>)）\].。!！-]+$")
_GOES_ON: Final = re.compile(r"[,，。;；]\s*\S|[.!！?？]\s+\S")
_DEVICES: Final = re.compile(
    r"[A-Za-z]|手机|手機|平板|邮箱|郵箱|客户端|大师|企业微信|钉钉|邮件|郵件|麒麟|电脑|電腦|安卓|小米|华为|華為|荣耀|魅族|三星|联想|一加|设备|装置|裝置|定制"
)
_GROWN_ON: Final = re.compile(
    r"[发發]自(?:我的| |Q|网|H)|[来來]自(?:我的| |钉钉)|[从從]我的|获取 ?Outlook"
    r"|Sent (?:from|with|via) |Get Outlook"
)
_CARD_GROWN_ON: Final = re.compile(rf"\s\S{{1,30}}\s+(?:邮箱[:：])?<?{ADDRESS}>?\s*签名由.{{0,20}}$")
_ASKED_TO_TELL: Final = re.compile("(?:通知|告知|联系|聯繫)我")  # as a disclaimer says it
_FIRM: Final = re.compile(r"[A-Z][\w.&-]{1,20}|[\u3400-\u9fff]{2,16}(?:公司|集团|集團|银行)")
_ACCOUNT: Final = re.compile(r"[A-Za-z][\w.-]{1,20}")
_FOOTER_BEGINS: Final = re.compile(
    r"(?<=[\s。！？!?.~～])(?:[发發]自我?|从我|來自|来自|获取|Sent (?:from|with|via)|Get Outlook|從我的)"
)


def is_footer(line: str) -> bool:
    """``发自我的iPhone``, ``Sent from my …``; a line that goes on as a sentence is none."""
    if not 4 <= len(line) <= 300:
        return False
    bare = _WRAPPING.sub("", _LINKS.sub("", line.strip())).strip()
    if not _footers().fullmatch(bare) or not _DEVICES.search(bare) or _says_more(bare):
        return False
    excused = any(word in bare.lower() for word in load("endings")["footer"]["excuses"])
    return excused or _GOES_ON.search(bare) is None


def _says_more(bare: str) -> bool:
    law = load("endings")["footer"]
    beyond = re.sub("^(?:[发發]送?自|[来來]自|[从從由用]|使用|通过|透過)我的", "", bare)
    return re.search(law["sentence"], beyond) is not None or re.fullmatch(law["may_answer"], bare) is not None


def without_footer(text: str, *, grown_on: bool) -> str:
    """Without the footer on the last line itself; grown_on: line breaks were lost, without a blank."""
    if grown_on and (card := _CARD_GROWN_ON.search(text, max(0, len(text) - 200))):
        return text[: card.start()].rstrip()
    least = max(text.rfind("\n") + 1, len(text) - 120)
    for found in (_GROWN_ON if grown_on else _FOOTER_BEGINS).finditer(text, least):
        if found.start() > least and is_footer(text[found.start() :]):
            return text[: found.start()].rstrip()
    return text


@cache
def _footers() -> re.Pattern[str]:
    return whole(load("endings")["footer"]["patterns"])


def footer(lines: Lines) -> Ending | None:
    if is_footer(lines[-1]):
        start = len(lines) - 1
        return Ending(_boxed(lines, start) if "签名由" in lines[-1] else start, "footer")
    linked = len(lines) > 1 and lines[-1].strip().startswith(("<", "http", "("))
    if linked and is_footer(f"{lines[-2].strip()} {lines[-1].strip()}"):
        return Ending(len(lines) - 2, "footer")
    return None


def _boxed(lines: Lines, start: int) -> int:
    """The box of name and address above the line with which 网易邮箱大师 signs."""
    place, shown = start, start
    while (
        place and start - place < 16 and len(lines[place - 1]) <= 60 and not SPEECH.search(lines[place - 1])
    ):
        place -= 1
        if "|" in lines[place] or re.search(ADDRESS, lines[place]):
            shown = place
    if "|" in lines[shown]:  # the name is within the box
        return shown
    above = shown - 1
    while shown < start and above > 0 and not lines[above].strip():
        above -= 1
    name = lines[above].strip() if above >= 0 else ""
    return above if a_name(name) or (above > 0 and _ACCOUNT.fullmatch(name)) else shown


def disclaimer(lines: Lines) -> Ending | None:
    for start in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        head = lines[start][:LONGEST].strip(" \t*-_=/【[#")
        if not head or not _disclaimers()[0].match(head):
            continue
        text = " ".join(lines[start:])[:6000]
        said = {word.lower() for word in _disclaimers()[1].findall(text)}
        if (
            len(said) >= 2 or "virus" in text.lower() or "病毒" in text or "environment" in text
        ) and not SELF.search(_ASKED_TO_TELL.sub("", text)):
            return Ending(_with_rule(lines, _with_firm(lines, start, text)), "disclaimer")
    return None


def _with_firm(lines: Lines, start: int, text: str) -> int:
    """The line above that names whose it is, and nothing else: ``OPPO``."""
    place = start - 1
    while place > 0 and not lines[place].strip():
        place -= 1
    name = lines[place].strip() if place > 0 else ""
    alone = place > 0 and not lines[place - 1].strip()
    return place if alone and _FIRM.fullmatch(name) and name in text else start


@cache
def _disclaimers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    law = load("endings")["disclaimer"]
    return whole(law["opens"]), re.compile(law["speaks"], re.IGNORECASE)


def _with_rule(lines: Lines, start: int) -> int:
    """The line of dashes above belongs to it."""
    place = start - 1
    while place > 0 and not lines[place].strip():
        place -= 1
    return place if place >= 0 and LONG_RULE.fullmatch(lines[place][:LONGEST]) else start


def banner(lines: Lines) -> int:
    """How many lines at the beginning are the server's warning of outside mail, or its class."""
    law = load("endings")["banner"]
    if len(lines) > 1 and re.fullmatch(law["labels"], lines[0].strip()[:LONGEST], re.IGNORECASE):
        return 1
    if not lines or not re.match(law["opens"], lines[0].strip()[:LONGEST], re.IGNORECASE):
        return 0
    end = next((place for place, text in enumerate(lines) if not text.strip()), 0)
    return end if end and re.search(law["speaks"], " ".join(lines[:end])[:2000], re.IGNORECASE) else 0
