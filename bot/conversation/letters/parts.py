"""A reply cut by the numbers of the questions: 1. 满意 / 2、一般 / 第三题 5 分, in any order."""

import re
from collections.abc import Container
from typing import Final, NamedTuple

from bot.conversation.letters.groups import GROUP, NUMBER

_CHINESE: Final = {word: place for place, word in enumerate("一二三四五六七八九十", 1)}
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STOP: Final = r"[.．、:：)）,，]"
_MARK: Final = re.compile(
    rf"""(?:(?P<start>^[^\S\n]*)|(?<=[\s,，;；。!！?？])|(?=[{_CIRCLED}])|(?<=[\u4e00-\u9fff])(?<!第)(?=\d)|(?<=[\d分星意般好差])(?=第))(?:
      第[ ]?(?P<named>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[ ]?(?:个?问题|题|问|项|条)[ ]?(?:{_STOP}|是)?
    | (?P<titled>\d{{1,2}})[ ]?(?:道题|题|題)(?!目)[ ]?(?:{_STOP}|是)?
    | (?:question|q|no\.?|item|题|問題|问题)[ ]?(?P<called>\d{{1,2}})[ ]?{_STOP}?
    | (?P<circled>[{_CIRCLED}])[ ]?{_STOP}?
    | [(（](?P<bracketed>\d{{1,2}})[)）]
    | (?P<plain>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[^\S\n]*{_STOP}
    | (?<=[\u4e00-\u9fff])(?P<close>\d{{1,2}})[.．)）:：](?!\d)
    | (?P<bare>\d{{1,2}})(?=[^\S\n]+(?:[^\s\d]|\d{{1,2}}[^\S\n]*$))
    )[^\S\n]*""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_SURE: Final = ("named", "called")


class Part(NamedTuple):
    """Words that were said to the question of this number."""

    number: int
    words: str


class Numbers(NamedTuple):
    """Those that questions have; of them those `told` in another mail, and those answered in `free` words."""

    known: Container[int]
    told: Container[int] = ()
    free: Container[int] = ()


class _Mark(NamedTuple):
    """What calls a question, or several, and where it stands; `by`: how it is written."""

    numbers: tuple[int, ...]
    start: int
    end: int
    by: str


def cut(text: str, numbers: Numbers) -> tuple[str, list[Part]]:
    """What stands before the first number, and what stands behind each.

    Numbers that no question has, and those that came before, are words like all others; and so, behind the
    number of a free question, are those told already, and all below a colon: a list of the customer's own.
    """
    marks = _marks(text, numbers)
    if len(marks) == 1 and _a_figure(text, marks[0]):
        return text.strip(), []
    ends = [*(mark.start for mark in marks), len(text)][1:]
    parts = [
        Part(number, text[mark.end : end].strip(" \t\r\n;；,，"))
        for mark, end in zip(marks, ends, strict=False)
        for number in mark.numbers
    ]
    before = text[: marks[0].start] if marks else text
    return before.strip(), [part for part in parts if part.words]


def _marks(text: str, numbers: Numbers) -> list[_Mark]:
    """Those at the start of a line in any order; within a line they rise by one."""
    found, called_at = _groups(text, numbers), list(_MARK.finditer(text))
    for place, each in enumerate(called_at):
        mark = _mark(each)
        called = {number for other in found for number in other.numbers}
        inside = any(other.start <= mark.start < other.end for other in found)
        if inside or mark.numbers[0] not in numbers.known or mark.numbers[0] in called:
            continue
        before = max((other for other in found if other.end <= mark.start), key=_end, default=None)
        leads = before is None and any(_goes_on(mark, _mark(later)) for later in called_at[place + 1 :])
        stands = _stands(text, each, mark, before) or (leads and not _a_span(text, mark))
        if stands and not _within(text, mark, before, numbers):
            found.append(mark)
    return sorted(found, key=_end)


def _mark(found: re.Match[str]) -> _Mark:
    by = found.lastgroup or "plain"
    return _Mark((_number(found[by]),), found.start(), found.end(), by)


def _goes_on(mark: _Mark, later: _Mark) -> bool:
    """Whether a list within a line begins with this one: 您好，1：5，2：4."""
    return mark.by == later.by == "plain" and later.numbers[0] == mark.numbers[0] + 1


def _end(mark: _Mark) -> int:
    return mark.end


def _groups(text: str, numbers: Numbers) -> list[_Mark]:
    """Those that call several: 1-5都是4, 4、5题一般."""
    found: list[_Mark] = []
    for each in GROUP.finditer(text):
        called = [_number(said) for said in NUMBER.findall(each[0])]
        named = tuple(range(called[0], called[-1] + 1)) if each["span"] else tuple(called)
        taken = {number for other in found for number in other.numbers}
        fits = all(number in numbers.known for number in named) and not taken & set(named)
        if fits and len(named) == len(set(named)) > 1:
            found.append(_Mark(named, each.start(), each.end(), "group"))
    return found


def _stands(text: str, found: re.Match[str], mark: _Mark, before: _Mark | None) -> bool:
    """Whether it calls a question where it stands; 3 of 2. 3，有点晚 is an answer."""
    if found["start"] is not None or mark.by in _SURE:
        return True
    if mark.by == "titled" and not text[mark.start - 1].isalpha():  # not 我答了3题
        return True
    follows = before is not None and mark.numbers[0] == before.numbers[-1] + 1 and before.end < mark.start
    return follows and mark.by != "bare" and not _a_span(text, mark)


def _within(text: str, mark: _Mark, before: _Mark | None, numbers: Numbers) -> bool:
    """Whether it stands in words of the customer's own."""
    if before is None or before.numbers[-1] not in numbers.free:
        return False
    return mark.numbers[0] in numbers.told or _lists(text[before.end : mark.start])


_FIGURE: Final = re.compile(r"\d{1,3}分?(?=[\s,，;；。!！]|\.(?!\d)|$)")


def _a_span(text: str, mark: _Mark) -> bool:
    """等了3、4天 and 3.5天 are no answers to question 3, but 2、4 3、5 are."""
    after = text[mark.end : mark.end + 8]
    apart = not text[mark.start - 1 : mark.start].isalpha()
    return mark.by != "circled" and after[:1].isdecimal() and not (apart and _FIGURE.match(after))


def _lists(words: str) -> bool:
    """Whether a list follows these words: 两件事："""
    return any(line.rstrip().endswith((":", "：")) for line in words.splitlines())


def _number(said: str) -> int:
    if said in _CIRCLED:
        return _CIRCLED.index(said) + 1
    return int(said) if said.isdecimal() else _in_words(said)


def _in_words(said: str) -> int:
    """十二 is 12, 二十 is 20, 三 is 3."""
    tens, ten, ones = said.partition("十")
    if not ten:
        return _CHINESE.get(said, 0)
    return 10 * _CHINESE.get(tens, 1) + _CHINESE.get(ones, 0)


def _a_figure(text: str, mark: _Mark) -> bool:
    """A lone 4.5 is no answer to question 4, nor is a lone 4 5."""
    apart = mark.by == "bare" or (mark.by == "plain" and text[mark.end - 1 : mark.end] in ".．,，")
    return apart and text[mark.end : mark.end + 1].isdecimal()


def numbered(line: str) -> tuple[int, str]:
    """The number that a quoted line begins with (0: none), and the rest of it."""
    line = line.lstrip("> |\t\u3000")
    mark = _MARK.match(line)
    return (_number(mark[mark.lastgroup or "plain"]), line[mark.end() :]) if mark else (0, line)
