"""What makes a line that looks like an attribution one: an address, or a day with a time of day."""

import re
from typing import Final

_MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|fév|mars|avr|mai|juin|juil|août|déc|märz|mär|okt|dez|"
    r"ene|abr|ago|dic|genn|magg|giu|lug|set|ott|maj|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru|лист|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек|márc|ápr|máj|jún|júl|szept|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu|tammi|helmi|"
    r"一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月)"
)
DAY: Final = (
    r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|"
    r"(?:\d{2}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号]|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?[\s,/-]{{1,3}}(?:de\s)?{_MONTH}\w{{0,8}}\.?[\s,/-]{{1,3}}(?:(?:de|at|um|à)\s)?\d|"
    rf"{_MONTH}\w{{0,8}}\.?[\s,/-]{{1,3}}\d{{1,2}})"  # a number, for names begin like months: Jane, Mark
)
TIME: Final = r"(?:\d{1,2}\s?[:：时時點点hH]\s?\d{2}|\d{1,2}\.\d{2}(?!\d)|\d{1,2}\s?[ap]m)"
ADDRESS: Final = r"(?:[\w.+=-]{1,80}@[\w-][\w.-]{0,100}|\*{3}@\*{3}\.\*{3})"  # hidden, on GitHub

_DAY: Final = re.compile(DAY, re.IGNORECASE)
_FULL_DAY: Final = re.compile(r"\d{4}\s?[-/.年]\s?\d|(?<!\d)(?:19|20)\d\d(?!\d)")
_TIME: Final = re.compile(TIME, re.IGNORECASE)
_ADDRESS: Final = re.compile(ADDRESS)


def dated(text: str) -> bool:
    return _DAY.search(text) is not None


def year(text: str) -> bool:
    return _FULL_DAY.search(text) is not None


def timed(text: str) -> bool:
    return _TIME.search(text) is not None


def addressed(text: str) -> bool:
    return _ADDRESS.search(text) is not None
