"""Numbers in any writing: 4, 四, 肆, 仨, 二十五, 一百二, 两千五, 三点五, 1.5万, iv, four."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load

_LETTER = late("[a-z]")
_LONGEST = 9  # digits of a number that anyone means as one


@cache
def numeral(*, latin: bool = True) -> str:
    """The pattern of a number within a sentence, without a sign; ``latin``: also of one, two … in letters."""
    data = load("numbers")
    digits, chinese = "".join(data["digits"]), "".join((*data["digits"], *data["places"]))
    letters = rf"|(?<![a-z])(?:{either(data['english'])})(?![a-z])" if latin else ""
    return (
        rf"(?:\d{{1,{_LONGEST}}}(?:[.点]\d{{1,3}})?(?:[{''.join(data['places'])}]{{1,2}}(?![{digits}]))?"
        rf"|[{chinese}]{{1,{_LONGEST}}}(?:点[{digits}]{{1,3}})?"
        rf"{letters})"
    )


def has_letters(text: str) -> bool:
    """Whether numbers in letters may be found in a text: without them, patterns are half as long."""
    return _LETTER.search(text) is not None


def number(text: str) -> float | None:
    """The value; None for what is no number, or several (三四)."""
    try:
        return float(text.replace("点", ".")) if len(text) <= 2 * _LONGEST else None
    except ValueError:
        pass
    named = load("numbers")["english"].get(text)
    return float(named) if named is not None else _mixed(text)


def roman(text: str) -> float | None:
    """i to xii, for a text that is nothing else."""
    value = load("numbers")["roman"].get(text)
    return None if value is None else float(value)


def first_digit(text: str) -> float:
    """三四分: three, or four."""
    return float(next((number(char) or 0 for char in text), 0))


def _mixed(text: str) -> float | None:
    """1.5万, 三点五, 二十五."""
    arabic = _arabic_before_places().fullmatch(text)
    if arabic:
        scale = _chinese(arabic[2])
        return None if scale is None else float(arabic[1].replace("点", ".")) * scale
    whole, point, fraction = text.partition("点")
    value = _chinese(whole)
    if value is None or not point:
        return value
    digits = [load("numbers")["digits"].get(char) for char in fraction]
    if not digits or None in digits:
        return None
    return value + float("0." + "".join(str(digit) for digit in digits))


@cache
def _arabic_before_places() -> re.Pattern[str]:
    return re.compile(rf"(\d+(?:[.点]\d+)?)([{''.join(load('numbers')['places'])}]+)")


def _chinese(text: str) -> float | None:
    """Digits and places; 一百二 and 两千五 leave the last place out."""
    data = load("numbers")
    total, section, digit, place, gap = 0, 0, None, 0, False
    for char in text:
        if char in data["digits"]:
            if digit:
                return None  # 三四: a range
            digit, gap = data["digits"][char], data["digits"][char] == 0 or gap
        elif char in data["places"]:
            place, gap = data["places"][char], False
            section = section + (1 if digit is None else digit) * place if place < 10_000 else section
            if place >= 10_000:
                total, section = (total + section + (digit or 0) or 1) * place, 0
            digit = None
        else:
            return None
    if digit and place >= 100 and not gap:
        digit *= place // 10
    return float(total + section + (digit or 0)) if text else None
