"""An amount with its unit, and the same in another unit: 两周 is 14 天."""

from functools import cache
from typing import NamedTuple

from nlp.wording.lexicon import either, load

_TABLES = ("in_minutes", "in_days", "in_nights", "in_pieces", "in_years", "in_yuan", "in_grams", "in_metres")


class Amount(NamedTuple):
    """A value with its unit (one name for each: 个小时 is 小时; '' where none was said)."""

    start: int
    end: int
    words: str
    value: float
    unit: str = ""
    sure: bool = True


@cache
def units() -> str:
    """The pattern of a unit."""
    names = load("number")["same"]
    han = either(name for name in names if not name.isascii() or name == "%")
    return rf"(?:{han}|(?:{either(n for n in names if n.isascii() and n != '%')})(?![a-z]))"


def converted(amount: Amount, unit: str) -> float | None:
    """The value in another unit of the same measure: 两周 is 14 天."""
    if amount.unit in ("", unit):
        return amount.value
    if amount.unit == "个" and unit in load("number")["counters"]:
        return amount.value
    for name in _TABLES:
        table = load("number")[name]
        if amount.unit in table and unit in table:
            return round(amount.value * float(table[amount.unit]) / float(table[unit]), 6)
    return _in_whole(amount, unit)


def _in_whole(amount: Amount, unit: str) -> float | None:
    """48小时 are two days; 36小时 are no number of days, nor 两天 one of hours."""
    table = load("number")["in_hours"]
    if amount.unit not in table or unit not in table:
        return None
    value = amount.value * float(table[amount.unit]) / float(table[unit])
    return value if value <= amount.value and value.is_integer() else None
