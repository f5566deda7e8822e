"""What is sealed: read again for its purpose alone, never as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import sealing

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXTS)
def test_what_was_sealed_opens_again(text: str) -> None:
    sealed = sealing.seal("phone", text)
    assert sealing.opened("phone", sealed) == text
    assert len(sealed) == 29 + len(text.encode())


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert sealing.seal("phone", "138") != sealing.seal("phone", "138")


@given(st.binary(max_size=60))
def test_nothing_else_opens(made_up: bytes) -> None:
    with pytest.raises(sealing.Unopened):
        sealing.opened("phone", made_up)


def test_nothing_opens_for_another_purpose_nor_changed() -> None:
    sealed = sealing.seal("phone", "13800001111")
    for purpose, blob in (("email", sealed), *(("phone", changed(sealed, at)) for at in range(len(sealed)))):
        with pytest.raises(sealing.Unopened):
            sealing.opened(purpose, blob)


def changed(sealed: bytes, at: int) -> bytes:
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


def test_the_blind_index_finds_the_same_text_for_one_purpose() -> None:
    one = sealing.blind("phone", "13800001111")
    assert one == sealing.blind("phone", "13800001111")
    assert one not in (sealing.blind("email", "13800001111"), sealing.blind("phone", "13800001112"))
