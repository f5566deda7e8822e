"""A day. ``today`` is the customer's; of a moment, ``rules["timezone"]`` says which day it is there."""

import datetime as dt
import re
from functools import cache
from itertools import pairwise

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, ask
from nlp.wording.dates.days import Day, choose
from nlp.wording.dates.found import dates_in
from nlp.wording.dates.of_span import year_alone
from nlp.wording.exact.giving import absent, full, recorded
from nlp.wording.exact.standing import SIDE_BY_SIDE, hedged, told
from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.english import days_in, in_english
from nlp.wording.text.normal import normalise

_DONE = late(r"的\w{0,3}\W*$")  # 什么时候下的单, 哪天做的
_TO = late(r"\s*(?:到|至|直到|[-~–—])\s*")  # 15号到17号住的
_WEEK = late(r"[上下][个一]?(?:周|星期|礼拜)")
_FAILED = late("[没未]")
_FIGURES = late(r"0?(\d\d?)[/.-]0?(\d\d?)(?!\d)")
_MONTHS = 12
_NEAR = 8  # characters before a day in which 说好 stands
_CURRENT = "今这本当"  # 今年, 这周: they tell nothing of which day
_BESIDE = 3  # characters between two ways to say one day: 上周三（11号）


def quoted(_key: str) -> None:
    """A day has no options."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The one day named; several, vague or impossible ones are asked back."""
    text, today, tense = days_in(full(said)), asked.today, _tense(asked.text)
    found, standing = told(text, lambda text: dates_in(text, today))
    found = _in_that_week(text, found, today)
    named = [day for day in _joined(_to_the_point(asked, text, found), text, tense, today) if day.days]
    exact = [day for day in named if day.sure] or named
    if not exact:
        return absent(said, asked) or ask(said, None, *(day.words for day in found))
    words = tuple(day.words for day in exact)
    chosen = [choose(day.days, tense, today) for day in exact]
    value = chosen[0][0]
    plain = all(
        sure and day.sure and not hedged(text, day) for (_, sure), day in zip(chosen, exact, strict=True)
    )
    one = len({day for day, _ in chosen}) == 1 and not _long_ago(asked, exact, text)
    open_ = _cut_short(text, found) or _of_a_span(found, exact, today)
    open_ = open_ or (in_english(asked.text) and _either_way(words[-1]))
    if value is None or open_ or not (standing and one and plain):
        return ask(said, value, *words)
    return recorded(said, "date", value, words)


def _either_way(words: str) -> bool:
    """3/11 in English: in March, or in November?"""
    found = _FIGURES.match(words)
    return found is not None and found[1] != found[2] and max(int(found[1]), int(found[2])) <= _MONTHS


def _in_that_week(text: str, found: list[Day], today: dt.date | None) -> list[Day]:
    """上周三，不对，周四: a weekday alone is one of the week spoken of."""
    earlier = text[: found[0].start] if found else ""
    if not _WEEK.search(earlier) or found[0].words[0] not in "周星礼":
        return found
    spoken = [each for day in dates_in(earlier, today) for each in day.days]
    if len(spoken) != 1 or not found[0].days:
        return found
    day = spoken[0] + dt.timedelta(found[0].days[0].isoweekday() - spoken[0].isoweekday())
    return [found[0]._replace(days=(day,)), *found[1:]]


def _cut_short(text: str, found: list[Day]) -> bool:
    """三月五号，不对，六号: the month that was told stands, but a day alone does not say so."""
    earlier = text[: found[0].start]
    return ("月" in earlier or "年" in earlier) and not any("月" in day.words for day in found)


def _of_a_span(found: list[Day], exact: list[Day], today: dt.date | None) -> bool:
    """去年买的，3月5号; 9月的时候，8号: the year or month told stands, but a day alone does not say so."""
    data = load("date")
    away = [name for table in ("years", "months", "weeks") for name, offset in data[table].items() if offset]
    vague = [day.words for day in found if not day.days and day.words[0] not in _CURRENT]
    spans = any(words.startswith(tuple(away)) or words.endswith(("月", "月份")) for words in vague)
    years = any(today and year_alone(day, today) not in (None, today.year) for day in found)
    return (spans or years) and any(len(day.days) > 1 for day in exact)


def _tense(question: str) -> str:
    """Whether the question asks for a day to come or one gone by; '' where it does not tell."""
    plain = normalise(question)
    lists = load("date")["tense"]
    told = next((tense for tense in ("future", "past") if any(word in plain for word in lists[tense])), "")
    return told or ("past" if _DONE.search(plain) else "")


def _joined(found: list[Day], text: str, tense: str, today: dt.date | None) -> list[Day]:
    """Two ways to say one day, side by side, are one: 上周三（11号）, 11月3日周二."""
    joined: list[Day] = []
    for day in found:
        last = joined[-1] if joined else None
        if last and day.start - last.end <= _BESIDE:
            both = _common(last.days, day.days)
            if both and not {choose(each.days, tense, today)[0] for each in (last, day)}.isdisjoint(both):
                words = text[last.start : day.end]
                joined[-1] = Day(last.start, day.end, words, both, last.sure or day.sure)
                continue
        joined.append(day)
    return joined


def _common(one: tuple[dt.date, ...], other: tuple[dt.date, ...]) -> tuple[dt.date, ...]:
    """The days that both may mean; a weekday alone may be that of any week."""
    if len(other) > 1 and len({day.isoweekday() for day in other}) == 1:
        return tuple(day for day in one if day.isoweekday() == other[0].isoweekday())
    if len(one) > 1 and len({day.isoweekday() for day in one}) == 1:
        return _common(other, one)
    return tuple(day for day in one if day in other)


def _long_ago(asked: Asked, days: list[Day], text: str) -> bool:
    """A birthday without its year is no date of birth, nor is the day on which a baby is a month old."""
    tenses = load("date")["tense"]
    open_ = any(len(day.days) > 1 for day in days) or any(word in text for word in tenses["of_age"])
    return open_ and any(word in asked.text for word in tenses["long_ago"])


@cache
def _roles() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(either(words)) for words in load("date")["roles"].values())


@cache
def _led() -> re.Pattern[str]:
    """签收是10号, 买的时候是9月30"""
    words = either(word for words in load("date")["roles"].values() for word in words if word.isalnum())
    return re.compile(rf"(?:{words})的?(?:时候|时间|日期|日子|那天)?(?:是|在|于|:)?\s*$")


def _to_the_point(asked: Asked, text: str, found: list[Day]) -> list[Day]:
    """Of several days, those told of what was asked: 1号买的，3号收到."""
    found = [day for day in found if day.days or day.words[0] not in _CURRENT] or found
    found = _come_true(text, found) if _tense(asked.text) != "future" else found
    if len(found) < 2:
        return found
    plain = normalise(asked.text)
    about = [pattern for pattern in _roles() if pattern.search(plain)]
    told = zip(found, _told_of_each(text, found), strict=True)
    return [day for day, words in told if any(pattern.search(words) for pattern in about)] or found


def _told_of_each(text: str, found: list[Day]) -> list[str]:
    """The words about each day: those before it where each day has such (签收10号，下单7号), else behind."""
    starts = [0, *(day.end for day in found[:-1])]
    before = [text[start : day.start] for start, day in zip(starts, found, strict=True)]
    if all(_led().search(words) for words in before):
        return before
    ends = _ends(text, found)
    text += "。"  # 12号到
    return [text[day.end : end] for day, end in zip(found, ends, strict=True)]


def _ends(text: str, found: list[Day]) -> list[int]:
    """Where the words about each day end; side by side, several share them: 5号和8号都坏过."""
    ends = [len(text) + 1]
    for day, after in reversed(list(pairwise(found))):
        shared = SIDE_BY_SIDE.fullmatch(text, day.end, after.start) or _TO.fullmatch(
            text, day.end, after.start
        )
        ends.insert(0, ends[0] if shared else after.start)
    return ends


@cache
def _planned() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(load('date')['words']['planned'])})(?:在|是|我|的)?$")


def _come_true(text: str, found: list[Day]) -> list[Day]:
    """Without what was only planned: 说好12号，其实14号才到. In doubt where nothing came true."""
    rest = [day for day in found if not _planned().search(text, max(0, day.start - _NEAR), day.start)]
    if any(day.days for day in rest):
        return rest
    failed = len(rest) < len(found) and _FAILED.search(text)
    return [day.unsure() for day in found] if failed else found
