"""Links that lead to nothing any more: that is said first, then what is open is offered."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storage import db, drafts
from tests.conversations.conftest import Offered
from tests.conversations.customer import Customer
from tests.conversations.written import HEAD, SECTION, WORDS

NOBODYS = "i" + "0123456789abcdef" * 2
"""A personal link that never was one."""

ENDED = "这个链接里的问卷现在没有开放"
GONE = "这个链接已经失效了"

roads = pytest.mark.roads("webchat", "telegram")


@roads
@pytest.mark.parametrize(
    ("start", "told"), [("spring_2019", ENDED), (NOBODYS, GONE), (NOBODYS[:-3], GONE), (".", ENDED)]
)
def test_who_is_new_is_told_and_may_answer_what_is_open(customer: Customer, start: str, told: str) -> None:
    customer.starts(start).hears(told, "可以开始吗")
    customer.picks_first().hears("产品质量")


@roads
@pytest.mark.parametrize(("start", "told"), [("spring_2019", ENDED), (NOBODYS, GONE)])
def test_in_the_midst_of_a_survey_it_is_said_and_the_open_question_asked(
    surveyed: Customer, start: str, told: str
) -> None:
    surveyed.says("5").hears("物流")
    surveyed.starts(start).hears(told, "物流").is_at(2, of=6)
    surveyed.says("4").hears("服务")


@roads
def test_in_the_menu_it_is_said_and_the_menu_shown(surveyed: Customer) -> None:
    surveyed.says("停止").starts("spring_2019").hears(ENDED).sees("填问卷", "投诉")


def test_who_had_said_no_is_told_and_asked_again(customer: Customer) -> None:
    customer.opens().says("不用了").opens(NOBODYS).hears(GONE)
    customer.says("回来").hears("可以开始吗")


def test_it_is_said_once(customer: Customer) -> None:
    customer.opens(NOBODYS).hears(GONE)
    customer.says("这是什么").hears_not(GONE)


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-TW", "這個連結已經失效了"), ("en", "This link doesn't work any more")],
)
def test_it_is_said_in_their_language(customer: Customer, language: str, told: str) -> None:
    customer.opens()
    customer.line.language = language  # type: ignore[attr-defined]
    customer.opens(NOBODYS).hears(told)


def test_a_yes_to_what_is_retired_meanwhile_begins_nothing_else(customer: Customer) -> None:
    customer.opens()
    line = customer.line
    line.start_gone = "survey"  # type: ignore[attr-defined]
    customer.says("可以").hears(ENDED, "可以开始吗")
    assert line.consents() == []
    line.start_gone = ""  # type: ignore[attr-defined]
    customer.says("可以").hears("产品质量")


OTHER = """
key = "{key}"
title = "厨房调查"
purpose = "厨房好不好用"
minutes = 2

[[section]]
title = "全部"

[[section.question]]
key = "sink"
title = "水槽"
kind = "text"
text = "水槽怎么样？"
"""
"""Another survey than the one on offer, in the words of its own greeting."""

_KEYS = (f"kitchen{number}" for number in itertools.count(1))


@pytest.fixture
def kitchen(offered: Offered) -> Iterator[tuple[Customer, str]]:
    """Somebody who was greeted for another survey, and the key of one published since."""
    customer, key = offered(HEAD + SECTION + WORDS), next(_KEYS)
    customer.opens().hears("可以开始吗").hears_not("厨房")
    customer.line.publishes(OTHER.format(key=key))
    yield customer, key
    house = getattr(customer.line, "house", None)
    if house:
        with db.writing(house.engine) as session:
            draft = drafts.newest(session, key)
            assert draft
            drafts.move(session, draft, "retire", None, datetime.now(UTC))


@roads
def test_a_link_to_another_survey_before_consent_is_greeted_in_its_own_words(
    kitchen: tuple[Customer, str],
) -> None:
    customer, key = kitchen
    customer.opens(key).hears("厨房好不好用", "可以开始吗")
    customer.says("可以").hears("水槽怎么样")


@roads
def test_who_said_no_is_greeted_for_the_survey_of_another_link(kitchen: tuple[Customer, str]) -> None:
    customer, key = kitchen
    customer.says("不用了")
    customer.opens(key).hears("厨房好不好用", "可以开始吗")


@pytest.mark.roads("webchat")
def test_the_same_link_once_more_does_not_greet_again(kitchen: tuple[Customer, str]) -> None:
    customer, key = kitchen
    customer.opens(key).hears("厨房好不好用")
    customer.opens(key).hears_nothing()
