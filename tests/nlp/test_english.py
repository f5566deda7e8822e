"""English words for numbers and places, as the readers hear them."""

import pytest

from nlp.wording.text.english import days_in, in_english, in_figures, in_places
from nlp.wording.text.normal import normalise
from nlp.wording.text.slips import mend


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("twenty-five times", "25 times"),
        ("three hundred and fifty", "350"),
        ("two thousand and twenty six", "2026"),
        ("twelve hundred", "1200"),
        ("a hundred and twenty", "120"),
        ("a dozen", "12"),
        ("half a dozen", "6"),
        ("two dozen", "24"),
        ("one", "one"),
        ("one two three", "one two three"),
        ("twenty one two", "twenty one two"),
        ("dozens of times", "dozens of times"),
        ("a few hundred", "a few hundred"),
        ("someone", "someone"),
    ],
)
def test_numbers_in_words(text: str, read: str) -> None:
    assert in_figures(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("the second one", "第2个"),
        ("second", "第2个"),
        ("the first and the third", "第1个和第3个"),
        ("first or second", "第1个或第2个"),
        ("the first two", "前2个"),
        ("the last two options", "最后2个"),
        ("one and three", "1和3"),
        ("wait a second", "wait a second"),
        ("the first time i came", "the first time i came"),
        ("first price, second quality", "first price, second quality"),
    ],
)
def test_places_in_words(text: str, read: str) -> None:
    assert in_places(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("on the 3rd", "3号"),
        ("the 3rd of november", "the 3rd of november"),
        ("ten days ago", "10 days ago"),
        ("a fortnight ago", "2 weeks ago"),
        ("some days ago", "some days ago"),
    ],
)
def test_days_in_words(text: str, read: str) -> None:
    assert days_in(text) == read


@pytest.mark.parametrize(
    ("text", "letters", "english"),
    [("the lamp", "abcd", True), ("a and c", "abcd", False), ("acd", "abcd", False), ("5分ok", "", False)],
)
def test_which_text_is_english(text: str, letters: str, english: bool) -> None:
    assert in_english(text, letters) is english


def test_an_apostrophe_as_telephones_write_it() -> None:
    assert normalise("I don’t know") == "i don't know"


def test_letters_before_an_apostrophe_are_no_pinyin() -> None:
    assert mend("you've got the wrong number") == "you've got the wrong number"
    assert mend("you") == "有"
