"""The codes of a second factor, held against the vectors of the RFCs."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain import totp

KEY = b"12345678901234567890"
AT = datetime(2026, 3, 4, 2, 0, 10, tzinfo=UTC)

HOTP = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489")
TOTP = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


def test_the_codes_of_counters_are_those_of_rfc_4226_appendix_d() -> None:
    assert tuple(totp.code(KEY, number) for number in range(10)) == HOTP


@pytest.mark.parametrize(("seconds", "expected"), TOTP.items())
def test_the_codes_of_times_are_those_of_rfc_6238_appendix_b(seconds: int, expected: str) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    assert totp.code(KEY, totp.step(at), digits=8) == expected


@pytest.mark.parametrize(("off", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_step_beside_is_good_for_clocks_that_differ(off: int, good: bool) -> None:
    typed = totp.code(KEY, totp.step(AT) + off)
    assert totp.used(KEY, typed, AT, None) == (totp.step(AT) + off if good else None)


def test_no_code_is_good_twice_nor_one_before_the_last_that_was() -> None:
    here = totp.step(AT)
    assert totp.used(KEY, totp.code(KEY, here), AT, here) is None
    assert totp.used(KEY, totp.code(KEY, here - 1), AT, here) is None
    assert totp.used(KEY, totp.code(KEY, here + 1), AT, here) == here + 1


@pytest.mark.parametrize("typed", ["{} {}", " {}-{} ", "{}\u3000{}"])
def test_digits_are_read_however_they_are_typed(typed: str) -> None:
    digits = totp.code(KEY, totp.step(AT))
    wide = digits.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    for each in (digits, wide):
        assert totp.used(KEY, typed.format(each[:3], each[3:]), AT, None) == totp.step(AT)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_six_digits_or_nothing(typed: str) -> None:
    digits = totp.plain(typed)
    assert digits == "" or (len(digits) == totp.DIGITS and digits.isascii() and digits.isdigit())


def test_an_app_reads_the_address() -> None:
    read = urlsplit(totp.address(KEY, "li@公司", "青禾: 家居"))
    asked = parse_qs(read.query)
    assert (read.scheme, read.netloc) == ("otpauth", "totp")
    assert asked == {"secret": [totp.letters(KEY).replace(" ", "")], "issuer": ["青禾  家居"]}
    assert read.path.count(":") == 1
