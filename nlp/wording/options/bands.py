"""Options that are spans of a number (18-30岁, 100元以下, 3次以上) and the number that falls into one."""

import re
from functools import lru_cache
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.options.ages import age
from nlp.wording.scores.ladder import Options
from nlp.wording.text.normal import core, normalise
from nlp.wording.text.numerals import number

_N = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)"
_UNIT = (
    r"个?(?:岁|周岁|元|块钱|块|圆|次|回|趟|年|个月|月|周|星期|礼拜|天|日|小时|钟头|分钟"
    r"|人|口人|口|公里|平米|平方|平|台|件|斤|w|k)"
)
_BIG = "[万千wk百]"
_BETWEEN = late(
    rf"(?P<low>{_N})(?P<big>{_BIG})?(?P<unit1>{_UNIT})?(?:[-~–—]|到|至)"
    rf"(?P<high>{_N})(?P<big2>{_BIG})?(?P<unit2>{_UNIT})?"
)
_PAIRS = "|".join(f"{a}(?={b})" for a, b in zip("一两二三四五六七八", "二三三四五六七八九", strict=True))
_AMOUNT = late(
    rf"(?<![\d.奔])(?P<from>{_PAIRS})?(?P<n>{_N})(?![后代零\d.])(?P<big>{_BIG})?"
    rf"(?P<tail>(?<=[万千])[一二三四五六七八九]{{1,2}})?(?P<more>个?多|来|几)?"
    rf"(?P<unit>{_UNIT})?(?P<after>多|半|出头|挂零|有余)?"
)
_PLACE = late(r"第[\d一二三四五六七八九十]+(?:个|项|种|条|款)(?!月|星期|礼拜|小时)")
_DATE = late(r"\d{4}年|(?:\d|[一二三四五六七八九十])月(?:份|底|初|中|[\d一二三四五六七八九十])")
_QUARTERS = late(r"([一二两三])刻(多)?钟")
_BESIDE = late(
    r"(?:左右|上下|以[上下内]|之内|往上|朝上|开外|不到|不止|出头|样子|前|以前|之前|没换|[那档款种]|套餐|[多来吧的了啊呢嘛哦呀啦几!?~。,])*"
)
_NEARLY = late(r"不到|不足|差点|将近|快到|快(?=[半\d一两三四五六七八九十])|未满")
_UNDER = late(r"以下|以内|之内|少于|小于|低于|<|不超过|不高于|不多于|没超过|最多|至多|顶多|封顶")
_OVER = late(r"以上|超过|大于|多于|高于|>|\+|往上|朝上|开外|不止|至少|起码|最少|少说|打底|起步")
_NOTES = late(r"张?(?:毛爷爷|红票子|红钞票|大红票)")
_MORE = {"出头": (0.1, 0.3), "挂零": (0.0, 0.2), "来": (0.0, 0.0)}  # how far above, of the next ten
_TEN = 10
_JUST_BELOW = 0.999
_SAME = {
    "周岁": "岁",
    "块": "元",
    "块钱": "元",
    "圆": "元",
    "回": "次",
    "趟": "次",
    "个月": "月",
    "星期": "周",
    "礼拜": "周",
    "日": "天",
    "钟头": "小时",
    "口": "人",
    "口人": "人",
    "平": "平米",
    "平方": "平米",
    "w": "",
    "k": "",
}
_DAYS = {"岁": 360.0, "年": 360.0, "月": 30.0, "周": 7.0, "天": 1.0, "小时": 1 / 24, "分钟": 1 / 1440}
_TIMES = {"万": 10_000.0, "w": 10_000.0, "千": 1000.0, "k": 1000.0, "百": 100.0}
_AROUND = 6  # characters beside a number without a unit


class _Band(NamedTuple):
    option: int
    low: float
    high: float
    open: bool
    unit: str


def band(options: Options, text: str) -> int | None:
    """The place of the only option whose span holds the number that was said."""
    bands = _bands(options)
    said = _said(text, bands) if bands else None
    if said is None and bands and bands[0].unit == "岁":
        said = _in_days(age(core(text)))
    if said is None:
        return None
    low, high = said
    within = [each for each in bands if each.low <= low and high <= each.high]
    closed = [each for each in within if not each.open] or within
    return closed[0].option if len(closed) == 1 else None


def _in_days(years: tuple[float, float] | None) -> tuple[float, float] | None:
    return years and (years[0] * _DAYS["岁"], years[1] * _DAYS["岁"])


def _said(text: str, bands: tuple[_Band, ...]) -> tuple[float, float] | None:
    """The number (or the span, as a label writes it) in the bands' measure; 第二个 is a place."""
    bare = _plainer(core(text))
    if _PLACE.search(bare) or _DATE.search(bare):
        return None
    span = _BETWEEN.search(bare)
    if span:
        low, high, _ = _between(span, bands[0].unit)
        return (low, high) if any((b.low, b.high) == (low, high) for b in bands) else None
    amounts = list(_AMOUNT.finditer(bare))
    if len(amounts) != 1:
        return None
    found = amounts[0]
    unit = _unit(found["unit"])
    alone = _BESIDE.fullmatch(bare[found.end() :]) and len(bare) - len(found[0]) <= _AROUND
    if not _fits(unit, bands[0].unit) or not (unit or alone):
        return None
    said = _amount(found, unit or bands[0].unit)
    return _bounded(bare, said) if said else None


def _bounded(bare: str, said: tuple[float, float]) -> tuple[float, float]:
    """五百往上, 不超过一百: from or up to there; 不到五百: just below."""
    if _NEARLY.search(bare):
        return said[0] * _JUST_BELOW, said[0] * _JUST_BELOW
    if _UNDER.search(bare):
        return float("-inf"), said[0]
    return (said[1], float("inf")) if _OVER.search(bare) else said


def _amount(found: re.Match[str], unit: str) -> tuple[float, float] | None:
    """两三百, 一个多小时, 3百出头"""
    days = _DAYS.get(unit, 1.0)
    low = _value((found["from"] or found["n"][0]) + found["n"][1:], found["big"])
    high = _value(found["n"], found["big"])
    if low is None or high is None:
        return None
    low, high = (value + _tail(found, at) for value, at in ((low, 0), (high, -1)))
    if found["after"] == "半":
        return (low + 0.5) * days, (high + 0.5) * days
    more = found["more"] or found["after"]
    step = 10 if high >= _TEN and high % _TEN == 0 else min(high, 1)
    least, most = _MORE.get(more, (0.1, 0.9)) if more else (0.0, 0.0)
    return (low + least * step) * days, (high + most * step) * days


def _tail(found: re.Match[str], at: int) -> float:
    """一万二三: two or three thousand more."""
    tail, big = found["tail"], found["big"]
    return (number(tail[at]) or 0) * _TIMES[big] / _TEN if tail and big else 0


def _plainer(bare: str) -> str:
    """一刻钟 is 15分钟, 三张毛爷爷 are 三百."""
    minutes = _QUARTERS.sub(lambda found: f"{15 * int(number(found[1]) or 1)}{found[2] or ''}分钟", bare)
    return _NOTES.sub("百", minutes)


def _fits(unit: str, own: str) -> bool:
    return not unit or unit == own or (unit in _DAYS and own in _DAYS and (unit, own) != ("年", "岁"))


def _unit(unit: str | None) -> str:
    bare = (unit or "").removeprefix("个") if unit != "个月" else "月"
    return _SAME.get(bare, bare)


def _value(digits: str, big: str | None) -> float | None:
    value = 0.5 if digits == "半" else number(digits)
    return None if value is None else value * _TIMES.get(big or "", 1.0)


@lru_cache(maxsize=256)
def _bands(options: Options) -> tuple[_Band, ...]:
    """Empty unless at least two options are spans and none of the others has a number in it."""
    labels = [re.sub(r"\s", "", normalise(label)) for _, label in options]
    found = [_band(i, label) for i, label in enumerate(labels)]
    bands = tuple(each for each in found if each)
    stray = any(each is None and re.search(r"\d", label) for each, label in zip(found, labels, strict=True))
    units = {each.unit for each in bands}
    mixed = len(units) > 1 and not units <= set(_DAYS)
    return () if len(bands) < 2 or stray or mixed else bands


def _band(option: int, label: str) -> _Band | None:
    span = _BETWEEN.search(label)
    if span:
        low, high, unit = _between(span)
        return _Band(option, low, high, open=False, unit=unit)
    found = _AMOUNT.search(label)
    value = _value(found["n"], found["big"]) if found else None
    if found is None or value is None:
        return None
    unit = _unit(found["unit"])
    value *= _DAYS.get(unit, 1.0)
    if _UNDER.search(label) or _NEARLY.search(label):
        return _Band(option, float("-inf"), value, open=True, unit=unit)
    if _OVER.search(label):
        return _Band(option, value, float("inf"), open=True, unit=unit)
    return _Band(option, value, value, open=False, unit=unit) if unit else None


def _between(span: re.Match[str], own: str = "") -> tuple[float, float, str]:
    unit = _unit(span["unit2"] or span["unit1"]) or own
    big = span["big2"] or ""
    low, high = _value(span["low"], span["big"] or big) or 0.0, _value(span["high"], big) or 0.0
    first = _unit(span["unit1"]) or unit
    return low * _DAYS.get(first, 1.0), high * _DAYS.get(unit, 1.0), unit
