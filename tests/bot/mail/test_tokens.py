"""Reply addresses: signed, carried by mail, found again wherever a mail program leaves them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail import read
from bot.mail.mail import Mail
from bot.mail.tokens import Token, sign, verify

KEY = "a key for tests"
DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
NUMBERS = st.integers(0, 2**49 - 1)


@given(talk=NUMBERS, customer=NUMBERS)
def test_a_token_leads_back_to_whom_it_was_signed_for(talk: int, customer: int) -> None:
    token = sign(KEY, talk, customer)

    assert re.fullmatch(r"[a-z2-7]{20,40}", token)
    assert verify(KEY, token) == Token(talk, customer)
    assert verify(KEY, token.upper()) == Token(talk, customer)


@given(
    talk=NUMBERS,
    customer=NUMBERS,
    at=st.integers(0, 39),
    to=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"),
)
def test_a_token_with_one_other_character_is_nobodys(talk: int, customer: int, at: int, to: str) -> None:
    token = sign(KEY, talk, customer)
    at %= len(token)
    changed = token[:at] + to + token[at + 1 :]

    assert verify(KEY, changed) == (Token(talk, customer) if changed == token else None)


@given(st.text(max_size=60))
def test_what_is_no_token_is_nobodys(text: str) -> None:
    assert verify(KEY, text) is None


def test_a_token_of_another_installation_is_nobodys() -> None:
    assert verify("another key", sign(KEY, 7, 3)) is None


def test_two_talks_never_share_a_token() -> None:
    tokens = {sign(KEY, talk, customer) for talk in range(40) for customer in range(40)}

    assert len(tokens) == 1600


@pytest.mark.parametrize(("talk", "customer"), [(-1, 0), (0, -1), (2**100, 1), (2**63, 2**63)])
def test_numbers_that_do_not_fit_are_refused(talk: int, customer: int) -> None:
    with pytest.raises(ValueError, match="reply address"):
        sign(KEY, talk, customer)


TOKEN = sign(KEY, 7, 3)
OTHER = sign(KEY, 8, 4)


@pytest.mark.parametrize(
    "headers",
    [
        f"To: reply+{TOKEN}@a.example",
        f"To: REPLY+{TOKEN.upper()}@A.EXAMPLE",
        f"To: =?gb18030?B?wvrS4g==?= <reply+{TOKEN}@a.example>, b@b.example",
        f"To: b@b.example\nCc: <care+{TOKEN}@a.example>",
        f"To: undisclosed-recipients:;\nDelivered-To: reply+{TOKEN}@a.example",
        f"To: info@a.example\nX-Original-To: reply+{TOKEN}@a.example",
        f"To: info@a.example\nIn-Reply-To: <{TOKEN}.12@a.example>",
        f"To: info@a.example\nReferences: <{OTHER}.1@a.example>\n <{TOKEN}.2@a.example> <x.y@b.example>",
        f"To: info@a.example\nIn-Reply-To: <{TOKEN}.12@a.example>\nReferences: <{OTHER}.1@a.example>",
        f"To: info@a.example\nSubject: Re: a visit [{TOKEN}]",
        f"To: info@a.example\nSubject: [{TOKEN}] Re: a visit",
        f"To: reply+{TOKEN}@a.example\nIn-Reply-To: <{OTHER}.1@a.example>",
    ],
)
def test_a_mail_gives_its_token(headers: str) -> None:
    assert mail(headers).token == TOKEN


@pytest.mark.parametrize(
    "headers",
    [
        "To: info@a.example",
        "To: somebody+shopping@b.example",
        "To: info@a.example\nIn-Reply-To: <1234567890.123.JavaMail.root@b.example>",
        "To: info@a.example\nSubject: Re: [urgent] the broken lift",
        f"To: info@a.example\nReply-To: reply+{TOKEN}@a.example",
    ],
)
def test_a_mail_without_a_token_gives_none(headers: str) -> None:
    assert mail(headers).token is None


def test_the_code_in_the_subject_is_not_the_answer() -> None:
    assert mail(f"To: info@a.example\nSubject: 5 [{TOKEN}]", "").text == "5"


def mail(headers: str, body: str = "4") -> Mail:
    return read(f"From: c@b.example\n{headers}\n\n{body}\n".encode())
