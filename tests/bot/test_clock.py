"""What the clock does for customers who have said nothing: once, in time, and never at night."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from bot import due
from bot.clock import lease, tasks
from bot.conversation import memory
from storage import complaints, contacts, db, events, users
from storage import conversations as talks
from storage.conversations import leaving
from storage.settings import Settings
from storage.tables import conversations, outbox
from storage.tables import events as history
from storage.ticking import Clock, Task
from tests.bot.talks import Someone
from tests.bot.waiting import PATIENCE
from tests.storage import rows

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Shanghai."""

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NIGHT = NOW + 13 * HOUR
"""The same day, at eleven in the evening."""

Comes = Callable[..., Someone]


@pytest.fixture
def comes(engine: Engine, settings: Settings) -> Comes:
    def come(address: str = "li", channel: str = "webchat") -> Someone:
        return Someone(engine, settings, channel, address, NOW).opens().says("可以", "5")

    return come


@pytest.fixture
def resume(engine: Engine, settings: Settings) -> Callable[[datetime], int]:
    return lambda now: due.resume(settings, engine, now)


@pytest.fixture
def remind(engine: Engine, settings: Settings) -> Callable[[datetime], int]:
    return lambda now: due.remind(settings, engine, now)


def since(someone: Someone, act: Callable[[datetime], int], now: datetime) -> tuple[int, Someone]:
    """How much was done at that time, and what was said to them by it."""
    before = someone.seq()
    done = act(now)
    return done, someone.looks(before)


def set_(engine: Engine, someone: Someone, **values: Any) -> None:
    with db.writing(engine) as session:
        mine = conversations.update().where(conversations.c.id == someone.row().id)
        session.execute(mine.values(**values))


def test_a_talk_that_rested_goes_on_in_time_and_once(comes: Comes, resume) -> None:
    li = comes().says("明天再说").hears("11月24日（周二）10:00")
    assert since(li, resume, NOW + DAY - HOUR)[0] == 0
    done, heard = since(li, resume, NOW + DAY)
    assert done == 1
    heard.hears("我来了", "物流")
    assert since(li, resume, NOW + DAY + HOUR)[0] == 0
    li.says("4").hears("服务")


def test_who_goes_on_before_is_not_asked_again(comes: Comes, resume) -> None:
    li = comes().says("明天再说", "继续")
    assert li.row().resume_at is None
    assert resume(NOW + DAY) == 0


def test_at_night_a_talk_rests_on(comes: Comes, resume, engine: Engine) -> None:
    """Whatever put it there: even a time in quiet hours waits until they are over."""
    li = comes().says("明天再说")
    set_(engine, li, resume_at=NIGHT)
    assert resume(NIGHT) == 0
    assert since(li, resume, NIGHT + 9 * HOUR)[0] == 1


def test_who_was_taken_over_or_has_left_is_not_asked(comes: Comes, resume, engine: Engine) -> None:
    li, wang = comes().says("明天再说"), comes("1001", "telegram").says("明天再说")
    with db.writing(engine) as session:
        user = users.add(session, "li", "李工", "handler", "correct horse battery", NOW)
        talks.hold(session, li.row().id, user, NOW)
        leaving.leave(session, ("telegram", "1001"), NOW)
    assert resume(NOW + DAY) == 0
    assert wang.row().left_at is not None


def test_who_left_something_half_done_is_reminded_once(comes: Comes, remind, engine: Engine) -> None:
    li = comes()
    assert remind(NOW + 23 * HOUR) == 0
    done, heard = since(li, remind, NOW + DAY)
    assert done == 1
    heard.hears("上次说到一半", "物流")
    assert [remind(NOW + DAY + each * HOUR) for each in range(1, 60)] == [0] * 59
    with db.reading(engine) as session:
        assert contacts.recent(session, [li.row().customer_id], NOW) == {li.row().customer_id: [NOW + DAY]}


def test_a_reminder_is_marked_as_what_nobody_asked_for_and_an_answer_is_not(
    comes: Comes, remind, engine: Engine
) -> None:
    li = comes()
    before = li.seq()
    remind(NOW + DAY)
    with db.reading(engine) as session:
        rows = session.execute(select(outbox.c.seq, outbox.c.payload).order_by(outbox.c.seq)).all()
    assert {row.seq for row in rows if "unasked" in row.payload} == {before + 1, before + 2}


def test_who_answers_and_leaves_again_is_not_reminded_again_of_the_same(comes: Comes, remind) -> None:
    li = comes()
    remind(NOW + DAY)
    li.now = NOW + DAY
    li.says("4")
    assert remind(NOW + 2 * DAY + HOUR) == 0


def test_nobody_is_reminded_at_night(comes: Comes, remind) -> None:
    li = comes()
    li.now = NIGHT
    li.says("4")
    assert remind(NIGHT + DAY) == 0
    assert since(li, remind, NIGHT + DAY + 9 * HOUR)[0] == 1


def test_nobody_is_reminded_of_what_is_long_past(comes: Comes, remind) -> None:
    comes()
    assert remind(NOW + 4 * DAY) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["停止"],
        ["人工"],
        ["不用再发了"],
        ["明天再说"],
        ["等会儿再说", "不用找我"],
        ["4", "5", "4", "5", "没有了"],
    ],
)
def test_who_is_not_to_be_reminded(comes: Comes, remind, words: list[str]) -> None:
    comes().says(*words)
    assert [remind(NOW + DAY + each * HOUR) for each in range(30)] == [0] * 30


@pytest.mark.parametrize("state", [{"preview": True}, {"left_at": NOW}])
def test_nobody_is_reminded_who_is_not_there(comes: Comes, remind, engine: Engine, state: Any) -> None:
    set_(engine, comes(), **state)
    assert remind(NOW + DAY) == 0


def test_while_a_person_has_the_talk_the_clock_is_silent(comes: Comes, remind, engine: Engine) -> None:
    li = comes()
    with db.writing(engine) as session:
        user = users.add(session, "li", "李工", "handler", "correct horse battery", NOW)
        talks.hold(session, li.row().id, user, NOW)
    assert remind(NOW + DAY) == 0


def test_the_cap_holds_for_reminders(comes: Comes, remind, engine: Engine) -> None:
    """Written to twice this week: no reminder, until the first of these is a week ago."""
    li = comes()
    customer = li.row().customer_id
    with db.writing(engine) as session:
        contacts.record(session, [customer], NOW - 6 * DAY)
        contacts.record(session, [customer], NOW - 5 * DAY)
    assert remind(NOW + DAY - timedelta(minutes=1)) == 0
    assert remind(NOW + DAY) == 1


def test_who_stands_in_two_talks_is_reminded_in_one(comes: Comes, remind, engine: Engine) -> None:
    li, also = comes(), comes("1001", "telegram")
    set_(engine, also, customer_id=li.row().customer_id)
    assert remind(NOW + DAY) == 1


def test_many_are_reminded_a_portion_at_a_time(comes: Comes, remind, monkeypatch) -> None:
    monkeypatch.setattr(due, "AT_A_TIME", 2)
    for number in range(5):
        comes(f"li{number}")
    assert remind(NOW + DAY) == 5


@pytest.mark.parametrize("what", ["resume", "remind"])
def test_two_processes_at_once_do_a_thing_once(
    comes: Comes, engine: Engine, settings: Settings, what: str
) -> None:
    for number in range(6):
        someone = comes(f"li{number}")
        if what == "resume":
            someone.says("明天再说")
    with db.reading(engine) as session:
        before = session.scalar(select(func.count()).select_from(outbox)) or 0
    done: list[int] = []
    start = threading.Barrier(2, timeout=PATIENCE)

    def work() -> None:
        own = db.engine(settings.database_url)
        start.wait()
        done.append(getattr(due, what)(settings, own, NOW + DAY))
        own.dispose()

    both = [threading.Thread(target=work) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    with db.reading(engine) as session:
        said = (session.scalar(select(func.count()).select_from(outbox)) or 0) - before
    assert sum(done) == 6
    assert said == 12  # a friendly word, and the question


@pytest.fixture
def closed(comes: Comes, engine: Engine) -> list[Someone]:
    """Three, each with a complaint that is closed."""
    those = [comes(f"li{number}") for number in range(3)]
    with db.writing(engine) as session:
        boss = users.add(session, "boss", "陈经理", "manager", "correct horse battery", NOW)
        for number, someone in enumerate(those):
            talk = talks.load(session, [("webchat", f"li{number}")], NOW)["webchat", f"li{number}"]
            (key,) = complaints.open_(session, [rows.complaint(talk, f"T{number}")], NOW)
            complaints.answer(session, key, boss, "换新的。", NOW)
            complaints.move(session, key, "close", "staff", boss, NOW)
            assert someone.seq()
    return those


def asked(engine: Engine) -> int:
    """How many were asked how it is."""
    query = select(func.count()).where(history.c.entity == "complaint", history.c.trigger == "ask_stayed")
    with db.reading(engine) as session:
        return session.scalar(query) or 0


def test_who_was_closed_for_two_weeks_is_asked_once_and_never_at_night(
    closed: list[Someone], engine: Engine, settings: Settings
) -> None:
    ask = partial(due.ask_after, settings, engine)
    assert [ask(NOW + each) for each in (13 * DAY, 14 * DAY + 13 * HOUR)] == [0, 0]
    done, heard = since(closed[0], ask, NOW + 15 * DAY)
    assert done == asked(engine) == 3
    heard.hears("T0", "现在还是好的")
    assert ask(NOW + 16 * DAY) == 0


def test_two_processes_at_once_ask_once_a_portion_at_a_time(
    closed: list[Someone], engine: Engine, settings: Settings, monkeypatch
) -> None:
    monkeypatch.setattr(due, "CLOSED_AT_A_TIME", 1)
    start = threading.Barrier(2, timeout=PATIENCE)

    def work(_: int) -> int:
        own = db.engine(settings.database_url)
        start.wait()
        done = due.ask_after(settings, own, NOW + 14 * DAY)
        own.dispose()
        return done

    with ThreadPoolExecutor() as both:
        assert sum(both.map(work, range(2))) == asked(engine) == 3


def test_one_process_has_the_clock_and_another_takes_it_over(engine: Engine, settings: Settings) -> None:
    struck: list[str] = []

    def clock(name: str, port: int) -> Clock:
        own = settings.model_copy(update={"bot_port": port})
        return Clock(
            engine, lease(engine, own), lambda: None, [Task("t", 30.0, lambda *_: struck.append(name) or 0)]
        )

    first, second = clock("first", 8001), clock("second", 8002)
    for moment in (0.0, 1.0, 29.0, 31.0):
        first.round(moment)
        second.round(moment)
    assert struck == ["first", "first"]
    first._release()
    second.round(60.0)
    assert struck == ["first", "first", "second"]


def test_a_task_that_fails_does_not_stop_the_others(engine: Engine, settings: Settings) -> None:
    def fail(*_: object) -> int:
        raise RuntimeError

    clock = Clock(
        engine, lease(engine, settings), lambda: None, [Task("a", 1.0, fail), Task("b", 1.0, lambda *_: 7)]
    )
    assert clock.round(0.0) == 7


def test_while_the_database_is_out_of_reach_the_clock_waits(engine: Engine, settings: Settings) -> None:
    struck: list[float] = []

    def fail(*_: object) -> int:
        struck.append(0.0)
        raise db.OutOfReach

    clock = Clock(engine, lease(engine, settings), lambda: None, [Task("a", 1.0, fail)])
    assert [clock.round(moment) for moment in (0.0, 1.0, 2.0, 19.0, 20.0)] == [0] * 5
    assert len(struck) == 2


def test_a_task_with_more_to_do_is_called_again_at_once(engine: Engine, settings: Settings) -> None:
    left = [3, 0, 5]
    clock = Clock(engine, lease(engine, settings), lambda: None, [Task("a", 60.0, lambda *_: left.pop(0))])
    assert [clock.round(moment) for moment in (0.0, 0.5, 1.0, 30.0, 61.0)] == [3, 0, 0, 0, 5]


def test_every_task_of_the_door_does_nothing_where_nothing_is(engine: Engine, settings: Settings) -> None:
    assert [task.verb(engine, NOW) for task in tasks(settings)] == [0] * len(tasks(settings))


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`breaks("li")`: from now on what is due to this address can't be said."""

    def break_(address: str) -> None:
        step = memory.step

        def fail(kept: Any, inbound: Any, *more: Any) -> Any:
            if inbound.address == address:
                raise ValueError
            return step(kept, inbound, *more)

        monkeypatch.setattr(memory, "step", fail)

    return break_


@pytest.mark.parametrize("what", ["resume", "remind"])
def test_a_broken_talk_does_not_stop_the_clock_for_others(
    comes: Comes, resume, remind, engine: Engine, breaks: Callable[[str], None], what: str
) -> None:
    """It is set aside for staff, with the kind of error; and the clock is not at it again."""
    li, wang, zhao = comes("li"), comes("wang"), comes("zhao")
    if what == "resume":
        for someone in (li, wang, zhao):
            someone.says("明天再说")
    breaks("li")
    strike = {"resume": resume, "remind": remind}[what]
    assert strike(NOW + DAY) == 2
    row = li.row()
    assert (row.waiting_since, row.waiting_for, row.resume_at) == (NOW + DAY, "parked", None)
    with db.reading(engine) as session:
        told = [each["target"] for each in events.of(session, "conversation", row.id)]
    assert told[-1] == "ValueError"
    assert strike(NOW + DAY + HOUR) == 0


def test_a_talk_that_waited_for_a_person_and_broke_keeps_its_reason(
    comes: Comes, resume, engine: Engine, breaks: Callable[[str], None]
) -> None:
    li = comes().says("明天再说")
    set_(engine, li, waiting_since=NOW, waiting_for="crisis")
    breaks("li")
    assert resume(NOW + DAY) == 0
    assert (li.row().waiting_since, li.row().waiting_for) == (NOW, "crisis")
