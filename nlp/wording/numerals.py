"""Numbers that are scores: 4, 四星, 打4分; not those of 等了5天 or 下午3点."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.wording.degrees import marks_in
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.normal import core

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STARS = re.compile(r"[⭐★🌟]{1,11}(?=[^⭐★🌟]|$)")
_BARE = re.compile(r"-?\d{1,4}(?:\.\d+)?|[零〇一二两三四五六七八九十百]{1,4}")


@dataclass(frozen=True, slots=True)
class Score:
    """``sure``: said as the score, not hedged, alone; ``stars``: counted in stars, where more is better."""

    value: float
    words: str
    sure: bool = True
    stars: bool = False


def number(text: str) -> float | None:
    """Arabic or Chinese, up to 999: 十 10, 二十五 25, 一百 100."""
    try:
        return float(text)
    except ValueError:
        return _chinese(text)


def _chinese(text: str) -> float | None:
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            if digit is not None:
                return None  # 三四: a range
            digit = _DIGITS[char]
        elif char in "十百":
            total += (1 if digit is None else digit) * (10 if char == "十" else 100)
            digit = None
        else:
            return None
    return float(total + (digit or 0))


@cache
def _spoken() -> re.Pattern[str]:
    data = load("numbers")
    units, others = either(data["units"]), either(data["not_units"])
    n = _BARE.pattern
    return re.compile(
        rf"(?<![\d.第点周期])(?P<low>{n})(?:(?:{either(data['between'])})(?P<high>{n}))?(?!{others})(?P<unit>{units})"
        rf"|(?:{either(data['leads'])})(?P<led>{n})(?!\d|\.\d)(?=$|[^\w]|[了吧啊呀呢哦])"
    )


@cache
def _range() -> re.Pattern[str]:
    n = _BARE.pattern
    return re.compile(rf"({n})\s*(?:{either(load('numbers')['between'])})\s*({n})")


def scores_in(text: str) -> list[Score]:
    """The scores that a clause gives, in order. A range or a decimal is one score that is not sure."""
    bare = core(text)
    if _BARE.fullmatch(bare):
        return [_score(bare, bare, sure=pattern("numbers", "not_this").search(text) is None)]
    both = _range().fullmatch(bare)
    if both:
        return [_score(both[1], bare, sure=False)]
    return [*_told(text), *_stars(text)] or _leading(bare)


def _told(text: str) -> Iterator[Score]:
    sure = pattern("numbers", "not_this").search(text) is None
    for found in _spoken().finditer(text):
        if found[0] == "十分" and found.end() < len(text):
            continue  # 十分满意: very
        low = found["low"] or found["led"]
        yield _score(low, found[0], sure=sure and not found["high"], stars="星" in (found["unit"] or ""))


def _score(digits: str, words: str, *, sure: bool, stars: bool = False) -> Score:
    value = number(digits)
    if value is None:  # 三四分
        return Score(float(_DIGITS.get(digits[0], -1)), words, False, stars)
    return Score(value, words, sure, stars)


def _stars(text: str) -> list[Score]:
    return [Score(float(len(found[0])), found[0], stars=True) for found in _STARS.finditer(text)]


def _leading(text: str) -> list[Score]:
    """ "4挺好的": a digit before words of praise or blame and nothing else; 满意4: right behind them."""
    found = re.match(r"\d{1,2}(?![\d.])\s*", text)
    if not found:
        return _trailing(text)
    marks = marks_in(text[found.end() :])
    return [_score(found[0].strip(), found[0].strip(), sure=True)] if marks and marks[0].start == 0 else []


def _trailing(text: str) -> list[Score]:
    found = re.search(r"(?<![\d.])\d{1,2}$", text)
    marks = marks_in(text[: found.start()]) if found else []
    return (
        [_score(found[0], found[0], sure=True)] if found and marks and marks[-1].end == found.start() else []
    )
