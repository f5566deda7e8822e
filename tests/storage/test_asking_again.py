"""After an outage who may have pressed a button in vain is asked again: once, and not out of their sleep."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, update

from admin import worker
from storage import conversations, db, definitions, heartbeats, messages, outbox, requests
from storage.conversations import Conversation, asking_again
from storage.conversations.asking_again import Outage
from storage.tables import conversations as talks_table
from storage.tables import jobs
from storage.tables import outbox as sayings
from storage.tables.sealed import sealed
from tests.storage import rows
from tests.storage.waiting import PATIENCE, wait_until_blocked

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
"""By the clock in Shanghai: twelve, eleven at night, eight."""

QUESTION = {"text": "质量怎么样？", "choices": [["5", "满意", ""], ["1", "不满意", ""]], "of": "1.quality"}
NOTICE = definitions.texts()("notice.outage")


def came(
    engine: Engine,
    begun: datetime,
    address: str = "1",
    channel: str = "telegram",
    sent_at: datetime | None = None,
    **saying: Any,
) -> Conversation:
    """A customer has written (number 1) and was asked (number 2)."""
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [(channel, address)], begun).values()
        messages.record(session, [rows.message(talk, "m1", 1, begun)])
        outbox.put(session, [rows.saying(talk, 2, begun, **({"payload": QUESTION} | saying))])
        talk.seq = 2
        conversations.save(session, [talk])
    delivered(engine, sent_at)
    return talk


def delivered(engine: Engine, at: datetime | None = None) -> None:
    waiting = update(sayings).where(sayings.c.state == "waiting")
    with db.writing(engine) as session:
        session.execute(waiting.values(state="sent", sent_at=at or sayings.c.created_at))


def writes(engine: Engine, talk: Conversation, seq: int, kind: str = "text") -> None:
    with db.writing(engine) as session:
        message = rows.message(talk, f"m{seq}", seq, NOON - 2 * HOUR, kind=kind)
        messages.record(session, [message])
        set_(session, talk, seq=seq)


def hears(engine: Engine, talk: Conversation, seq: int, payload: dict[str, Any], at: datetime) -> None:
    with db.writing(engine) as session:
        outbox.put(session, [rows.saying(talk, seq, at, payload=payload)])
        set_(session, talk, seq=seq)
    delivered(engine)


def set_(session: Any, talk: Conversation, **values: Any) -> None:
    session.execute(update(talks_table).where(talks_table.c.id == talk.id).values(values))


def asks_again(engine: Engine, until: datetime = NOON, lasted: timedelta = HOUR) -> int:
    """The channel is back; it was gone for that long."""
    with db.writing(engine) as session:
        return asking_again.ask_again(session, Outage("telegram", until - lasted, until), until)


def told(engine: Engine, talk: Conversation) -> list[tuple[int, dict[str, Any]]]:
    """What was said in the conversation after the first question."""
    with db.reading(engine) as session:
        query = select(sayings.c.seq, sayings.c.payload).where(
            sayings.c.conversation_id == talk.id, sayings.c.seq > 2
        )
        return [tuple(row) for row in session.execute(query.order_by(sayings.c.seq))]


ASKED_AGAIN = [(3, {"text": NOTICE}), (4, QUESTION)]


def test_who_could_press_is_told_and_asked_again(engine: Engine) -> None:
    talk = came(engine, NOON - 2 * HOUR)
    assert asks_again(engine) == 1
    assert told(engine, talk) == ASKED_AGAIN
    with db.writing(engine) as session:
        (again,) = conversations.load(session, [("telegram", "1")], NOON).values()
        said, *_ = outbox.claim(session, "telegram", NOON, MINUTE)
    assert (again.seq, again.active_at) == (4, NOON - 2 * HOUR), "and stands in staff's list where it stood"
    assert (said.seq, said.payload) == (3, {"text": NOTICE}), "the notice goes out first"


MENU = QUESTION | {"of": "menu"}


@pytest.mark.parametrize(("begun", "asked"), [(NOON - 2 * HOUR, 0), (NOON - 70 * MINUTE, 1), (NOON, 0)])
def test_a_menu_is_shown_again_only_to_who_was_just_there(
    engine: Engine, begun: datetime, asked: int
) -> None:
    came(engine, begun, payload=MENU)
    assert asks_again(engine) == asked


@pytest.mark.parametrize(("begun", "asked"), [(NOON - 2 * HOUR, 0), (NOON - 70 * MINUTE, 1)])
def test_who_is_to_be_forgotten_is_asked_again_only_where_they_were_just_there(
    engine: Engine, begun: datetime, asked: int
) -> None:
    talk = came(engine, begun)
    with db.writing(engine) as session:
        row = requests.Asked(number="R1", conversation_id=talk.id, customer_id=talk.customer_id, kind="erase")
        requests.keep(session, [row], begun)
    assert asks_again(engine) == asked


def test_nobody_is_asked_twice(engine: Engine) -> None:
    talk = came(engine, NOON - 2 * HOUR)
    assert [asks_again(engine), asks_again(engine)] == [1, 0], "the same outage"
    assert asks_again(engine, NOON + HOUR) == 0, "what was not sent yet, can't have been pressed"
    delivered(engine)
    assert asks_again(engine) == 0
    assert told(engine, talk) == ASKED_AGAIN


def test_what_was_asked_before_the_outage_and_arrived_only_after_it_needs_no_asking_again(
    engine: Engine,
) -> None:
    talk = came(engine, NOON - 2 * HOUR, sent_at=NOON + SECOND)
    assert asks_again(engine) == 0
    assert told(engine, talk) == []


def test_of_two_processes_that_notice_the_same_outage_one_asks(engine: Engine) -> None:
    talk = came(engine, NOON - 2 * HOUR)
    with db.writing(engine) as session:
        heartbeats.beat(session, "telegram", NOON - HOUR)
    together = threading.Barrier(2, timeout=PATIENCE)
    asked: list[int] = []

    def notice(now: datetime) -> None:
        together.wait()
        with db.writing(engine) as session:
            before = heartbeats.beat(session, "telegram", now)
            assert before
            if now - before > MINUTE:
                asked.append(asking_again.ask_again(session, Outage("telegram", before, now), now))

    processes = [threading.Thread(target=notice, args=(NOON + seconds * SECOND,)) for seconds in (0, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert asked == [1]
    assert told(engine, talk) == ASKED_AGAIN


def test_the_next_outage_is_another(engine: Engine) -> None:
    talk = came(engine, NOON - 2 * HOUR)
    asks_again(engine)
    delivered(engine)
    assert asks_again(engine, NOON + HOUR, 10 * MINUTE) == 1
    assert [seq for seq, _ in told(engine, talk)] == [3, 4, 5, 6]


def test_what_was_asked_just_before_the_channel_was_gone_counts(engine: Engine) -> None:
    came(engine, NOON - 50 * MINUTE)
    assert asks_again(engine) == 1


def is_held(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        set_(session, talk, held_by=1)


def has_left(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        set_(session, talk, left_at=NOON - 90 * MINUTE)


def previews(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        set_(session, talk, preview=True)


def has_answered(engine: Engine, talk: Conversation) -> None:
    writes(engine, talk, 3, "choice")


def was_thanked(engine: Engine, talk: Conversation) -> None:
    has_answered(engine, talk)
    hears(engine, talk, 4, {"text": "谢谢！"}, NOON - 2 * HOUR)


def has_been_replied_to_since(engine: Engine, talk: Conversation) -> None:
    has_answered(engine, talk)
    hears(engine, talk, 4, QUESTION | {"of": "1.price"}, NOON)


def is_asked_what_can_only_be_written(engine: Engine, talk: Conversation) -> None:
    hears(engine, talk, 3, {"text": "想说什么？", "of": "1.words"}, NOON - 2 * HOUR)


def has_refused(engine: Engine, talk: Conversation) -> None:
    hears(engine, talk, 3, QUESTION | {"of": "declined"}, NOON - 2 * HOUR)


def has_not_had_the_question(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        session.execute(update(sayings).values(state="waiting"))


def gave_up_long_ago(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        set_(session, talk, active_at=NOON - timedelta(days=8))


@pytest.mark.parametrize(
    "story",
    [
        is_held,
        has_left,
        previews,
        has_answered,
        was_thanked,
        has_been_replied_to_since,
        is_asked_what_can_only_be_written,
        has_refused,
        has_not_had_the_question,
        gave_up_long_ago,
    ],
)
def test_who_is_not_concerned(
    engine: Engine, staff: int, story: Callable[[Engine, Conversation], None]
) -> None:
    talk = came(engine, NOON - 2 * HOUR)
    story(engine, talk)
    before = told(engine, talk)
    assert asks_again(engine) == 0
    assert told(engine, talk) == before


def test_another_channel_is_not_concerned(engine: Engine) -> None:
    talk = came(engine, NOON - 2 * HOUR, channel="email")
    assert asks_again(engine) == 0
    assert told(engine, talk) == []


def was_told_of_a_complaint(engine: Engine, talk: Conversation) -> None:
    hears(engine, talk, 3, {"text": "您的投诉 T1 已开始调查。"}, NOON - 2 * HOUR)


def corrected_a_message(engine: Engine, talk: Conversation) -> None:
    writes(engine, talk, 3, "edit")


@pytest.mark.parametrize("story", [was_told_of_a_complaint, corrected_a_message])
def test_what_came_since_leaves_the_question_open(
    engine: Engine, story: Callable[[Engine, Conversation], None]
) -> None:
    talk = came(engine, NOON - 2 * HOUR)
    story(engine, talk)
    assert asks_again(engine) == 1
    assert told(engine, talk)[-2:] == [(4, {"text": NOTICE}), (5, QUESTION)]


@pytest.mark.parametrize(
    ("wrote", "at_once"),
    [
        (NIGHT - HOUR + 5 * MINUTE, True),
        (NIGHT - HOUR - 29 * MINUTE, True),
        (NIGHT - HOUR - 31 * MINUTE, False),
        (NIGHT - 5 * HOUR, False),
    ],
)
def test_at_night_only_who_was_there_is_asked_and_the_others_in_the_morning(
    engine: Engine, wrote: datetime, at_once: bool
) -> None:
    talk = came(engine, wrote)
    assert asks_again(engine, NIGHT) == at_once
    assert told(engine, talk) == (ASKED_AGAIN if at_once else [])
    delivered(engine)
    worker.work_off(engine, MORNING - MINUTE)
    assert told(engine, talk) == (ASKED_AGAIN if at_once else []), "nobody is woken early"
    worker.work_off(engine, MORNING)
    assert told(engine, talk) == ASKED_AGAIN
    assert worker.work_off(engine, MORNING) == 0


def test_staff_at_work_at_night_make_nobody_wait(engine: Engine) -> None:
    talk = came(engine, NIGHT - 5 * HOUR)
    with db.writing(engine) as session:
        conversations.notify(session, talk.id, "notice.held", NIGHT - HOUR, name="李工")
    delivered(engine)
    assert asks_again(engine, NIGHT) == 0


def test_who_answers_at_night_is_replied_to_at_night_and_not_asked_in_the_morning(engine: Engine) -> None:
    talk = came(engine, NIGHT - 5 * HOUR)
    asks_again(engine, NIGHT)
    writes(engine, talk, 3, "choice")
    with db.writing(engine) as session:
        outbox.put(session, [rows.saying(talk, 4, NIGHT + HOUR, payload=QUESTION | {"of": "1.price"})])
        set_(session, talk, seq=4)
        assert [said.seq for said in outbox.claim(session, "telegram", NIGHT + HOUR, MINUTE)] == [4]
    delivered(engine)
    assert worker.work_off(engine, MORNING) == 1
    assert [seq for seq, _ in told(engine, talk)] == [4]


def test_a_worker_that_comes_late_disturbs_nobody_the_next_night(engine: Engine) -> None:
    talk = came(engine, NIGHT - 5 * HOUR)
    asks_again(engine, NIGHT)
    next_night, next_morning = NIGHT + timedelta(days=1), MORNING + timedelta(days=1)
    assert worker.work_off(engine, next_night) == 1
    assert told(engine, talk) == []
    assert worker.work_off(engine, next_night) == 0
    assert worker.work_off(engine, next_morning) == 1
    assert told(engine, talk) == ASKED_AGAIN
    with db.reading(engine) as session:
        assert session.execute(select(jobs)).all() == []


def test_who_writes_at_that_moment_has_their_reply_and_is_not_asked(engine: Engine) -> None:
    talk = came(engine, NOON - 2 * HOUR)
    asked: list[int] = []
    asking = threading.Thread(target=lambda: asked.append(asks_again(engine)))
    with db.writing(engine) as session:
        (taken,) = conversations.load(session, [("telegram", "1")], NOON).values()
        asking.start()
        wait_until_blocked(engine)
        messages.record(session, [rows.message(talk, "m3", 3, NOON)])
        outbox.put(session, [rows.saying(talk, 4, NOON, payload=QUESTION | {"of": "1.price"})])
        taken.seq = 4
        conversations.save(session, [taken])
    asking.join()
    assert asked == [0]
    assert [seq for seq, _ in told(engine, talk)] == [4]


def waiting_for_an_answer(engine: Engine, count: int, begun: datetime) -> list[Conversation]:
    addresses = [("telegram", f"{number:05}") for number in range(count)]
    with db.writing(engine) as session:
        found = conversations.load(session, addresses, begun)
        talks = [found[address] for address in addresses]
        messages.record(session, [rows.message(talk, "m1", 1, begun) for talk in talks])
        outbox.put(session, [rows.saying(talk, 2, begun, payload=QUESTION) for talk in talks])
        session.execute(update(talks_table).values(seq=2))
    delivered(engine)
    return talks


def asked_so_far(engine: Engine) -> list[int]:
    """How often each was asked."""
    counted = select(func.count()).where(sayings.c.seq > 2).group_by(sayings.c.conversation_id)
    with db.reading(engine) as session:
        return [count // 2 for count in session.scalars(counted)]


def test_many_are_asked_a_portion_at_a_time_and_each_once(engine: Engine) -> None:
    most = asking_again.AT_A_TIME
    waiting_for_an_answer(engine, 2 * most + 5, NOON - HOUR)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2].split()[0]))
    assert asks_again(engine) == most, "others come in between"
    assert statements.count("SELECT") == 2
    assert len(statements) < most / 10
    assert asked_so_far(engine) == [1] * most
    asks_again(engine)
    delivered(engine)
    while worker.work_off(engine, NOON + MINUTE):
        delivered(engine)
    assert asked_so_far(engine) == [1] * (2 * most + 5)


def test_a_portion_that_is_done_twice_asks_nobody_twice(engine: Engine) -> None:
    most = asking_again.AT_A_TIME
    talks = waiting_for_an_answer(engine, most + 5, NOON - HOUR)
    asks_again(engine)
    with db.writing(engine) as session:
        outage, after = asking_again.outage_of(session.scalars(select(jobs.c.payload)).one())
        assert after == sorted(talks, key=lambda each: sealed(each.address))[most - 1].id
        assert asking_again.ask_again(session, outage, NOON, after) == 5
        assert asking_again.ask_again(session, outage, NOON, after) == 0
    worker.work_off(engine, NOON)
    assert asked_so_far(engine) == [1] * (most + 5)


def test_at_night_every_portion_leaves_who_was_not_there_to_the_morning(engine: Engine) -> None:
    most = asking_again.AT_A_TIME
    waiting_for_an_answer(engine, 2 * most, NIGHT - 5 * HOUR)
    there = came(engine, NIGHT - HOUR, "there, at the end")
    assert asks_again(engine, NIGHT) == 0
    while worker.work_off(engine, NIGHT + MINUTE):
        delivered(engine)
    assert told(engine, there) == ASKED_AGAIN
    assert asked_so_far(engine) == [1]
    while worker.work_off(engine, MORNING):
        delivered(engine)
    assert asked_so_far(engine) == [1] * (2 * most + 1)


def test_the_apology_for_what_was_not_understood_is_not_repeated(engine: Engine) -> None:
    stumble = {**QUESTION, "text": "不好意思，换个说法？", "plain": QUESTION["text"]}
    talk = came(engine, NOON - 2 * HOUR, payload=stumble)
    assert asks_again(engine) == 1
    assert told(engine, talk) == ASKED_AGAIN
