"""A taxonomy is TOML that staff write: what is wrong with it is told so that they can mend it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from nlp.analysis.seeds import seeds
from nlp.analysis.taxonomy import MOST, Taxonomy, TaxonomyError, general

BREAKFAST = """
[breakfast]
name = "早餐"
description = "自助早餐的品种和味道"
seeds = ["早餐", "早饭"]
words = '''
豆浆、油条
煎蛋、粥
'''
blamed = ["没有粥了"]
except = "早餐券"
"""


def test_a_category_is_read_field_by_field() -> None:
    (category,) = Taxonomy.parse(BREAKFAST).categories

    assert (category.key, category.name, category.named("en")) == ("breakfast", "早餐", "早餐")
    assert category.description == "自助早餐的品种和味道"
    assert category.seeds == ("早餐", "早饭")
    assert category.words == (("豆浆", "油条"), ("煎蛋", "粥"))
    assert category.blamed == ("没有粥了",)
    assert category.spared == ("早餐券",)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ('name = "早餐"', ("早餐", "早餐", "早餐", "早餐")),
        ('name = {en = "Breakfast", zh-CN = "早餐"}', ("早餐", "早餐", "早餐", "Breakfast")),
        ('name.zh-TW = "早點"\nname.en = "Breakfast"', ("早點", "早點", "早點", "Breakfast")),
        ('name = {en = "Breakfast", zh-CN = ""}', ("Breakfast", "Breakfast", "Breakfast", "Breakfast")),
    ],
)
def test_a_name_is_one_for_all_languages_or_one_for_each(name: str, called: tuple[str, ...]) -> None:
    (category,) = Taxonomy.parse(f"[breakfast]\n{name}").categories
    languages = ("zh-CN", "zh-TW", "en")
    assert (category.name, *(category.named(each) for each in languages)) == called


def test_a_description_is_one_for_all_languages_or_one_for_each() -> None:
    written = (
        '[a]\nname = "甲"\n[b]\nname = "乙"\ndescription = "粥"\n[c]\nname = "丙"\ndescription.en = "Tea"'
    )
    told = [(each.description, each.described("en")) for each in Taxonomy.parse(written).categories]
    assert told == [("", ""), ("粥", "粥"), ("Tea", "Tea")]


def test_how_it_is_called_in_other_languages_changes_nothing_in_how_texts_are_read() -> None:
    plain, more = (
        Taxonomy.parse(f"[a]\n{name}") for name in ('name = "甲"', 'name = {zh-CN = "甲", en = "A"}')
    )
    assert plain.version == more.version


def test_a_name_is_enough() -> None:
    (category,) = Taxonomy.parse('["客房"]\nname = "客房"').categories
    assert (category.key, category.seeds) == ("客房", ())


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("", "none", {}),
        ("# nothing yet", "none", {}),
        ('[a]\nname = "甲"\nseeds = ["乙"', "toml", {"line": 3}),
        (f"a = {'[' * 5000}{']' * 5000}", "toml", {"line": 1}),
        ('[a]\nname = "甲"\nname = "乙"', "double", {"line": 3}),
        ('[a]\nname = "甲"\n[a]\nname = "乙"', "double", {"line": 3}),
        ('name = "甲"', "not_a_table", {"category": "name"}),
        ('["a b"]\nname = "甲"', "bad_key", {"category": "a b"}),
        ('[a]\nname = "甲"\nseed = ["乙"]', "unknown_field", {"category": "a", "field": "seed"}),
        ('[a]\nseeds = ["乙"]', "no_name", {"category": "a"}),
        ('[a]\nname = "  "', "no_name", {"category": "a"}),
        ('[a]\nname = "甲"\n[b]\nname = "甲"', "same_name", {"category": "b", "name": "甲"}),
        ("[a]\nname = 5", "not_text", {"category": "a", "field": "name"}),
        ("[a]\nname.en = 5", "not_text", {"category": "a", "field": "name"}),
        ("[a]\nname = {}", "no_name", {"category": "a"}),
        ('[a]\nname.english = "A"', "unknown_field", {"category": "a", "field": "name.english"}),
        (
            '[a]\nname = {zh-CN = "甲", en = "A"}\n[b]\nname = {zh-CN = "乙", en = "a"}',
            "same_name",
            {"category": "b", "name": "a"},
        ),
        (f'[a]\nname = "{"甲" * 41}"', "too_long", {"category": "a", "field": "name", "most": 40}),
        ('[a]\nname = "甲"\nseeds = [1]', "not_words", {"category": "a", "field": "seeds"}),
        (
            f'[a]\nname = "甲"\nseeds = ["{"乙" * 41}"]',
            "word_too_long",
            {"category": "a", "field": "seeds", "word": "乙" * 20, "most": 40},
        ),
        (
            f'[a]\nname = "甲"\nwords = "{"、".join(map(str, range(2001)))}"',
            "too_many_words",
            {"category": "a", "field": "words", "most": 2000},
        ),
        ("\n".join(f'[k{n}]\nname = "第{n}"' for n in range(MOST + 1)), "too_many", {"most": MOST}),
    ],
)
def test_what_is_wrong_is_told(text: str, key: str, values: dict[str, object]) -> None:
    with pytest.raises(TaxonomyError) as refused:
        Taxonomy.parse(text)
    assert (refused.value.key, refused.value.values) == (key, values)


@given(st.text(alphabet="[]=\"a甲\n\\'#.{}, 1\ud800"))
def test_any_text_is_a_taxonomy_or_is_refused(text: str) -> None:
    with suppress(TaxonomyError):
        assert Taxonomy.parse(text).categories


def test_the_general_one_shows_seeds_and_is_told_in_every_language() -> None:
    to_traditional = OpenCC("s2tw")
    assert len(general().categories) >= 24
    for category in general().categories:
        for told in (category.names, category.descriptions):
            assert set(told) == {"zh-CN", "zh-TW", "en"}, category.key
            assert told["en"].replace("’", "'").isascii(), category.key
            assert to_traditional.convert(told["zh-TW"]) == told["zh-TW"], category.key
        assert 3 <= len(category.seeds) <= 6


def test_no_word_of_the_general_one_praises_and_blames_alike() -> None:
    for category in general().categories:
        assert not set(category.praised) & set(category.blamed), category.key


def test_every_seed_of_the_general_one_is_found_for_its_category() -> None:
    for place, category in enumerate(general().categories):
        for seed in category.seeds:
            assert place in {found.category for found in seeds(general()).find(seed)}, (category.key, seed)


def test_taxonomies_of_the_same_content_are_the_same() -> None:
    assert Taxonomy.parse(BREAKFAST) == Taxonomy.parse(f"# ours\n{BREAKFAST}")
    assert Taxonomy.parse(BREAKFAST).version == Taxonomy.parse(BREAKFAST).version


@pytest.mark.parametrize(
    "change", [("早饭", "早点"), ("豆浆", "豆奶"), ("没有粥了", "没粥"), ("早餐券", "餐券")]
)
def test_its_version_changes_with_any_word(change: tuple[str, str]) -> None:
    assert Taxonomy.parse(BREAKFAST).version != Taxonomy.parse(BREAKFAST.replace(*change)).version
