"""Numbers in any writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.wording.text.numerals import number, roman

DIGITS = "零一二三四五六七八九"
PLACES = ((1000, "千"), (100, "百"), (10, "十"))


def spelled(value: int) -> str:
    """1 to 9999 as Chinese writes it: 1020 一千零二十."""
    text, gap = "", False
    for place, name in PLACES:
        digit, value = divmod(value, place)
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + name
        gap = bool(text) and not digit
    return text + (("零" if gap else "") + DIGITS[value] if value else "")


@given(st.integers(1, 9999))
def test_reads_what_chinese_writes(value: int) -> None:
    assert number(spelled(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        ("4.5", 4.5),
        ("十", 10),
        ("十二", 12),
        ("廿三", 23),
        ("俩", 2),
        ("仨", 3),
        ("肆拾", 40),
        ("一百二", 120),
        ("一百零二", 102),
        ("两千五", 2500),
        ("一万三", 13000),
        ("1.5万", 15000),
        ("3百", 300),
        ("三点五", 3.5),
        ("3点5", 3.5),
        ("ten", 10),
    ],
)
def test_reads_everyday_writing(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "三四", "点五", "三点", "分", "4分", "1" * 400, "一" * 400, "万点"])
def test_what_is_no_one_number_is_none(text: str) -> None:
    assert number(text) is None


def test_roman_numbers_stand_alone() -> None:
    assert [roman(text) for text in ("iv", "x", "mix")] == [4, 10, None]
