"""Options that are spans of a number (18-30岁, 100元以下, 3次以上) and the number that falls into one."""

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.wording.scores.ladder import Options
from nlp.wording.text.normal import core, normalise
from nlp.wording.text.numerals import number

_N = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)"
_UNIT = (
    r"个?(?:岁|周岁|元|块钱|块|圆|次|回|趟|年|个月|月|周|星期|礼拜|天|日|小时|钟头|分钟"
    r"|人|口人|口|公里|平米|平方|平|台|件|斤|w|k)"
)
_BIG = "[万千wk百]"
_BETWEEN = re.compile(
    rf"(?P<low>{_N})(?P<big>{_BIG})?(?P<unit1>{_UNIT})?(?:-|~|到|至)"
    rf"(?P<high>{_N})(?P<big2>{_BIG})?(?P<unit2>{_UNIT})?"
)
_AMOUNT = re.compile(
    rf"(?<![\d.奔])(?P<n>{_N})(?![后代零\d.])(?P<big>{_BIG})?(?P<more>多)?(?P<unit>{_UNIT})?(?P<after>多|半)?"
)
_UNDER = re.compile(r"以下|以内|之内|不到|不足|少于|小于|低于|<|未满")
_OVER = re.compile(r"以上|超过|大于|多于|高于|>|\+")
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
_DAYS = {"年": 365.0, "月": 30.0, "周": 7.0, "天": 1.0, "小时": 1 / 24, "分钟": 1 / 1440}
_TIMES = {"万": 10_000.0, "w": 10_000.0, "千": 1000.0, "k": 1000.0, "百": 100.0}
_AROUND = 6  # characters beside a number without a unit


@dataclass(frozen=True, slots=True)
class _Band:
    option: int
    low: float
    high: float
    open: bool
    unit: str


def band(options: Options, text: str) -> int | None:
    """The place of the only option whose span holds the number that was said."""
    bands = _bands(options)
    said = _said(text, bands) if bands else None
    if said is None:
        return None
    low, high = said
    within = [each for each in bands if each.low <= low and high <= each.high]
    closed = [each for each in within if not each.open] or within
    return closed[0].option if len(closed) == 1 else None


def _said(text: str, bands: tuple[_Band, ...]) -> tuple[float, float] | None:
    """The number (or the span, as a label writes it) in the bands' measure."""
    bare = core(text)
    span = _BETWEEN.search(bare)
    if span:
        low, high, _ = _between(span)
        return (low, high) if any((b.low, b.high) == (low, high) for b in bands) else None
    amounts = list(_AMOUNT.finditer(bare))
    if len(amounts) != 1 or _UNDER.search(bare) or _OVER.search(bare):
        return None
    found = amounts[0]
    unit = _unit(found["unit"])
    if not _fits(unit, bands[0].unit) or (not unit and len(bare) - len(found[0]) > _AROUND):
        return None
    return _amount(found, unit or bands[0].unit)


def _amount(found: re.Match[str], unit: str) -> tuple[float, float] | None:
    value = _value(found["n"], found["big"])
    if value is None:
        return None
    if found["after"] == "半":
        value += 0.5
    vague = bool(found["more"] or found["after"] == "多")
    step = (10 if value >= 10 and value % 10 == 0 else 1) * 0.9 if vague else 0
    days = _DAYS.get(unit, 1.0)
    return (value + (0.1 if vague else 0)) * days, (value + step) * days


def _fits(unit: str, own: str) -> bool:
    return not unit or unit == own or (unit in _DAYS and own in _DAYS)


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
    if _UNDER.search(label):
        return _Band(option, float("-inf"), value, open=True, unit=unit)
    if _OVER.search(label):
        return _Band(option, value, float("inf"), open=True, unit=unit)
    return _Band(option, value, value, open=False, unit=unit) if unit else None


def _between(span: re.Match[str]) -> tuple[float, float, str]:
    unit = _unit(span["unit2"] or span["unit1"])
    big = span["big2"] or ""
    low, high = _value(span["low"], span["big"] or big) or 0.0, _value(span["high"], big) or 0.0
    first = _unit(span["unit1"]) or unit
    return low * _DAYS.get(first, 1.0), high * _DAYS.get(unit, 1.0), unit
