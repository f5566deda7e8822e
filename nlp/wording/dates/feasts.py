"""Festivals and lunar days in a text: 去年国庆, 中秋前一天, 农历八月十五, 大年初三."""

import datetime as dt
from functools import cache

from nlp.wording.dates.days import shifted, yearly
from nlp.wording.dates.festivals import festival, lunar
from nlp.wording.dates.parts import CHINESE, Made, Match, N, Rules, small, year, year_of
from nlp.wording.lexicon import either, load
from nlp.wording.words import Words

_NEAR = 60  # days around the lunar new year in which 初五 needs no month


def lunar_days() -> Rules:
    """With 农历, 初, 正月: words that only the lunar calendar has."""
    marks = either(load("date")["words"]["lunar_marks"])
    again = year().replace("<year>", "<year2>")
    month = rf"(?P<leap>闰)?(?P<m>正|冬|腊|{N})月"
    yield rf"{year()}(?:{marks})\s*{again}{month}初?(?P<d>{N})(?:日|号)?", _lunar
    yield rf"{year()}{month}初(?P<d>{CHINESE}|\d\d?)(?!号|日)", _lunar
    yield rf"{year()}(?P<leap>闰)?(?P<m>正|腊|冬)月(?P<d>{N})(?:日|号)?", _lunar
    yield rf"{year()}(?:大?年|春节|新年)初(?P<d>{CHINESE}|\d\d?)", _new_year


@cache
def feast_names() -> Words:
    """Their names, to be looked for before the rule is compiled."""
    return Words(_names())


def _names() -> list[str]:
    data = load("date")
    words = data["words"]
    return [*data["solar"], *data["lunar"], *data["nth"], *words["eve"], *words["sure_terms"]]


def feasts() -> Rules:
    """By name, and days counted from them."""
    words = load("date")["words"]
    counted = [name for name in _names() if small(name[0]) is not None]  # 五一, not that of 二十五一…
    plain = either(name for name in _names() if name not in counted)
    named = rf"(?P<name>(?<![\d二三四五六七八九十])(?:{either(counted)})|(?:{plain}))"
    name = rf"{named}(?![月号日点个年路楼\d分]|{CHINESE}月)"
    off = rf"(?:放?假?后?的?(?P<off>{either([*words['eves'], *words['nexts']])}))"
    nth = rf"(?:(?:假期|长假|放假|假)?的?第(?P<nth>{N})天)"
    yield rf"{year()}{name}(?:那天|当天|当日|节)?(?:{off}|{nth})?", _feast


def days_of_new_year() -> Rules:
    """初五, without a month."""
    yield rf"(?<!月)初(?P<d>{CHINESE})(?!次|中|期)", _after_new_year


def _lunar(match: Match, today: dt.date | None) -> Made:
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["m"]) or small(match["m"])
    day = small(match["d"])
    named = year_of(match["year"] or match.groupdict().get("year2"), today)
    if not month or not day or (match["year"] and named is None):
        return [], False
    days = yearly(named, today, lambda each: lunar(each, month, day, bool(match["leap"])))
    # The twelfth month of "last year" falls into this one.
    figures = match["m"].isdecimal() and not match.groupdict().get("year2") and "初" in match[0]  # 11月初五
    return days, bool(days) and not figures and not (named and month >= 11)


def _new_year(match: Match, today: dt.date | None) -> Made:
    """大年初三"""
    day, named = small(match["d"]), year_of(match["year"], today)
    days = yearly(named, today, lambda each: lunar(each, 1, day or 0))
    return days, bool(days)


def _feast(match: Match, today: dt.date | None) -> Made:
    make, words = festival(match["name"]), load("date")["words"]
    named = year_of(match["year"], today)
    if make is None or (match["year"] and named is None):
        return [], False
    days = yearly(named, today, make)
    offset = -1 if match["off"] in words["eves"] else 1 if match["off"] in words["nexts"] else 0
    if match["nth"]:
        offset = (small(match["nth"]) or 1) - 1
    sure = not (match["year"] and match["name"] in words["eve"])
    return [each for day in days for each in shifted(day, [offset])], bool(days) and sure


def _after_new_year(match: Match, today: dt.date | None) -> Made:
    """初五, without a month: of the first one, while that is near."""
    day = small(match["d"]) or 0
    near = [
        d
        for d in yearly(None, today, lambda each: lunar(each, 1, day))
        if today and abs((d - today).days) <= _NEAR
    ]
    return near, bool(near)
