"""Amounts written in ways that no numeral says, in plain figures: 1,200, 1万2, 2k5, 两大一小."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.numerals import number

_KILO_AND = late(r"(?<![\da-z])(\d+)k(\d)(?![\da-z])")  # 2k5
_PLACES = {"百": 100, "千": 1000, "万": 10_000}
_SHORTENED = late(r"(?<![\d.])(\d{1,5})([百千万])([1-9])(?![\d.百千万十多来几天年个次-])")
_FEW = "([\\d一两二俩三仨四五六])"
_GREAT_AND_SMALL = late(  # grown-ups and children
    rf"{_FEW}(?:大|个?(?:大人|成人))[,、和加带]?{_FEW}(?:小(?!时)|个?(?:孩子?|小孩子?|娃娃?|小朋友|儿童|宝宝))"
)
_DAYS = late(r"^([\d一二两三四五六七八九十]{1,3})日(?=$|[,。;!了吧])")  # 七日, but not 3月7日
_HOURS_AND = late(r"(?<=[年月天时])零(?=\d)")  # 1小时零5分


@cache
def _noise() -> re.Pattern[str]:
    return re.compile(either(load("number")["noise"]))


def bare(text: str) -> str:
    """1,200 as 1200, 1万2 as 12000 and 两大一小 as 3, which no numeral says; 99包邮 as 99."""
    text = _DAYS.sub(r"\1天", text)
    text = _HOURS_AND.sub("", _noise().sub(" ", text))
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(\d+)万(\d)千(?![\d多几来])", lambda m: f"{int(m[1]) * 10_000 + int(m[2]) * 1000}", text)
    text = _KILO_AND.sub(lambda m: f"{int(m[1]) * 1000 + int(m[2]) * 100}", text)
    text = _GREAT_AND_SMALL.sub(lambda m: f"{(number(m[1]) or 0) + (number(m[2]) or 0):g},", text)
    return _SHORTENED.sub(lambda m: f"{int(m[1]) * _PLACES[m[2]] + int(m[3]) * _PLACES[m[2]] // 10}", text)
