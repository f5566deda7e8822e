"""Days, order numbers, telephones and numbers: what holds whatever the words."""

import datetime as dt
import re
import subprocess
import sys
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp import read_answer
from tests.effort import cost

TODAY = dt.date(2026, 11, 21)
MOST = 100  # yards (tests.effort)
ORDER = r"[A-Z]{2}\d{8}"
ASKED: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "date": ("您是哪天购买的？", []),
    "order": ("您的订单号是多少？", [("pattern", ORDER)]),
    "phone": ("请留下您的联系电话", []),
    "number": ("您等了几天？", []),
}
TYPES = {"date": dt.date, "order": str, "phone": str, "number": (int, float)}
WORDS = [
    *(
        "昨天",
        "3号",
        "三",
        "月",
        "年",
        "周",
        "大概",
        "不是",
        "不对",
        "农历",
        "初",
        "国庆",
        "前",
        "后",
        "第",
        "廿",
        "闰",
    ),
    *(
        "13812345678",
        "010-",
        "转",
        "+86",
        "AB12345678",
        "O",
        "l",
        "-",
        " ",
        "，",
        ".",
        "/",
        "2026",
        "11",
        "00",
    ),
    *(
        "天",
        "块",
        "半",
        "几",
        "多",
        "万",
        "两",
        "½",
        "②",
        "٣",
        "²",
        "¥",
        "%",
        "成",
        "负",
        "∞",
        "1e9",
        "\x00",
        "\ud800",
    ),
]
anything = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=9).map("".join))


def read(kind: str, text: str, today: dt.date | None = TODAY, **rules: Any) -> Any:
    question, options = ASKED[kind]
    return read_answer(kind, question, options, text, today, rules=rules)


@given(st.sampled_from(sorted(ASKED)), anything, st.sampled_from([TODAY, None, dt.date.min, dt.date.max]))
@example("date", "大年三十前一天", dt.date.min)
def test_never_raises_and_gives_what_was_asked_for(kind: str, text: str, today: dt.date | None) -> None:
    reading = read(kind, text, today)
    if reading.outcome == "answer" and reading.missing is None:
        assert isinstance(reading.value, TYPES[kind])
        assert kind != "order" or re.fullmatch(ORDER, reading.value)
        assert kind != "date" or today is None or reading.value <= today


@given(st.from_regex(ORDER, fullmatch=True), st.sampled_from(["{}", "订单号{}", "{}，谢谢", "是 {} 这个"]))
def test_an_order_number_that_fits_is_taken(number: str, frame: str) -> None:
    plain = "".join(str(int(char)) if char.isdecimal() else char for char in number)
    assert read("order", frame.format(plain)).value == plain


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_a_mobile_in_groups_is_the_same_mobile(number: str, gap: str) -> None:
    assert read("phone", gap.join((number[:3], number[3:7], number[7:]))).value == number
    assert read("phone", number[:-1]).outcome == "ask"


@given(st.dates(dt.date(2000, 1, 1), TODAY))
def test_a_whole_date_is_that_day_in_every_form(day: dt.date) -> None:
    for form in ("%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y"):
        assert read("date", day.strftime(form)).value == day, form


@given(st.integers(0, 9999), st.sampled_from(["{}", "{}天", "{} 天", "等了{}天"]))
def test_a_number_is_itself(number: int, frame: str) -> None:
    assert read("number", frame.format(number)).value == number


@pytest.mark.parametrize(("zone", "day"), [("Asia/Shanghai", 22), ("America/New_York", 21), (None, 21)])
def test_today_is_the_day_where_the_customer_is(zone: str | None, day: int) -> None:
    moment = dt.datetime(2026, 11, 21, 18, tzinfo=dt.UTC)
    assert read("date", "今天", moment, timezone=zone).value == dt.date(2026, 11, day)
    assert read("date", "今天", moment.isoformat(), timezone=zone).value == dt.date(2026, 11, day)


def test_without_a_today_only_a_whole_date_is_one() -> None:
    assert read("date", "2026-11-03", None).value == dt.date(2026, 11, 3)
    assert read("date", "昨天", None).outcome == "ask"
    assert read("date", "3月5号", None).outcome == "ask"


def test_out_of_range_names_the_range() -> None:
    assert read("number", "90天", range=(0, 60)).because == ("90天", "0~60")


@pytest.mark.parametrize(
    ("kind", "text", "comment"),
    [
        ("date", "昨天吧", ""),
        ("date", "昨天下午3点", "昨天下午3点"),
        ("order", "订单号是AB12345678", ""),
        ("phone", "我的手机号13812345678", ""),
        ("phone", "13812345678，六点后打", "13812345678，六点后打"),
    ],
)
def test_what_else_was_said_is_kept(kind: str, text: str, comment: str) -> None:
    assert read(kind, text).comment == comment


LUNAR = """
import datetime, sys
from nlp import read_answer
from tests.effort import cost
def asked(text): return read_answer("date", "哪天买的？", [], text, datetime.date(2026, 11, 21))
asked("上周三"), asked("去年国庆")
assert not {"borax", "phonenumbers", "numpy", "jieba"} & {name.partition(".")[0] for name in sys.modules}
assert asked("农历八月十五").value == datetime.date(2026, 9, 25)
"""


def test_the_lunar_calendar_is_loaded_for_lunar_days_alone() -> None:
    subprocess.run([sys.executable, "-c", LUNAR], check=True, timeout=240)


HOSTILE = [
    "3号" * 700,
    "1-" * 1000,
    "大概3号，" * 400,
    "十月" * 700,
    "不是昨天" * 500,
    "一" * 2000,
    "138 " * 500,
]
HOSTILE += ["没" * 2000, "的" * 2000, "O0" * 1000, "a-" * 1000, "3到" * 700, "2026-" * 400, "农历" * 1000]


@pytest.mark.parametrize("kind", sorted(ASKED))
def test_no_text_takes_long(kind: str) -> None:
    read(kind, "农历八月十五")  # lexicons loaded
    for text in HOSTILE:
        assert cost(partial(read, kind, text))[1] < MOST, text[:4]


def test_a_pattern_that_is_none_loses_no_answer() -> None:
    assert read_answer("order", "订单号？", [("pattern", "[")], "A12345678").value == "A12345678"


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"(a+)+$", r"(a|aa)+$", r"(.*)*x", r"([a-zA-Z0-9]+\s?)+-", r"(a?){50}a{50}", r"(?=(a+)+$)a"),
        *(
            r"\d*\d*\d*\d*\d*x",
            r"\w+\w+\w+!",
            "(ab|ab)" * 20 + "x",
            "((((a+)+)+)+)+",
            "(" * 190,
            "a{99999999999}",
        ),
    ],
)
def test_a_pattern_that_may_take_for_ever_takes_no_time(pattern: str) -> None:
    read_answer("order", "订单号？", [("pattern", r"\d{8}")], "12345678")  # lexicons loaded
    for text in ("a" * 40 + "!", "1" * 40, "ab" * 19 + "c", "A1 " * 600):
        asked = partial(read_answer, "order", "订单号？", [("pattern", pattern)], text)
        assert cost(asked)[1] < MOST, text[:4]
    reading = read_answer("order", "订单号？", [("pattern", pattern)], "A12345678")
    assert reading.value in ("A12345678", None)


@pytest.mark.parametrize(
    "pattern",
    [r"(?:JD|TB)?\d{8,}", r"\d{4}-\d{4}-\d{4}", r"[A-Z]*-?\d+-?\d*", r"^(?:[A-Z]{1,3})?\d{6,20}$"],
)
def test_everyday_patterns_are_kept(pattern: str) -> None:
    number = "1234-5678-9012" if "}-" in pattern else "123456789012"
    assert read_answer("order", "订单号？", [("pattern", pattern)], "123456789012").value == number
