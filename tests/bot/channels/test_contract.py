"""What every channel must do: one suite over bot/channels, each driven by the module of that name here, and
by one more for each further way into it."""

import importlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import conversations, db
from storage import outbox as saying
from storage.tables import answers, files, messages, outbox
from tests.bot.waiting import until

NAMES = sorted(file.stem for file in Path("bot/channels").glob("[a-z]*.py"))
WAYS = (*NAMES, "webchat_polling")
MAILS = ("tests.bot.channels.email",)
"""Which ask several questions at once, under numbers, and whose texts are cut out of what stands around."""
BUTTONS = pytest.mark.parametrize("channel", [way for way in WAYS if way != "email"], indirect=True)
"""A mail has none, and what answers none of its questions is asked about."""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture(params=WAYS)
def channel(request):
    return importlib.import_module(f"tests.bot.channels.{request.param}")


@pytest.fixture
def come(channel, request):
    """Lets customers of this channel come."""
    return request.getfixturevalue(channel.ARRIVES)


@pytest.fixture
async def person(channel, come):
    return await channel.person(come)


def kept(engine, table, *where) -> int:
    with db.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table).where(*where))


def unsent(engine) -> list:
    with db.reading(engine) as session:
        return session.execute(saying.unsent()).all()


def staff_say(engine, person, text: str) -> None:
    with db.writing(engine) as session:
        name = session.scalar(select(messages.c.channel).limit(1))
        key = conversations.find(session, (name, person.address))
        conversations.notify(session, key, "notice.held", datetime.now(UTC), name="小王")
        conversations.say(session, key, staff(session), text, datetime.now(UTC))


def staff(session) -> int:
    from sqlalchemy import insert

    from storage.tables import users

    known = session.scalar(select(users.c.id))
    row = {
        "login": "wang",
        "name": "小王",
        "role": "handler",
        "password_hash": "-",
        "created_at": datetime.now(UTC),
    }
    return known or session.scalars(insert(users).returning(users.c.id), [row]).one()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_is_sent_by_the_channel_or_fetched_from_it(name):
    """A channel that neither sends nor stands in FETCHING would leave its customers waiting for ever."""
    module = importlib.import_module(f"bot.channels.{name}")
    (made,) = (
        each
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__ == module.__name__ and hasattr(each, "refresh")
    )
    assert hasattr(made, "send") is (made.name not in saying.FETCHING)


async def test_a_text_is_kept_as_it_came_and_answered(person, channel, engine):
    await person.says("可以\n🙂 ")
    await person.hears("产品质量")
    told = "可以\n🙂" if channel.__name__ in MAILS else "可以\n🙂 "
    assert kept(engine, messages, messages.c.text == told) == 1


@BUTTONS
async def test_a_choice_is_taken_for_the_question_that_showed_it(person, engine):
    await person.picks("agree")
    await person.hears("产品质量")
    old = person.asked
    await person.picks("4")
    await person.hears("物流")
    await person.picks("1", of=old)
    with db.reading(engine) as session:
        assert session.scalars(select(answers.c.value)).all() == ["4"]


async def test_a_file_is_kept_whole(person, engine):
    await person.sends_file("箱子.png", PNG)
    await until(lambda: kept(engine, files, files.c.state == "kept") == 1)
    with db.reading(engine) as session:
        row = session.execute(select(files)).one()
    assert (row.name, row.kind, row.content) == ("箱子.png", "image/png", PNG)


async def test_a_duplicate_is_taken_once(person, channel, engine):
    good = "1. 满意" if channel.__name__ in MAILS else "满意"
    await person.says("可以")
    await person.hears("产品质量")
    mark = await person.says(good)
    await person.hears("物流")
    await until(lambda: kept(engine, answers) == 1)
    before = len(person.heard)
    await person.says(good, mark=mark)
    assert kept(engine, answers) == 1
    assert len(person.heard) == before


@BUTTONS
async def test_a_message_out_of_order_answers_nothing_it_was_not_meant_for(person, engine):
    """A button of a question that is not open yet, or no longer, records nothing."""
    await person.picks("4", of="1.price")
    await person.says("可以")
    await person.hears("产品质量")
    await person.picks("5", of="1.price")
    assert kept(engine, answers) == 0


async def test_a_send_that_fails_for_now_is_made_up_for_once_and_in_order(person, engine):
    await person.says("可以")
    await person.hears("产品质量")
    await person.is_cut_off()
    for text in ("第一句", "第二句", "第三句"):
        staff_say(engine, person, text)
    await person.is_back()
    await person.hears("第三句")
    spoken = [text.removeprefix("小王：") for text in person.heard if text.endswith("句")]
    assert spoken == ["第一句", "第二句", "第三句"]


async def test_what_a_customer_has_seen_counts_as_sent(person, engine):
    await person.says("可以")
    await person.hears("产品质量")
    await person.confirms()
    await until(lambda: not unsent(engine))


async def test_a_customer_who_is_gone_holds_up_nobody(person, channel, come, engine):
    other = await channel.person(come)
    await person.is_cut_off()
    for _ in range(3):
        staff_say(engine, person, "您还在吗")
    staff_say(engine, other, "您好")
    await other.hears("您好")
    await other.says("可以")
    await other.hears("产品质量")
    assert kept(engine, outbox, outbox.c.state == "failed") + len(unsent(engine)) >= 3
