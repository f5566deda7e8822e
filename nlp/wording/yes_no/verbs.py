"""The verbs that a yes/no question turns on, and the forms in which an answer may take them up."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import marks_in

A_NOT_A = late(r"([^\W\d]{1,2})[不没]\1([^\W\d]?)")
_TO_YOU = late("[给向对为帮跟替与和](?:您|你|大家|顾客)")
_WILL = late(".{0,4}[您你].{0,4}(?:会|愿意|能|想|打算)")
_YOU = late(".{0,4}[您你]")
_JUST_YOU = late("请?问?[您你]")
_THING = late("有没有|有无|是否有")  # 有没有热水: 停水了 is no short form of it
_CAN = late(r"[您你]([^\W\d觉记值舍晓认])得([懂清见到完动了起上惯])")  # 您听得懂讲解吗
_GIVEN = late(r"[^\W\d]给[^\W\d]{1,4}[了过]?(?:吗|没有?)$")  # 还给房东了吗
_HAS = late(r"有[^\W\d过没]{1,6}[吗么]$")  # 停车场有灯吗 is of the 灯
_OF = late(
    r"([^\W\d])(?:[了过][^\W\d]{2,6}|[上下好完清出齐][^\W\d]{2,4}了)(?:吗|么|没有?)$"
)  # 签了书面合同吗: 签
_BETWEEN = ("不", "唔", "什么", "啥", "哪门子")
_POTENTIAL = late(r"([^\W\d])(?:得|的|不)([^\W\d])$")


def verbs_of(plain: str) -> tuple[str, ...]:
    """The verb said twice (解决没解决), else the last known one, with one right before it (收到退款)."""
    part = asked_part(plain)
    part = has[0] if (has := _HAS.search(part)) else part
    known = list(_main_verbs().finditer(part))
    modals = [modal for modal in load("yes_no")["modals"] if modal in plain]
    last = [found[0] for found in known[-1:]]
    if known and _leads(plain, part, known[0]):
        last.append(known[0][0])
    if len(known) > 1 and known[-2].end() == known[-1].start() and not marks_in(last[0]):
        last.append(known[-2][0])
    return tuple(dict.fromkeys((*modals, *(doubled(plain) + last or _fallback(plain)))))


def _leads(plain: str, part: str, verb: re.Match[str]) -> bool:
    """是否了解医保报销流程, 您会介绍朋友来吗, 您看过说明吗: the first verb is what was asked."""
    if verb.start() == 0:
        return part != plain
    you = _YOU.fullmatch(part, 0, verb.start()) if verb[0].endswith("过") else None
    you = you or _JUST_YOU.fullmatch(part, 0, verb.start())  # 您了解退换货政策吗
    return (you or _WILL.fullmatch(part, 0, verb.start())) is not None


@cache
def _main_verbs() -> re.Pattern[str]:
    """Verbs that are asked about; in 您购买的产品, 回访活动 they only say which."""
    return re.compile(rf"(?:{either(load('yes_no')['verbs'])})(?!{either(load('yes_no')['which'])})")


def doubled(plain: str) -> list[str]:
    """解决没解决, 满不满意: the verb that is said twice."""
    found = A_NOT_A.search(plain)
    known = tuple(load("yes_no")["whether"])
    if can := _CAN.search(plain):
        return [can[1] + can[2]]
    return [found[1] + found[2][: 2 - len(found[1])]] if found and not found[0].startswith(known) else []


@cache
def _ending() -> re.Pattern[str]:
    words = either(load("yes_no")["asking"])
    return re.compile(rf"([^\s\W]{{2}})(?:了|过|到)?(?:您|你|我们)?(?:{words})$")


def _fallback(plain: str) -> list[str]:
    """No known verb: 看得懂吗, else the two characters after 是否, or before 了吗."""
    if given := _GIVEN.search(plain):
        return [given[0][:2]]
    if of := _OF.search(plain):
        return [of[1]]
    potential = _POTENTIAL.search(without_ending(plain))
    if potential:
        return [potential[1] + potential[2]]
    whether = pattern("yes_no", "whether").search(plain)
    if whether:
        part = _TO_YOU.sub("", plain[whether.end() :])
        verb = part[-2:] if part.startswith(("把", "将")) else part[:2]
        return [verb[:1] if verb[1:] in ("了", "过", "着") else verb] if verb else []
    found = _ending().search(plain)
    return [found[1]] if found else []


def asked_part(plain: str) -> str:
    """What stands behind 是否, 有没有 …; without them, all of it."""
    found = pattern("yes_no", "whether").search(plain)
    return _TO_YOU.sub("", plain[found.end() :] if found else plain)


def without_ending(plain: str) -> str:
    return _at_end().sub("", plain)


@cache
def _at_end() -> re.Pattern[str]:
    return re.compile(f"(?:{either(load('yes_no')['asking'])})$")


def spoken_for(verbs: tuple[str, ...]) -> list[str]:
    same = load("yes_no")["same"]
    words = [*verbs, *(word for verb in verbs for word in same.get(verb, ()))]
    words += [verb for verb, others in same.items() if set(verbs) & set(others)]
    return [*words, *(f"{word[0]}得{word[1]}" for word in words if len(word) == 2)]


def unreached(verbs: list[str]) -> re.Pattern[str]:
    """看不懂, 听唔懂, 道什么歉"""
    parted = [verb for verb in verbs if len(verb) == 2]
    return re.compile(either(f"{verb[0]}{word}{verb[1]}" for verb in parted for word in _BETWEEN))


def shortened(plain: str, verbs: tuple[str, ...]) -> str:
    """没回, 送了: one character stands for 回复, 送货 at the end of what is said.

    What only stands where a verb is expected has its verb in front, if any: 做过肠镜 says no 镜 of 胃镜.
    """
    known = load("yes_no")["verbs"]
    spoken = [
        verb if verb in known else verb[:1] for verb in verbs if verb in known or not _THING.search(plain)
    ]
    letters = {char for verb in spoken for char in verb if not char.isascii()}  # solve has no short form
    chars = sorted(letters - set(load("yes_no")["too_short"]))
    return f"(?:{either(chars)})(?=[了过着吧吗]|$)"
