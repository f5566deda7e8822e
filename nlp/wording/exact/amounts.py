"""How much and how many in a text: 3个半, 一百二, 两个半小时, 三块五, 1.5万, 80%; not surely 十来个."""

import re
from dataclasses import dataclass, replace
from functools import cache

from nlp.wording.lexicon import either, load
from nlp.wording.text.numerals import number, numeral

_NEAR = 6  # characters before a number in which 快 or 型号 stands
_KILO = {"k": 1000, "w": 10_000, "": 1}
_PLACES = {"百": 100, "千": 1000, "万": 10_000}
_SHORTENED = re.compile(r"(?<![\d.])(\d{1,5})([百千万])([1-9])(?![\d.百千万十多来几天年个次-])")
_GREAT_AND_SMALL = re.compile(r"([\d一两二俩三四五六])大([\d一两二俩三四五六])小")  # grown-ups and children
_KILO_AND = re.compile(r"(?<![\da-z])(\d+)k(\d)(?![\da-z])")  # 2k5
_ROUND = ("百", "千", "万")
_AND = ("", "零", "又", "加")  # 两年零三个月
# 三块五, 15元8角5分
_TENTHS = (
    r"(?<=[块元米毛角])(?P<tenth>[\d一二三四五六七八九]{1,2})(?:(?:毛|角)(?:(?P<cent>[\d一二三四五六七八九])分)?)?+"
    r"(?![\d百千万天年个次分])"
)
# A number that is part of another word, or of a longer one: 30s, 一上午, 13812345678.
_GLUED = re.compile(
    r"\d(?=[a-z\d])|[一二三四五六七八九两](?=[^\W\da-z了吧的呢啊呀哦嘛多来几左半百千万点零〇十到至或])"
)
_TABLES = ("in_minutes", "in_days", "in_nights", "in_pieces", "in_years", "in_yuan", "in_grams", "in_metres")


@dataclass(frozen=True, slots=True)
class Amount:
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


@cache
def _spoken() -> re.Pattern[str]:
    data = load("number")
    unit, rough = units(), either(data["rough_after"])
    return re.compile(
        rf"(?P<zero>{either(data['zero'])})"
        rf"|百分之(?P<percent>{numeral()})"
        rf"|(?P<tenths>{numeral()})成(?P<more>{numeral()})?(?![\w])"
        rf"|(?P<quarters>[一三1３3])刻钟"
        rf"|(?P<one_half>一半)(?![\w])"
        rf"|(?P<half>半)(?:个)?(?P<of>{unit})"
        rf"|(?<![a-z\d.])¥?(?P<sign>-|负|零下)?(?P<n>{numeral()})(?P<kilo>[kw](?![a-z]))?\s*(?P<rough>{rough})?\s*"
        rf"(?P<unit>{unit})?(?:(?(unit)(?P<and_half>半)(?P<tail>{unit})?|(?!))|{_TENTHS})?"
    )


@cache
def _aside() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = load("number")
    return (
        re.compile(f"(?:{either(data['not_leads'])})$"),
        re.compile(rf"\s*(?:{either(data['not_units'])})"),
        re.compile(f"(?:{either(data['rough_before'])})$"),
        re.compile(rf"\s*(?:钱)?(?:{either(data['rough_after'])})"),
    )


def bare(text: str) -> str:
    """1,200 as 1200, 1万2 as 12000 and 两大一小 as 3, which no numeral says."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(\d+)万(\d)千(?![\d多几来])", lambda m: f"{int(m[1]) * 10_000 + int(m[2]) * 1000}", text)
    text = _KILO_AND.sub(lambda m: f"{int(m[1]) * 1000 + int(m[2]) * 100}", text)
    text = _GREAT_AND_SMALL.sub(lambda m: f"{(number(m[1]) or 0) + (number(m[2]) or 0):g},", text)
    return _SHORTENED.sub(lambda m: f"{int(m[1]) * _PLACES[m[2]] + int(m[3]) * _PLACES[m[2]] // 10}", text)


def amounts_in(text: str, *, ordinal: bool = False) -> list[Amount]:
    """The amounts of a text in order, 1小时30分 as one; ``ordinal``: 第三次 counts too."""
    found = [amount for m in _spoken().finditer(text) if (amount := _amount(m, text, ordinal=ordinal))]
    return _summed(found, text)


def _amount(found: re.Match[str], text: str, *, ordinal: bool) -> Amount | None:
    fixed = _fixed(found, text)
    if fixed or _no_amount(found, text):
        return fixed
    value = _value(found)
    if value is None:
        return None
    unit = load("number")["same"].get(found["tail"] or found["unit"] or "", "")
    sure = _exact(found, text) and (ordinal or not text.startswith("第", max(0, found.start() - 1)))
    return Amount(found.start(), found.end(), found[0].strip(), value, unit, sure)


def _no_amount(found: re.Match[str], text: str) -> bool:
    """3号, 3点, 2024年, 型号3, 30s, 一上午."""
    lead, trail, _, _ = _aside()
    year = found["unit"] == "年" and re.fullmatch(r"(?:19|20)\d\d", found["n"])
    other = trail.match(text, found.end("n")) and not found["rough"]
    led = lead.search(text, max(0, found.start() - _NEAR), found.start())
    alone = not found["unit"] and not found["rough"] and not found["kilo"]
    glued = alone and _glued(found, text)
    return bool(year or other or led or glued or re.search(r"\d点", found["n"]))


def _glued(found: re.Match[str], text: str) -> bool:
    numeral_alone = found.end("n") - found.start("n") == 1 or text[found.end("n") - 1].isdecimal()
    return numeral_alone and _GLUED.match(text, found.end("n") - 1) is not None


def _value(found: re.Match[str]) -> float | None:
    """The number with its 万, 半 and 块五; of 三四个 the first, as a guess."""
    value = number(found["n"])
    value = number(found["n"][0]) if value is None else value
    if value is None:
        return None
    value = value * _KILO[found["kilo"] or ""] + (0.5 if found["and_half"] else 0)
    if found["tenth"]:
        value += float(
            "0." + "".join(f"{number(char) or 0:.0f}" for char in found["tenth"] + (found["cent"] or ""))
        )
    return -value if found["sign"] else value


def _exact(found: re.Match[str], text: str) -> bool:
    """Not 三四个, 十来个, 千八百."""
    plain = number(found["n"]) is not None and not found["n"].startswith(_ROUND)
    return plain and not found["rough"] and _exact_place(found, text)


def _exact_place(found: re.Match[str], text: str) -> bool:
    """Not 快3天了, 3天多, 大半个小时."""
    _, _, before, after = _aside()
    rough = before.search(text, max(0, found.start() - _NEAR), found.start())
    return not rough and not after.match(text, found.end())


def _fixed(found: re.Match[str], text: str) -> Amount | None:
    """None at all, halves, percent, tenths, quarters of an hour."""
    place = (found.start(), found.end(), found[0])
    if found["zero"]:
        return Amount(*place, 0.0)
    if found["one_half"]:
        return Amount(*place, 50.0, "%")
    if found["half"]:
        return Amount(*place, 0.5, load("number")["same"][found["of"]], _exact_place(found, text))
    for group, factor, unit in (("percent", 1, "%"), ("tenths", 10, "%"), ("quarters", 15, "分钟")):
        if found[group]:
            more = number(found["more"]) if found["more"] else 0
            return Amount(*place, factor * (number(found[group]) or 0) + (more or 0), unit)
    return None


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{either(load('number')['between'])})\s*")


def _summed(found: list[Amount], text: str) -> list[Amount]:
    """1小时30分, 一年零两个月 as one; the ends of 3到5天 not sure."""
    summed: list[Amount] = []
    for each in found:
        last = summed[-1] if summed else None
        if last and _between().fullmatch(text, last.end, each.start):
            summed[-1] = replace(last, unit=last.unit or each.unit, sure=False)
            summed.append(replace(each, sure=False))
        elif last and (rest := _rest(last, each, text)):
            words = text[last.start : each.end]
            summed[-1] = Amount(
                last.start, each.end, words, last.value + rest, last.unit, last.sure and each.sure
            )
        else:
            summed.append(each)
    return summed


def _rest(last: Amount, each: Amount, text: str) -> float:
    """What an amount adds to the one before it: the half hour of 1小时30分; else 0."""
    beside = text[last.end : each.start].strip() in _AND and last.unit not in ("", each.unit)
    part = converted(each, last.unit) if beside and each.unit else None
    return part if part and part < 1 else 0.0


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
    return None
