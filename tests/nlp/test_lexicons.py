"""The word lists for answers: one not in normal form, or that counts as a slip, would never be found."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import nlp
from nlp.wording.lexicon import load
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.normal import normalise
from nlp.wording.text.slips import mend

FILES = sorted((Path(nlp.__file__).parent / "data" / "answers").glob("*.toml"))
LISTS = {path: load(path.stem, path.parent.name) for path in FILES}


def words_in(table: Any) -> Iterator[str]:
    """Every word of a list, or of a table {word: degree} or {word: word}."""
    if isinstance(table, list):
        yield from table
        return
    for key, value in table.items():
        if isinstance(value, str):
            yield from (key, value)
        elif isinstance(value, int | float):
            yield key
        else:
            yield from words_in(value)


def lists_in(table: Any) -> Iterator[list[Any]]:
    """Every list of a file, however deep."""
    if isinstance(table, list):
        yield table
    elif isinstance(table, dict):
        for value in table.values():
            yield from lists_in(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_word_is_in_normal_form(path: Path) -> None:
    assert [word for word in words_in(LISTS[path]) if normalise(word) != word] == []


# Order numbers are read as written, without mending: pinyin may be part of one.
AS_WRITTEN = {("exact", key) for key in ("corrections", "not_this", "not_that")}
AS_WRITTEN |= {("numbers", "english_more")}  # eleven is read as 11
MENDED = [path for path in FILES if path.stem != "slips"]


@pytest.mark.parametrize("path", MENDED, ids=lambda path: path.stem)
def test_no_word_is_mended_before_it_could_be_found(path: Path) -> None:
    lists = {key: words for key, words in LISTS[path].items() if (path.stem, key) not in AS_WRITTEN}
    assert [word for word in words_in(lists) if mend(word) != word] == []


def test_slips_are_mended_into_words_that_stand() -> None:
    slips = next(table for path, table in LISTS.items() if path.stem == "slips")
    meant = {word for name in ("dialect", "slips", "pinyin") for word in slips[name].values()}
    assert sorted(word for word in meant if mend(word) != word) == []
    assert [word for word in slips["not_slips"] if mend(word) != word] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_list_says_a_word_twice(path: Path) -> None:
    for words in lists_in(LISTS[path]):
        assert sorted(word for word, times in Counter(map(str, words)).items() if times > 1) == []


def test_a_wish_has_one_meaning() -> None:
    wishes = next(table for path, table in LISTS.items() if path.stem == "wishes")["wishes"]
    said = [word for words in wishes.values() for word in words]
    assert sorted({word for word in said if said.count(word) > 1}) == []


DEGREES = next(table for path, table in LISTS.items() if path.stem == "degrees")


@pytest.mark.parametrize("table", ["words", "properties", "emoji", "whole"])
def test_every_word_of_praise_or_blame_is_heard_at_its_degree(table: str) -> None:
    unheard = {
        word: degree
        for word, degree in DEGREES[table].items()
        if [m.degree for m in marks_in(word)] != [degree]
    }
    assert unheard == {}


@pytest.mark.parametrize("name", ["wishes", "missing"])
def test_what_comes_together_has_words_and_one_meaning(name: str) -> None:
    table = next(table for path, table in LISTS.items() if path.stem == name)
    combos = [frozenset(names.split()) for listed in table["combos"].values() for names in listed]
    assert {word for names in combos for word in names} <= set(table["words"])
    assert [sorted(names) for names in combos if combos.count(names) > 1] == []


@pytest.mark.parametrize("part", ["spans", "together"])
def test_a_word_for_an_age_or_for_several_options_stands_in_one_line(part: str) -> None:
    lines = (load("together") if part == "together" else load("ages")["spans"]).items()
    said = [(word, line if part == "together" else "") for line, words in lines for word in words]
    assert sorted({pair for pair in said if said.count(pair) > 1}) == []
