"""The texts in every language: none is missing, none is left over, none was left as it stood in the first."""

import re
import tomllib
from functools import cache
from string import Formatter

import pytest

from storage import definitions
from storage.domain import importing
from storage.domain.locale import Texts, leaves

FIRST = "zh-CN"
OTHERS = [language for language in definitions.languages() if language != FIRST]

OWN = ("chat.consent.asked.", "chat.later.part.", "chat.later.synonym.", "chat.tongue.")
"""Sections in which each language has as many entries as it has ways to say it."""

HEARD = re.compile(
    r"chat\.(hear|find|kind|tongue|later\.(span|part|synonym|clock))\b.*|chat\.consent\.asked\..*\.pattern"
)
"""What is heard, not said: regular expressions."""

HAN = re.compile("[\u3400-\u9fff]")
NAMES = {"telegram.command.language"}
"""Texts in English that name something in Chinese."""

MAINLAND = re.compile(
    "短信|質量|視頻|音頻|信息|默認|屏幕|網絡|軟件|硬件|鼠標|打印|登錄|賬號|服務器|數據|用戶名|菜單|搜索|二維碼"
    "|郵箱|文件夾|硬盤|鏈接|導入|導出|反饋|短訊|激活|剪貼板|刷新|渠道|優化|令牌"
)
"""Words that Taiwan has other words for."""


def said(language: str) -> dict[str, str]:
    """The texts of a language that people read."""
    return {key: text for key, text in everything(language).items() if not HEARD.fullmatch(key)}


@cache
def everything(language: str) -> dict[str, str]:
    return dict(leaves(tomllib.loads((definitions.DATA / "locales" / f"{language}.toml").read_text("utf-8"))))


def values(text: str) -> set[str]:
    """The {names} that are filled in."""
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_missing_and_none_too_many(language: str) -> None:
    first, other = (
        {key for key in everything(each) if not key.startswith(OWN)} for each in (FIRST, language)
    )
    assert not sorted(first - other), "missing"
    assert not sorted(other - first), "too many"


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_values_are_filled_in(language: str) -> None:
    first, other = said(FIRST), said(language)
    differ = {key: (text, other[key]) for key, text in first.items() if key in other}
    assert not {key: both for key, both in differ.items() if values(both[0]) != values(both[1])}


@pytest.mark.parametrize("language", definitions.languages())
def test_what_is_heard_can_be_heard(language: str) -> None:
    for key, pattern in everything(language).items():
        if HEARD.fullmatch(key) and not key.endswith((".at", ".means", ".charset", ".words")):
            groups, first = set(re.compile(pattern).groupindex), everything(FIRST).get(key)
            own = first is None or key.startswith(OWN)
            assert own or set(re.compile(first).groupindex) <= groups | {"quarters"}, key


def test_no_simplified_character_is_left_in_traditional_texts() -> None:
    left = {key: simplified(text) for key, text in said("zh-TW").items()}
    assert not {key: characters for key, characters in left.items() if characters}


def simplified(text: str) -> str:
    """The characters that Big5 cannot write and GB 2312 can."""
    return "".join(each for each in text if _writes("gb2312", each) and not _writes("big5", each))


def _writes(charset: str, character: str) -> bool:
    return bool(HAN.match(character) and character.encode(charset, "ignore"))


def test_traditional_texts_have_the_words_of_taiwan() -> None:
    found = {key: MAINLAND.findall(text) for key, text in said("zh-TW").items()}
    assert not {key: words for key, words in found.items() if words}


def test_no_chinese_is_left_in_english_texts() -> None:
    left = {key: text for key, text in said("en").items() if HAN.search(text) and key not in NAMES}
    assert not left


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_untranslated(language: str) -> None:
    """What is written with characters that are the same in both scripts may well stay as it is."""
    first, other = said(FIRST), said(language)
    same = {key for key, text in first.items() if HAN.search(text) and other.get(key) == text}
    assert not sorted(key for key in same if language != "zh-TW" or simplified(first[key]))


def test_every_language_is_told_from_the_others() -> None:
    for language in definitions.languages():
        tongue = definitions.texts(language).section("chat.tongue")
        assert tongue["names"]
        assert tongue.get("charset") or tongue.get("words"), language
        assert definitions.texts(language)("name")


def test_a_language_that_is_not_there_falls_back_on_the_organisation_s() -> None:
    texts: Texts = definitions.texts("tlh")
    assert texts.language == FIRST


@pytest.mark.parametrize("language", definitions.languages())
def test_the_list_that_staff_start_from_can_be_read(language: str) -> None:
    """The template of customers to import is in the language of who downloads it."""
    texts, known = definitions.texts(language), importing.ways(definitions.importing())
    found = importing.head(1, texts("page.importing.template.head").split("|"), known)
    assert not found.faults
    assert set(found.at) >= {"name", "channel", "address", "segment", "kind", "high_value"}
    for row in ("one", "two"):
        cells = texts(f"page.importing.template.{row}").split("|")
        for name, ways in (("channel", known.channels), ("kind", known.kinds), ("high_value", known.yes_no)):
            assert importing.normal(cells[found.at[name]]) in ways
