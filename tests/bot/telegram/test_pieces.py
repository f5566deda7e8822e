"""A long text arrives as several messages, whole and in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.pieces import LONGEST, pieces, size

SENTENCE = "箱子在路上摔坏了，里面的杯子也碎了。"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *[("", 1), ("  \n", 1), ("好", 1), ("好" * 4096, 1), ("好" * 4097, 2), ("😀" * 2048, 1)],
        *[("😀" * 2049, 2), (SENTENCE * 1000, 5), ("\n" * 5000 + "好", 1)],
    ],
)
def test_as_few_messages_as_it_takes(text: str, count: int) -> None:
    assert len(pieces(text)) == count


def test_it_is_cut_where_a_reader_would_pause() -> None:
    assert all(piece.endswith("。") for piece in pieces(SENTENCE * 1000))
    first, second = pieces("一" * 3000 + "\n" + SENTENCE * 100)
    assert (first, second) == ("一" * 3000, SENTENCE * 100)


texts = st.text(st.sampled_from("好，。 \n😀x\ud800"), min_size=1).flatmap(
    lambda part: st.integers(1, 9000 // len(part) + 1).map(lambda times: part * times)
)


@settings(deadline=None)
@given(texts)
def test_nothing_is_lost_and_every_piece_fits(text: str) -> None:
    found = pieces(text)
    assert all(piece.strip() and size(piece) <= LONGEST for piece in found)
    if text.strip():
        assert "".join("".join(found).split()) == "".join(text.split())
