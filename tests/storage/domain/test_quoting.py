"""Sentences to quote."""

from hypothesis import given
from hypothesis import strategies as st

from storage.domain.quoting import LONGEST, masked, sentence, unlike

TEXT = "东西不错。 就是送得太慢了！客服也不回。"


def test_the_sentence_around_the_words() -> None:
    start = TEXT.index("太慢")
    first, last = sentence(TEXT, (start, start + 2))
    assert TEXT[first:last] == "就是送得太慢了！"


def test_words_over_two_sentences_are_quoted_with_both() -> None:
    first, last = sentence(TEXT, (TEXT.index("太慢"), TEXT.index("客服") + 2))
    assert TEXT[first:last] == "就是送得太慢了！客服也不回。"


@given(st.text("好慢。！ \n，"), st.integers(0, 200), st.integers(1, 40))
def test_the_words_themselves_are_always_in_the_quote(text: str, start: int, size: int) -> None:
    text = text * 4 + "慢"
    start %= len(text)
    end = min(len(text), start + size)
    first, last = sentence(text, (start, end))
    assert 0 <= first <= last <= len(text)
    assert last - first <= LONGEST
    assert text[start:end].strip() in text[first:last] or not text[start:end].strip()


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_what_is_masked_is_gone_and_all_else_stays_where_it_was(text: str, start: int, size: int) -> None:
    end = min(len(text), start + size)
    hidden = masked(text, [(start, end)])
    assert len(hidden) == len(text)
    assert (hidden[:start], hidden[end:]) == (text[:start], text[end:])
    assert set(hidden[start:end]) <= {"＊"}


def test_nearly_the_same_is_quoted_once() -> None:
    told = ["送得太慢了", "送得太慢了！", "包装破了", "真的送得太慢了", "好"]
    assert [told[number] for number in unlike(told)] == ["送得太慢了", "包装破了", "好"]
