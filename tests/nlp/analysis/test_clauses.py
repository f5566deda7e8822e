"""Clauses: each says one thing, and stands where it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.analysis.clauses import clauses


def told(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in clauses(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("菜很香但送得太慢", ["菜很香", "但送得太慢"]),
        ("菜很香,可是,冷了", ["菜很香", "可是", "冷了"]),
        ("很大方!也很快。", ["很大方", "也很快"]),
        ("屋子大 床也软", ["屋子大", "床也软"]),
        ("等了1.5小时.好久", ["等了1.5小时", "好久"]),
        ("very good 很香", ["very good 很香"]),
        ("不但香而且便宜", ["不但香", "而且便宜"]),
        ("贵不过分", ["贵不过分"]),
        ("再香不过了", ["再香不过了"]),
        ("菜、汤、饭都好", ["菜、汤、饭都好"]),
        ("  \n 。。 ", []),
        ("", []),
    ],
)
def test_a_text_is_parted_where_something_new_is_said(text: str, parts: list[str]) -> None:
    assert told(text) == parts


def test_a_sentence_begins_after_a_stop_and_not_after_a_comma() -> None:
    assert [clause.first for clause in clauses("甲,乙。丙,丁!戊")] == [True, False, True, False, True]


@given(st.text(alphabet="好但是可不过分,。.!? 1a\n却除了", max_size=60))
def test_clauses_lie_in_order_and_lose_nothing_but_stops(text: str) -> None:
    found = clauses(text)
    ends = [0, *(clause.end for clause in found)]
    starts = [*(clause.start for clause in found), len(text)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    between = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    assert not [sign for sign in between if sign.isalnum()]
