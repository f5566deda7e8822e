"""Telephone numbers in a text, in one canonical form each.

A table of our own, and not the ``phonenumbers`` package: that one takes 80 ms and 7 MB to load for its 240
countries and knows neither 幺三八 nor 转801. Our lengths by area code were checked against it.
"""

import re
from functools import cache
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import either, load

_MOBILE = late(r"1[3-9]\d{9}")
# Letters typed for figures in eleven or so of them: 138OO138OOO, l3812345678.
_LETTERED = late(r"(?<![a-z\d])[\doil](?:[ -]?[\doil]){9,11}(?![a-z\d])")
_AS_FIGURES = str.maketrans("oil", "011")
_FIGURES = 6  # of them must be figures
_NAMED = late(r"[一二三四五六七八九](?=1[3-9]\d{9})")  # 张三13812345678
_SERVICE = late(r"[48]00\d{7}")
# Country code → what its numbers look like (ITU E.164; the numbering plans of OFCA, CTT and NCC).
_ABROAD = {"852": r"[2-9]\d{7}", "853": r"(?:6\d|28|8\d)\d{6}", "886": r"9\d{8}|[2-8]\d{7,8}"}
_HOME = {"Asia/Hong_Kong": "852", "Asia/Macau": "853", "Asia/Taipei": "886"}


class Phone(NamedTuple):
    """Digits at a place; ``number`` in canonical form, '' where they make no number; not ``sure``: ask."""

    start: int
    end: int
    words: str
    number: str = ""
    sure: bool = True


@cache
def _run() -> re.Pattern[str]:
    """Digits, also spoken ones, in groups, and an extension."""
    data = load("phone")
    digit = f"[0-9{''.join(data['digits'])}]"
    hours = rf"(?<!{digit}{{3}})[{''.join(data['words']['counted'])}]"  # 13812345678 6点后
    group = rf"{digit}+(?:[ \-()./·,，、~—_]{{1,3}}{digit}++(?!{hours}))*"
    parted = (
        rf"(?<=区号)[是为:]?\s*0{digit}{{2,3}}[^\d]{{1,6}}{digit}{{7,8}}(?!{digit})"  # 区号010，号码62781234
    )
    named = rf"[\s,，(]*(?:{either(data['words']['extension'])})[\s:]*(?P<ext>{digit}{{1,6}})(?!{digit})\)?"
    plus = r"(?P<plus>\+|00(?=86|852|853|886))?"
    return re.compile(rf"(?<![a-z\d*]){plus}\(?(?P<run>{parted}|{group})(?:{named})?(?P<hidden>[*x•]+)?")


def phones_in(text: str, zone: str = "") -> list[Phone]:
    """The runs of digits of a normalised text that are, or may be meant as, telephone numbers."""
    plain = _LETTERED.sub(_figures, text)
    found = [phone for run in _run().finditer(plain) if (phone := _phone(run, text, zone))]
    return [phone._replace(words=text[phone.start : phone.end].strip()) for phone in found]


def _figures(run: re.Match[str]) -> str:
    return run[0].translate(_AS_FIGURES) if sum(map(str.isdigit, run[0])) >= _FIGURES else run[0]


@cache
def _translation() -> dict[int, str]:
    return {ord(char): str(digit) for char, digit in load("phone")["digits"].items()}


def _phone(found: re.Match[str], text: str, zone: str) -> Phone | None:
    groups = re.findall(r"\d+", _NAMED.sub(" ", found["run"], count=1).translate(_translation()))
    extension = (found["ext"] or "").translate(_translation())
    digits, plus = _once("".join(groups)), bool(found["plus"])
    place = (found.start(), found.end(), found[0].strip())
    if found["hidden"]:
        return Phone(*place)
    number = _split_extension(groups, extension) or _canonical(digits, extension, plus=plus, zone=zone)
    if not number and re.fullmatch(r"09\d{8}", digits):
        number = f"+886{digits[1:]}"
    sure = plus or zone in _HOME or any(word in text for word in load("phone")["words"]["places"])
    return Phone(*place, number, sure or not number.startswith("+")) if len(digits) > 4 else None


def _once(digits: str) -> str:
    """A number that was typed twice."""
    half = digits[: len(digits) // 2]
    return half if len(half) > _FIGURES and half * 2 == digits else digits


def _split_extension(groups: list[str], extension: str) -> str:
    """010-62781234-801: the last group of three is the extension."""
    if extension or len(groups) < 3 or not 1 <= len(groups[-1]) <= 5:
        return ""
    landline = _landline("".join(groups[:-1])) or _service("".join(groups[:-1]))
    return f"{landline}-{groups[-1]}" if landline else ""


def _canonical(digits: str, extension: str, *, plus: bool, zone: str) -> str:
    abroad = _abroad(digits, plus=plus, zone=zone)
    if abroad:
        return abroad
    home = re.sub(r"^(?:00)?86(?=1[3-9]|0?[1-9]\d)", "", digits) if plus or len(digits) > 11 else digits
    for form in (home, f"0{home}") if home != digits else (home,):
        number = _mobile(form) or _landline(form) or _service(form)
        if number:
            return f"{number}-{extension}" if extension else number
    return ""


def _mobile(digits: str) -> str:
    """Also with the 0 once dialled before a mobile of another town."""
    bare = digits.removeprefix("0") if len(digits) == 12 else digits
    return bare if _MOBILE.fullmatch(bare) else ""


def _landline(digits: str) -> str:
    """Area code and seven or eight digits, as many as the area has."""
    areas = load("phone")["areas"]
    size = 3 if re.match(r"0(?:10|2\d)", digits) else 4
    area, local = digits[:size], digits[size:]
    if not re.fullmatch(r"0(?:10|2[0-57-9]|[3-9]\d\d)", area) or not re.fullmatch(r"[2-8]\d{6,7}", local):
        return ""
    fits = area in areas["both"] or (len(local) == 8) == (area in areas["eight"])
    return f"{area}-{local}" if fits else ""


def _service(digits: str) -> str:
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if _SERVICE.fullmatch(digits) else ""


def _abroad(digits: str, *, plus: bool, zone: str) -> str:
    """+852 and its like; at home there also without it."""
    for code, shape in _ABROAD.items():
        rest = digits.removeprefix(code).removeprefix("0" if code == "886" else "")
        if (plus or len(digits) > 10) and digits.startswith(code) and re.fullmatch(shape, rest):
            return f"+{code}{rest}"
    home = _HOME.get(zone, "")
    local = digits.removeprefix("0") if home == "886" else digits
    if home and not plus and re.fullmatch(_ABROAD[home], local):
        return f"+{home}{local}"
    other = plus and not digits.startswith(("86", *_ABROAD)) and 9 <= len(digits) <= 14
    return f"+{digits}" if other else ""
