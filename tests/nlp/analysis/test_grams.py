"""Runs of characters, and which of them stand as denied."""

import pytest

from nlp.analysis.batch import Batch
from nlp.analysis.grams import DENIED, ORDERS, SIZES, grams


def denied(text: str) -> str:
    """The characters that are."""
    found = grams(Batch([text]))
    row = found.buckets[SIZES.index(1, ORDERS)]
    return "".join(text[place] for place, bucket in zip(found.places, row, strict=True) if bucket)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("味道很好", ""),
        ("一点都不慢", "慢"),
        ("不", ""),
        ("没有想象中那么糟糕", "有想象中那"),
        ("不贵，好吃", "贵"),
        ("不 贵", "贵"),
        ("沒有異味", "有異味"),
        ("无没不", "没不"),
        ("", ""),
    ],
)
def test_what_stands_shortly_behind_a_denial_in_the_same_part(text: str, there: str) -> None:
    assert denied(text) == there


def test_nothing_is_denied_across_texts() -> None:
    assert not grams(Batch(["不", "好"])).buckets[ORDERS:].any()


def test_what_is_denied_is_another_run_than_what_is_said() -> None:
    plain, other = grams(Batch(["慢"])), grams(Batch(["不慢"]))
    said = plain.buckets[0][0]
    assert said in other.buckets[0]
    (bucket,) = {bucket for bucket in other.buckets[ORDERS].tolist() if bucket}
    assert bucket != said
    assert bucket >= DENIED * 2**22


def test_of_two_that_are_denied_both_begin_behind_the_denial() -> None:
    pairs = grams(Batch(["不好吃"])).buckets[SIZES.index(2, ORDERS)]
    assert [bool(bucket) for bucket in pairs.tolist()] == [False, True, False, False]
