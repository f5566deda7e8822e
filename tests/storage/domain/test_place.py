"""The place in a link is a short, plain name, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.place import LONGEST, place


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("门店3", "门店3"),
        ("  一楼   服务台 ", "一楼 服务台"),
        ("门店３（东）", "门店3(东)"),
        ("Shop #7 & Co.", "Shop #7 & Co."),
        ("门店3 · 沙发", "门店3 · 沙发"),
        ("", ""),
        ("店" * 41, ""),
        ("店" * 10_000, ""),
        ("<script>", ""),
        ("店\x00", ""),
        ("店\u202e3", ""),
        ("\ud800", ""),
        ("a=1;b", ""),
        (None, ""),
        (7, ""),
        (["门店"], ""),
    ],
)
def test_a_place(told, kept):
    assert place(told) == kept


@given(st.text())
def test_whatever_a_link_says_it_is_short_and_stays_as_it_is(told):
    kept = place(told)
    assert len(kept) <= LONGEST
    assert kept.isprintable()
    assert place(kept) == kept
