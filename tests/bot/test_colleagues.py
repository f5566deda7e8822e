"""What staff say where they are told is no customer's: one plain hint, and nothing is made of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import conversations, db
from storage.settings import Settings
from storage.tables import complaints, responses, users
from storage.tables import conversations as talks
from tests.bot.talks import Someone

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HINT = "这里只用来提醒同事"


@pytest.fixture
def kind() -> str:
    return "sqlite"


@pytest.fixture(params=["telegram", "webchat", "email"])
def staff(request: pytest.FixtureRequest, engine: Engine, settings: Settings) -> Someone:
    """One who is told there."""
    someone = Someone(engine, settings, request.param, "li@example.com", NOW)
    with db.writing(engine) as session:
        place = (someone.channel, someone.address)
        key = conversations.load(session, [place], NOW)[place].id
        row = {"login": "b", "name": "b", "role": "handler", "password_hash": "", "created_at": NOW}
        session.execute(insert(users).values(**row, alert_to=key))
    return someone


@pytest.mark.parametrize(
    "words",
    ["收到", "收到，我马上处理", "这件投诉我来办，师傅明天上门", "着火的那件我去看了", "可以", "人工"],
)
def test_what_they_say_is_answered_by_a_hint_and_comes_to_nothing(engine, staff, words) -> None:
    staff.says(words, words).hears(HINT, "/me", "「我要投诉」")
    assert len(staff.said) == 1
    assert staff.said[0].to_staff
    row = staff.row()
    assert (row.waiting_for, row.response_id) == ("", None)
    with db.reading(engine) as session:
        assert session.scalar(select(complaints.c.id)) is None
        assert session.scalar(select(responses.c.id)) is None


def test_who_plainly_means_to_be_a_customer_is_one_until_it_is_told(engine, staff) -> None:
    staff.says("我要投诉。")
    assert HINT not in "".join(each.text for each in staff.said)
    staff.says("柜门上周五掉下来了，砸坏了地板，要求换一个。")
    assert HINT not in "".join(each.text for each in staff.said)


def test_a_button_and_a_link_are_a_customers(staff) -> None:
    assert staff.does("choice", keys=("survey",), of="menu").said
    assert not staff.said[0].to_staff
    staff.does("open", start="staff-ABCD-EFGH").hears("这个链接现在用不了")


def test_files_that_belong_together_are_answered_once(staff) -> None:
    staff.does("file", album="x")
    staff.does("text" if staff.channel == "email" else "file", album="x")
    assert len(staff.said) == (staff.channel == "email")


def test_who_is_told_there_no_more_is_a_customer(engine, staff) -> None:
    with db.writing(engine) as session:
        session.execute(update(users).values(alert_to=None))
    staff.says("收到")
    assert HINT not in "".join(each.text for each in staff.said)


def test_where_the_talk_goes_on_they_are_told(engine, settings, staff) -> None:
    there = Someone(engine, settings, "telegram", "77", NOW)
    with db.writing(engine) as session:
        to = conversations.load(session, [("telegram", "77")], NOW)["telegram", "77"].id
        session.execute(update(talks).where(talks.c.id != to).values(moved_to=to))
    there.says("收到").hears(HINT)
