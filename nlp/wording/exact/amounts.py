"""How much and how many in a text: 3个半, 一百二, 两个半小时, 三块五, 1.5万, 80%; not surely 十来个."""

import re
from functools import cache

from nlp.wording.exact.measures import Amount, converted, units
from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.numerals import first_digit, number, numeral

_NEAR = 6  # characters before a number in which 快 or 型号 stands
_WEEKS = frozenset(("周", "星期", "礼拜"))  # 周三; but 一周三次, 1周3天
_KILO = {"k": 1000, "w": 10_000, "": 1}
_ROUND = ("百", "千", "万", "佰", "仟")
_AND = ("", "零", "又", "加")  # 两年零三个月
# 三块五, 15元8角5分
_TENTHS = (
    r"(?<=[块元米毛角])(?P<tenth>[\d一二三四五六七八九]{1,2})(?:(?:毛|角)(?:(?P<cent>[\d一二三四五六七八九])(?:分|(?=$|[,。;!\s了吧的啊])))?)?+"
    r"(?![\d百千万])"
)
_HOUR = late(r"(?:1?\d|2[0-4])点")  # 235点6 is none
_DOES = "[喝吃用买去来要抽看住坐开玩打](?=$|[,。;!\\s了的])"  # 一瓶都不喝
# 一毛都不给, 一分钱也不想出
_NOT_A_PENNY = (
    r"一(?:毛钱?|分钱?|块钱?|个?子儿?)(?:都|也)?(?:不|没)(?:想|愿意?|肯|会|打算)?"
    r"[给出付掏花交](?=$|[,。;!\s了的啊呀])"
)
_TWICE = late(r"\d{3,}[百千]$")  # 3000千
# A number that is part of another word, or of a longer one: 30s, 一上午, 13812345678.
_GLUED = late(
    r"\d(?=[a-z\d])|[一二三四五六七八九两](?=[^\W\da-z了吧的呢啊呀哦嘛多来几左半百千万点零〇十到至或])"
)


@cache
def _spoken() -> re.Pattern[str]:
    data = load("number")
    unit, rough = units(), either(data["rough_after"])
    return re.compile(
        rf"(?P<zero>{either(data['zero'])}|{_NOT_A_PENNY}|一(?:{unit})(?:都|也)(?:没有?(?!数|算)|不{_DOES}))(?!多|太|几|什么|啥|到|满|够)"
        rf"|百分之(?P<percent>{numeral()})"
        rf"|(?P<tenths>{numeral()})成(?P<more>{numeral()})?(?![\w])"
        rf"|(?P<quarters>[一三1３3])刻钟"
        rf"|(?P<one_half>一半)(?![\w])"
        rf"|(?P<half>半)(?:个)?(?P<of>{unit})"
        rf"|(?<![a-z\d.])¥?(?P<sign>-|负|零下)?(?P<n>{numeral()})(?P<kilo>[kw](?![a-z]))?\s*(?P<rough>{rough})?\s*"
        rf"(?P<unit>{unit})?(?:(?(unit)(?P<and_half>半)(?P<tail>{unit})?|(?!))|{_TENTHS}(?!{unit}))?"
    )


@cache
def _aside() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = load("number")
    weeks = rf"(?<![每一个两二三四五六七八九十\d])(?:{either(_WEEKS)})"
    return (
        re.compile(rf"(?:{either(set(data['not_leads']) - _WEEKS)}|{weeks})\s?$"),
        re.compile(rf"\s*(?:{either(data['not_units'])})"),
        re.compile(rf"(?:{either(data['rough_before'])})\s?$"),
        re.compile(rf"\s*(?:钱)?(?:{either(data['rough_after'])}|内(?![衣裤存胆地]))"),
    )


@cache
def _just() -> re.Pattern[str]:
    return re.compile(f"(?:{either(load('number')['exact_before'])})$")


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
    led = lead.search(text, max(0, found.start() - 2 * _NEAR), found.start())
    alone = not found["unit"] and not found["rough"] and not found["kilo"]
    glued = alone and _glued(found, text)
    any_ = found["n"] == "一" and text.startswith(("都不", "也不"), found.end())  # 一杯都不好喝
    return bool(year or other or led or glued or any_ or _HOUR.match(found["n"]))


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
    plain = plain and not _TWICE.search(found["n"])
    return plain and not found["rough"] and _exact_place(found, text)


def _exact_place(found: re.Match[str], text: str) -> bool:
    """Not 快3天了, 3天多, 大半个小时."""
    _, _, before, after = _aside()
    near = max(0, found.start() - 2 * _NEAR)
    rough = before.search(text, near, found.start()) and not _just().search(text, near, found.start())
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
            told, more = number(found[group]), number(found["more"]) if found["more"] else 0
            guess = first_digit(found[group]) if told is None else told  # 七八成
            return Amount(*place, factor * guess + (more or 0), unit, told is not None)
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
            summed[-1] = last._replace(unit=last.unit or each.unit, sure=False)
            summed.append(each._replace(sure=False))
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
