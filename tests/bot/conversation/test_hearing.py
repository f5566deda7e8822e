"""What customers say is heard alike in both scripts."""

import re
from collections.abc import Iterator

import pytest

from bot.conversation import hearing
from nlp import simplified
from storage import definitions
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine

SCRIPTS = ("zh-CN", "zh-TW")
SAID = """
老是推销，烦死了，别再给我发了|老打电话，退订|总是让我等|天天发短信|不要删我的电话|只删电话|删掉个人资讯和照片|删除我的账号和电话
别删，留着|为什么还不删|怎么还没删掉我的信息|后悔了|不后悔，删|不反悔|我反悔了|没关系，删吧|没问题|如果可以就删|取消吧
老是推銷，煩死了，別再給我發了|老打電話，退訂|總是讓我等|天天發簡訊|不要刪我的電話|只刪電話|刪掉個人資訊和照片|刪除我的帳號和電話
別刪，留著|為什麼還不刪|怎麼還沒刪掉我的資訊|後悔了|不後悔，刪|不反悔|我反悔了|沒關係，刪吧|沒問題|如果可以就刪|取消吧
"""
KEYS = ("reason", "erase_part", "erase_not", "erase_doubt", "erase_unsure")


def guards(pattern: str) -> Iterator[str]:
    """What must not stand before or after, as the pattern has it."""
    for found in re.finditer(r"\(\?<?!", pattern):
        rest = re.sub(r"\\.|\[[^\]]*\]", lambda it: "_" * len(it[0]), pattern[found.start() :])
        depths = [rest[: at + 1].count("(") - rest[: at + 1].count(")") for at in range(len(rest))]
        yield pattern[found.start() : found.start() + depths.index(0) + 1]


@pytest.mark.parametrize("key", sorted(definitions.texts("zh-CN").section("chat.hear")))
def test_what_must_not_be_said_is_the_same_in_both_scripts(key: str) -> None:
    found = [definitions.texts(script).section("chat.hear")[key] for script in SCRIPTS]
    one, other = ([simplified(each) for each in guards(pattern)] for pattern in found)
    assert one == other


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("said", [each for line in SAID.split("\n") for each in line.split("|") if each])
def test_it_is_heard_alike_whoever_is_spoken_to(key: str, said: str) -> None:
    heard = [
        bool(hearing._said_so(definitions.texts(script), key, written))
        for script in SCRIPTS
        for written in (said, simplified(said))
    ]
    assert len(set(heard)) == 1


def test_a_message_is_read_once_in_each_way(monkeypatch: pytest.MonkeyPatch) -> None:
    read, real = [], hearing.read_answer
    monkeypatch.setattr(hearing, "read_answer", lambda *told: read.append(told) or real(*told))
    Customer(DirectLine(None)).opens().picks_first().says("今天又去看了一下，门还是关不上")
    assert read
    assert len(read) == len(set(read))
