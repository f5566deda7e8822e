"""A grievance that is put as a question: 沙发塌了，你们怎么赔我; 椅子腿断了有没有人管."""

from collections.abc import Sequence
from typing import Final

from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.phrases import bare
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.clauses import split
from nlp.wording.text.normal import normalise

_LONGEST: Final = 300  # characters that are looked through
_THING: Final = 2  # letters before what went wrong: 沙发塌了; but 坏了怎么退 asks what would be
_TELLING: Final = 3  # letters of a clause that tells something

_QUESTIONING: Final = ("吗", "呢", "么")

_LONG_SINCE = late(
    r"(?:[一二两三四五六七八九十半几好多\d]+|an?|one|two|three|four|five|six|seven|ten|several)"
    r" ?(?:多|个|几)*(?:天|周|星期|礼拜|月|小时|days?|weeks?|months?)"
)


def pleads(text: str) -> str:
    """The words with which a message, as written, asks what is done about something that went wrong or is
    long overdue; empty where it only asks: 怎么退货; 坏了怎么退; 如果坏了怎么办."""
    plain = normalise(text)[:_LONGEST]
    if pattern("wishes", "supposes").search(plain):
        return ""
    told = [clause.text for clause in split(plain) if len(bare(clause.text)) >= _TELLING]
    if any(map(_went_wrong, told)):
        return _asks(plain, several=len(told) > 1)
    return _overdue(plain, told)


def laments(text: str) -> bool:
    """Whether a message, as written, tells outright that something is broken, and neither asks nor tells of
    anything good: 衣柜门掉下来了，装了才两天; but not 坏了，已经修好了."""
    plain = normalise(text)[:_LONGEST]
    calm = any(pattern("wishes", key).search(plain) for key in ("supposes", "set_right", "interrogative"))
    if calm or "?" in plain or plain.endswith(_QUESTIONING):
        return False
    told = [clause.text for clause in split(plain)]
    praised = any(mark.degree > 0 for each in told for mark in marks_in(each))
    return not praised and any(_went_wrong(each, least=1) for each in told)


def _went_wrong(clause: str, least: int = _THING) -> bool:
    """Whether a clause says of what: 椅子腿断了."""
    found = pattern("wishes", "went_wrong").search(clause)
    return found is not None and sum(map(str.isalpha, clause[: found.start()])) >= least


def _asks(plain: str, *, several: bool) -> str:
    """What is asked about it: 怎么赔 of anybody, 怎么办 with more told beside it."""
    found = pattern("wishes", "calls_to_account").search(plain)
    found = found or (pattern("wishes", "asks_for_remedy").search(plain) if several else None)
    return found[0] if found else ""


def _overdue(plain: str, told: Sequence[str]) -> str:
    """为什么我的订单还没到，都两周了; but 为什么还没到 asks where it is."""
    why, late_ = (pattern("wishes", key).search(plain) for key in ("wonders_why", "not_come"))
    return why[0] if why and late_ and len(told) > 1 and _LONG_SINCE.search(plain) else ""
