"""Who asked for a person and needs none any more is not waited on by staff; who may be in danger is."""

from datetime import UTC, datetime

import pytest

from storage import db
from storage.queries import talks
from storage.queries.handover import handover
from tests.bot.talks import Someone

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def someone(engine, settings):
    return Someone(engine, settings, "webchat", "li", NOW).opens().says("可以", "5")


def test_staff_no_longer_see_who_needs_nobody(someone):
    someone.says("人工")
    assert someone.row().waiting_for == "human"
    someone.says("谢谢不用了").hears("不用等同事了", "物流")
    assert (someone.row().waiting_since, someone.row().waiting_for) == (None, "")
    with db.reading(someone.engine) as session:
        assert not [talk for talk in talks.talks(session) if talk.waiting_since]


def test_the_handover_card_tells_what_is_open_and_no_reason_any_more(someone):
    someone.says("人工")
    key = someone.row().id
    with db.reading(someone.engine) as session:
        called = handover(session, key)
    assert (called.why, called.since, called.progress) == ("human", NOW, (2, 6))
    someone.says("谢谢不用了")
    with db.reading(someone.engine) as session:
        off = handover(session, key)
    assert (off.why, off.since, off.progress) == ("", None, (2, 6))
    assert "物流" in off.open
    someone.says("还是要人工")
    with db.reading(someone.engine) as session:
        assert handover(session, key).why == "human", "called once more"


def test_who_only_says_thanks_is_still_waited_on(someone):
    someone.says("人工", "谢谢", "不用谢")
    assert someone.row().waiting_for == "human"


def test_who_may_be_in_danger_is_never_left_alone(someone):
    someone.says("我不想活了")
    assert someone.row().waiting_for == "crisis"
    someone.says("算了，没事了").hears("还是请同事").hears_not("不用等同事了")
    assert someone.row().waiting_for == "crisis"
    someone.says("不用人工了").hears_not("不用等同事了")
    assert someone.row().waiting_for == "crisis"


def test_nor_is_who_told_of_a_danger(someone):
    someone.says("煤气漏了快来人啊", "人工")
    assert someone.row().waiting_for == "urgent", "not for something milder"
    someone.says("不用人工了").hears("还是请同事")
    assert someone.row().waiting_for == "urgent"
