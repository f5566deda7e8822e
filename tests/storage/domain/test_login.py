"""What a new account may be called."""

import pytest

from storage.domain import login


@pytest.mark.parametrize("name", ["li", "wang.fang@example.com", "王芳", "a-b_c+d", "é", "x" * 80])
def test_letters_and_signs_make_a_login(name: str) -> None:
    assert login.wrong(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "login_empty"),
        ("x" * 81, "login_long"),
        *((f"a{sign}b", "login_signs") for sign in " \u3000\u00a0\t\n\x00\x07\x7f\u2028"),
        *((f"a{sign}b", "login_signs") for sign in "\u202e\u200b\u200d\u2066\ufeff\u00ad\ufffd\u3164\ud800"),
        *((f"a{sign}", "login_signs") for sign in "\u034f\u17b4\u180b\ufe0f\U000e0100"),
    ],
)
def test_nothing_that_nobody_sees_is_in_one(name: str, why: str) -> None:
    assert login.wrong(name) == why
