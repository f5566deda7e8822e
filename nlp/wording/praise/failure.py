"""What plainly went wrong: 三天就坏了, 打电话没人接, 等了两个星期."""

import re
from collections.abc import Sequence

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.text.clauses import Clause
from nlp.wording.words import Found

_NUMBER = "[一二两三四五六七八九十半几好\\d]{1,3}个?多?"
_TIME = "(?:天|周|星期|礼拜|月|年)"
_TIMES = frozenset("天周期拜月年时头转")
_LONG = late(
    rf"(?:等|晚|拖|迟)[了到]?{_NUMBER}(?:{_TIME}|小时|钟头)"
    rf"|(?:退|修|送|催|查|办|耗|装|找)了{_NUMBER}{_TIME}"
    rf"|转[了过]?{_NUMBER}(?:部门|科室|窗口|客服|人|道|手)"
    rf"|{_NUMBER}(?:{_TIME}|小时|钟头)了?(?:[还都也才]?[不没未才]|[还都]在)"
)


def failure(about: frozenset[str], clauses: Sequence[Clause], *, waits: bool = True) -> str:
    """The words that tell of it, of the matter asked or of none by name; else empty.

    How long something took is no failure by itself (`waits` False): it only darkens praise.
    """
    forgiven = max((i for i, clause in enumerate(clauses) if _mended_to(clause.text)), default=-1)
    spoken = (
        (i, c)
        for i, c in enumerate(clauses)
        if not c.unreal and (not c.topics or not about or c.topics & about)
    )
    return next((words for i, c in spoken if (words := _in(c.text, waits, forgiven=i < forgiven))), "")


def _mended_to(text: str) -> int:
    """Where in a clause what went wrong was put right; 0 for nowhere."""
    spared = tuple(load("speech")["not_mended"])
    found = pattern("speech", "mended").finditer(text)
    return max((hit.end() for hit in found if not text[: hit.start()].endswith(spared)), default=0)


def _in(text: str, waits: bool, *, forgiven: bool) -> str:
    start = len(text) if forgiven else _mended_to(text)
    hits: list[re.Match[str] | Found] = [*pattern("speech", "failure").finditer(text, start)]
    if waits:
        long = () if _TIMES.isdisjoint(text) else _LONG.finditer(text)
        hits += [*long, *pattern("speech", "waits").finditer(text)]
    spared = tuple(load("speech")["not_failed"])
    return next((hit[0] for hit in hits if not text[: hit.start()].endswith(spared)), "")
