"""The table of ASVS 5.0 in docs/security.md: every requirement of levels 1 and 2 once, and where each that is
met is to be seen."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE)
MET, OUT, OPEN = "达到", "不适用", "未达到"


def test_each_requirement_stands_there_once() -> None:
    assert len(ROWS) == len({key for key, *_ in ROWS}) == 253
    assert {status for _, _, status, _ in ROWS} == {MET, OUT, OPEN}
    order = [[int(part) for part in key.split(".")] for key, *_ in ROWS]
    assert order == sorted(order)


def test_the_sums_are_those_of_the_table() -> None:
    count = Counter(status for _, _, status, _ in ROWS)
    assert f"达到 {count[MET]} 条，不适用 {count[OUT]} 条，未达到 {count[OPEN]} 条" in PAGE


def test_what_is_met_is_to_be_seen_where_it_says() -> None:
    for key, _, status, where in ROWS:
        files = re.findall(r"`([^`]+)`", where) if status == MET else []
        assert files or status != MET, key
        assert [file for file in files if not (ROOT / file).exists()] == [], key


def test_what_is_not_met_says_why() -> None:
    assert [key for key, _, status, where in ROWS if status != MET and len(where.strip()) < 2] == []
