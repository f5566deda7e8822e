"""Delivery: what is said reaches a channel that can be sent to, in order, once, whatever the channel does."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError, OperationalError
from structlog.testing import capture_logs

from bot.channels import Gone, Later, Refused
from bot.delivery import AT_ONCE, LEASE, Delivery
from bot.message import Choice, Outbound
from bot.outcomes import MOST_ATTEMPTS
from storage import conversations, db, outbox
from storage.conversations import leaving
from storage.tables import conversations as talks
from storage.tables import outbox as sayings
from tests.bot.waiting import PATIENCE, until
from tests.seeds import some_seed

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Gate(asyncio.Event):
    """A customer whose channel is slow: what is sent there waits until the gate is opened."""


class Post:
    """A stand-in channel: `troubles` are raised in turn, address by address, before it sends."""

    name = "post"

    def __init__(self) -> None:
        self.sent: list[tuple[str, Outbound]] = []
        self.troubles: dict[str, list[Exception]] = defaultdict(list)
        self.down: Exception | None = None
        self.gates: dict[str, Gate] = {}
        self.at_once = self.most_at_once = 0
        self._heard = asyncio.Condition()

    async def send(self, outbound: Outbound, row: outbox.Said) -> str:
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            return await self._send(outbound, row.address)
        finally:
            self.at_once -= 1
            async with self._heard:
                self._heard.notify_all()

    async def _send(self, outbound: Outbound, address: str) -> str:
        if gate := self.gates.get(address):
            await gate.wait()
        if self.down:
            raise self.down
        if self.troubles[address]:
            raise self.troubles[address].pop(0)
        self.sent.append((address, outbound))
        return f"sent-{len(self.sent)}"

    def texts(self, address: str) -> list[str]:
        return [outbound.text for to, outbound in self.sent if to == address]

    async def until(self, count: int) -> None:
        """Wait until so many have been sent."""
        async with asyncio.timeout(PATIENCE), self._heard:
            await self._heard.wait_for(lambda: len(self.sent) >= count)

    async def until_busy(self, count: int) -> None:
        """Wait until so many are being sent."""
        await until(lambda: self.at_once >= count)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def delivery(engine, post) -> Delivery:
    return Delivery(engine, [post])


@pytest.fixture
async def running(delivery):
    """Delivery at work, as in the door."""
    task = asyncio.create_task(delivery.run())
    yield delivery
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def apart():
    """How far the database's clock is ahead of ours."""
    return timedelta()


@pytest.fixture(autouse=True)
def clock(monkeypatch, apart):
    """A server's clock goes with ours."""
    monkeypatch.setattr(db, "now", lambda _: datetime.now(UTC) + apart)
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def say(engine, address: str, *texts: str) -> None:
    with db.writing(engine) as session:
        now = db.now(session)
        (conversation,) = conversations.load(session, [("post", address)], now).values()
        for number, text in enumerate(texts, conversation.seq + 1):
            put(session, conversation.id, number, Outbound(text), now)
        conversation.seq += len(texts)
        conversations.save(session, [conversation])


def writes(engine, address: str) -> None:
    """The customer does, as the road takes it down."""
    with db.writing(engine) as session:
        now = db.now(session)
        (conversation,) = conversations.load(session, [("post", address)], now).values()
        conversation.active_at, conversation.left_at = now, None
        conversations.save(session, [conversation])


def put(session, key: int, seq: int, outbound: Outbound, at: datetime = NOW) -> None:
    row = {
        "channel": "post",
        "conversation_id": key,
        "seq": seq,
        "payload": outbound.dump(),
        "speaker": "bot",
    }
    outbox.put(session, [{**row, "user_id": None, "due_at": at, "created_at": at}])


def column(engine, name: str) -> list:
    """Of all that was said, in order."""
    query = select(sayings.c[name]).order_by(sayings.c.conversation_id, sayings.c.seq)
    with db.reading(engine) as session:
        return list(session.scalars(query))


def states(engine) -> list[str]:
    return column(engine, "state")


def has_left(engine, address: str) -> bool:
    with db.reading(engine) as session:
        return session.scalar(select(talks.c.left_at).where(talks.c.address == address)) is not None


async def test_all_that_is_due_is_sent_in_order_and_marked(engine, post, delivery):
    say(engine, "li", "一", "二", "三")
    say(engine, "wang", "甲", "乙")
    await delivery.deliver()
    assert post.texts("li") == ["一", "二", "三"]
    assert post.texts("wang") == ["甲", "乙"]
    assert set(states(engine)) == {"sent"}
    assert sorted(column(engine, "external_id")) == [f"sent-{n}" for n in range(1, 6)]
    await delivery.deliver()
    assert len(post.sent) == 5


async def test_a_channel_gets_the_whole_outbound(engine, post, delivery):
    said = Outbound("几分？", (Choice("1", "差", "😠"),), "1.q", "levels", many=True, progress=(2, 6))
    with db.writing(engine) as session:
        (conversation,) = conversations.load(session, [("post", "li")], NOW).values()
        put(session, conversation.id, 1, said)
    await delivery.deliver()
    assert post.sent == [("li", said)]


async def test_a_send_that_fails_for_now_is_tried_later_and_holds_back_only_its_own_talk(
    engine, post, delivery, clock
):
    post.troubles["li"] = [Later(30, "429")]
    say(engine, "li", "一", "二")
    say(engine, "wang", "甲")
    await delivery.deliver()
    say(engine, "li", "三")
    await delivery.deliver()
    assert (post.texts("li"), post.texts("wang")) == ([], ["甲"])
    clock.shift(timedelta(seconds=29))
    await delivery.deliver()
    assert post.texts("li") == []
    clock.shift(timedelta(seconds=2))
    await delivery.deliver()
    assert post.texts("li") == ["一", "二", "三"]


async def test_a_slow_chat_holds_up_no_other_and_its_place_is_the_only_one_that_is_taken(
    engine, post, running
):
    slow = post.gates["slow"] = Gate()
    say(engine, "slow", "慢一", "慢二")
    for number in range(2 * AT_ONCE):
        say(engine, f"quick-{number}", "快一", "快二")
    running.nudge()
    await post.until(4 * AT_ONCE)
    assert post.texts("slow") == []
    assert post.most_at_once <= AT_ONCE
    slow.set()
    await post.until(4 * AT_ONCE + 2)
    assert post.texts("slow") == ["慢一", "慢二"]


async def test_so_many_slow_chats_as_there_are_places_are_sent_to_at_once(engine, post, running):
    for number in range(AT_ONCE + 3):
        say(engine, f"slow-{number}", "慢")
        post.gates[f"slow-{number}"] = Gate()
    running.nudge()
    await post.until_busy(AT_ONCE)
    for gate in post.gates.values():
        gate.set()
    await post.until(AT_ONCE + 3)
    assert post.most_at_once == AT_ONCE


async def test_what_is_said_while_a_talk_is_being_sent_to_follows_at_once(engine, post, running):
    gate = post.gates["li"] = Gate()
    say(engine, "li", "一")
    running.nudge()
    await post.until_busy(1)
    say(engine, "li", "二")
    running.nudge()
    gate.set()
    await post.until(2)
    assert post.texts("li") == ["一", "二"]


async def test_it_looks_by_itself_too(engine, post, running):
    say(engine, "li", "一")
    await post.until(1)


WHATEVER_OUR_CLOCK_SAYS = pytest.mark.parametrize(
    "apart", [timedelta(), timedelta(minutes=-1), timedelta(minutes=1)]
)


@WHATEVER_OUR_CLOCK_SAYS
async def test_who_has_blocked_us_is_sent_nothing_more_until_they_write_again(engine, post, delivery):
    post.troubles["li"] = [Gone("blocked")]
    say(engine, "li", "一", "二")
    await delivery.deliver()
    assert states(engine) == ["failed", "failed"]
    assert column(engine, "reason") == ["blocked", "blocked"]
    assert has_left(engine, "li")
    say(engine, "li", "三")
    await delivery.deliver()
    assert post.sent == []
    assert column(engine, "reason")[2] == "left"
    with db.writing(engine) as session:
        leaving.come_back(session, ("post", "li"), db.now(session))
    say(engine, "li", "四")
    await delivery.deliver()
    assert post.texts("li") == ["四"]


@WHATEVER_OUR_CLOCK_SAYS
async def test_who_comes_back_while_they_are_being_refused_has_their_reply(engine, post, running, clock):
    """What was begun before they wrote says nothing of where they are now."""
    post.troubles["li"] = [Gone("blocked")]
    gate = post.gates["li"] = Gate()
    say(engine, "li", "一")
    running.nudge()
    await post.until_busy(1)
    clock.shift(SECOND)
    writes(engine, "li")
    say(engine, "li", "二")
    clock.shift(SECOND)
    gate.set()
    await post.until(1)
    assert post.texts("li") == ["二"]
    assert not has_left(engine, "li")


async def test_an_error_of_our_own_is_told_at_once_with_its_place_and_without_its_words(
    engine, post, delivery
):
    post.troubles["li"] = [ZeroDivisionError("quoting 一")]
    say(engine, "li", "一")
    with capture_logs() as logs:
        await delivery.deliver()
    (told,) = (line for line in logs if line["event"] == "sending failed")
    assert (told["error"], told["log_level"]) == ("ZeroDivisionError", "error")
    assert "test_delivery.py:" in told["where"]
    assert "一" not in str(logs)


async def test_that_something_is_not_sent_is_told_once_it_is_written(engine, post, delivery, monkeypatch):
    monkeypatch.setattr("bot.delivery.TROUBLE_SECONDS", 0)
    post.troubles["li"] = [Gone("blocked")]
    say(engine, "li", "一")
    failures = [OperationalError("", {}, Exception()) for _ in range(3)]

    @event.listens_for(engine, "before_cursor_execute")
    def out_of_order(_connection, _cursor, statement, *_):
        if failures and "reason" in statement and statement.startswith("UPDATE outbox"):
            raise failures.pop()

    with capture_logs() as logs:
        await delivery.deliver()
    assert failures == []
    assert [line["event"] for line in logs].count("not sent") == 1


async def test_a_statement_that_is_wrong_is_no_outage(engine, post, delivery):
    """It would never end: the door ends instead, and says so."""

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def wrong(_connection, _cursor, statement, parameters, *_):
        is_claim = statement.startswith("UPDATE outbox")
        return ("select nothing from nowhere", ()) if is_claim else (statement, parameters)

    say(engine, "li", "一")
    with pytest.raises(DBAPIError):
        await delivery.deliver()


async def test_what_the_channel_rejects_fails_alone(engine, post, delivery):
    post.troubles["li"] = [Refused("rejected")]
    say(engine, "li", "一", "二")
    await delivery.deliver()
    assert post.texts("li") == ["二"]
    assert states(engine) == ["failed", "sent"]
    assert not has_left(engine, "li")


@pytest.mark.parametrize("trouble", [Later(0, "network"), Later(5, "429"), TimeoutError()])
async def test_after_an_outage_of_days_all_is_sent_within_a_minute(engine, post, delivery, clock, trouble):
    say(engine, "li", "一", "二")
    say(engine, "wang", "甲")
    post.down = trouble
    for _ in range(4 * MOST_ATTEMPTS):
        await delivery.deliver()
        clock.shift(timedelta(hours=1))
    post.down = None
    await delivery.deliver()
    clock.shift(timedelta(minutes=1))
    await delivery.deliver()
    assert (post.texts("li"), post.texts("wang")) == (["一", "二"], ["甲"])


async def test_that_an_outage_was_long_is_not_held_against_a_row(engine, post, delivery, clock):
    say(engine, "li", "一")
    post.troubles["li"] = [*[Later(0, "network")] * 3 * MOST_ATTEMPTS, ZeroDivisionError()]
    for _ in range(3 * MOST_ATTEMPTS + 2):
        await delivery.deliver()
        clock.shift(timedelta(hours=1))
    assert post.texts("li") == ["一"]


async def test_in_an_outage_the_pauses_grow_but_stay_under_a_minute(engine, post, delivery, clock):
    say(engine, "li", "一")
    post.down = Later(0, "network")
    pauses = []
    for _ in range(8):
        clock.move_to(column(engine, "due_at")[0])
        await delivery.deliver()
        pauses.append((column(engine, "due_at")[0] - datetime.now(UTC)) / SECOND)
    assert pauses == sorted(pauses)
    assert 1 <= pauses[0] < pauses[3] < pauses[-1] == pauses[-2] < 60


async def test_a_row_that_never_works_is_given_up_after_a_while(engine, post, delivery, clock):
    post.troubles["li"] = [ZeroDivisionError()] * 100
    say(engine, "li", "一", "二")
    for _ in range(MOST_ATTEMPTS):
        await delivery.deliver()
        clock.shift(timedelta(hours=2))
    assert states(engine) == ["failed", "waiting"]
    assert len(post.troubles["li"]) == 100 - MOST_ATTEMPTS - 1
    assert column(engine, "reason")[0] == "ZeroDivisionError"


async def test_an_error_nobody_thought_of_is_tried_again_and_ends_nothing(engine, post, delivery, clock):
    post.troubles["li"] = [ZeroDivisionError("quoting 一")]
    say(engine, "li", "一")
    say(engine, "wang", "甲")
    await delivery.deliver()
    assert (post.texts("li"), post.texts("wang")) == ([], ["甲"])
    assert "ZeroDivisionError" in column(engine, "reason")
    clock.shift(timedelta(minutes=1))
    await delivery.deliver()
    assert post.texts("li") == ["一"]


async def test_what_a_dead_process_had_claimed_is_sent_after_its_lease(engine, post, delivery, clock):
    say(engine, "li", "一", "二")
    with db.writing(engine) as session:
        outbox.claim(session, "post", NOW, LEASE)
    await delivery.deliver()
    assert post.sent == []
    clock.shift(LEASE)
    await delivery.deliver()
    assert post.texts("li") == ["一", "二"]
    assert timedelta(minutes=1) > LEASE, "else the outbox is not empty within a minute of a kill"


async def test_two_senders_share_the_work_and_send_nothing_twice(engine, post, delivery):
    for number in range(2 * AT_ONCE):
        say(engine, f"c{number}", "一", "二")
    await asyncio.gather(delivery.deliver(), Delivery(engine, [post]).deliver())
    assert len(post.sent) == 4 * AT_ONCE
    assert set(states(engine)) == {"sent"}
    for number in range(2 * AT_ONCE):
        assert post.texts(f"c{number}") == ["一", "二"]


async def test_whatever_goes_wrong_each_customer_hears_everything_once_and_in_order(
    engine, post, delivery, clock
):
    seed = some_seed()
    print(f"seed {seed}")
    random, other, said = Random(seed), Delivery(engine, [post]), defaultdict(list)
    for _ in range(6):
        for address in random.sample("甲乙丙丁戊己", 4):
            words = [f"{address}{len(said[address]) + n}" for n in range(random.randint(1, 4))]
            said[address] += words
            say(engine, address, *words)
            troubles = (Later(random.randint(0, 90), "429"), TimeoutError(), ZeroDivisionError())
            post.troubles[address] += random.choices(troubles, k=random.randint(0, 2))
        await asyncio.gather(delivery.deliver(), other.deliver())
        clock.shift(timedelta(seconds=random.choice((-7200, 0, 1, 30, 7200))))
    for _ in range(100):
        clock.shift(timedelta(minutes=10))
        await asyncio.gather(delivery.deliver(), other.deliver())
        if set(states(engine)) == {"sent"}:
            break
    assert {address: post.texts(address) for address in said} == said
    assert set(states(engine)) == {"sent"}


async def test_when_the_clock_has_gone_back_nothing_waits_for_it_to_come_again(engine, post, delivery, clock):
    clock.shift(timedelta(hours=5))
    post.troubles["wang"] = [Later(5, "429")]
    say(engine, "li", "一", "二")
    say(engine, "wang", "甲")
    with db.writing(engine) as session:
        outbox.claim(session, "post", datetime.now(UTC), LEASE, limit=1)  # by a process that dies
    await delivery.deliver()
    clock.move_to(NOW)
    say(engine, "zhao", "子")
    await delivery.deliver()
    assert (post.texts("li"), post.texts("wang"), post.texts("zhao")) == (["一", "二"], ["甲"], ["子"])


async def test_who_was_killed_and_is_back_goes_on_at_once_and_leaves_others_theirs(engine, post):
    say(engine, "li", "一", "二")
    say(engine, "wang", "甲")
    with db.writing(engine) as session:
        (first, *_) = outbox.claim(session, "post", datetime.now(UTC), LEASE, 1, holder="we")
        outbox.claim(session, "post", datetime.now(UTC), LEASE, 1, holder="others")
    await Delivery(engine, [post], "we").deliver()
    assert {who: post.texts(who) for who in ("li", "wang")} == {
        "li": ["一", "二"] if first.address == "li" else [],
        "wang": ["甲"] if first.address == "wang" else [],
    }


@pytest.mark.parametrize("hours", [-5, 5])
async def test_what_is_in_flight_while_the_clock_jumps_is_sent_once(engine, post, delivery, clock, hours):
    gate = post.gates["li"] = Gate()
    say(engine, "li", "一", "二")
    sending = asyncio.create_task(delivery.deliver())
    await post.until_busy(1)
    clock.shift(timedelta(hours=hours))
    say(engine, "wang", "甲")
    delivery.nudge()
    await post.until(1)
    gate.set()
    await sending
    assert [said.text for _, said in post.sent] == ["甲", "一", "二"]
    assert set(states(engine)) == {"sent"}


async def test_what_was_sent_is_not_sent_again_when_the_database_fails_to_take_it_down(
    engine, post, delivery, monkeypatch
):
    monkeypatch.setattr("bot.delivery.TROUBLE_SECONDS", 0)
    say(engine, "li", "一", "二")
    failures = [OperationalError("", {}, Exception()) for _ in range(3)]

    @event.listens_for(engine, "before_cursor_execute")
    def out_of_order(_connection, _cursor, statement, *_):
        if failures and "external_id" in statement and statement.startswith("UPDATE outbox"):
            raise failures.pop()

    await delivery.deliver()
    assert post.texts("li") == ["一", "二"]
    assert failures == []
    assert states(engine) == ["sent", "sent"]


async def test_asked_to_stop_it_finishes_what_is_in_flight_and_gives_the_rest_back(
    engine, post, delivery, monkeypatch
):
    monkeypatch.setattr("bot.delivery.STOP_SECONDS", 30.0)  # what is in flight here always ends in time
    gate = post.gates["li"] = Gate()
    say(engine, "li", "一", "二")
    running = asyncio.create_task(delivery.run())
    await post.until_busy(1)
    delivery.stop()
    gate.set()
    await running
    assert post.texts("li") == ["一"]
    assert states(engine) == ["sent", "waiting"]
    assert column(engine, "attempts") == [1, 0]


async def test_what_does_not_end_in_time_is_given_back_too(engine, post, delivery, monkeypatch):
    monkeypatch.setattr("bot.delivery.STOP_SECONDS", 0.01)
    post.gates["li"] = Gate()
    say(engine, "li", "一", "二")
    running = asyncio.create_task(delivery.run())
    await post.until_busy(1)
    delivery.stop()
    await running
    assert states(engine) == ["waiting", "waiting"]
    post.gates.clear()
    await Delivery(engine, [post]).deliver()
    assert post.texts("li") == ["一", "二"]


MORNING = NOW + timedelta(hours=8)
"""In these tests it is night until then."""


@pytest.fixture
def at_night(engine, post) -> Delivery:
    return Delivery(engine, [post], allowed=lambda now: max(now, MORNING))


def say_unasked(engine, address: str, *texts: str) -> None:
    say(engine, address, *texts)
    with db.writing(engine) as session:
        for row in session.execute(select(sayings.c.id, sayings.c.payload)).all():
            if row.payload["text"] in texts:
                marked = sayings.update().where(sayings.c.id == row.id)
                session.execute(marked.values(payload={**row.payload, outbox.UNASKED: True}))


async def test_what_nobody_asked_for_waits_for_the_morning(engine, post, at_night, clock):
    say_unasked(engine, "li", "还记得我吗", "下一题")
    say(engine, "wang", "答您的话")
    await at_night.deliver()
    assert [(post.texts("li"), post.texts("wang"))] == [([], ["答您的话"])]
    assert column(engine, "reason")[0] == outbox.QUIET
    clock.move_to(MORNING + SECOND)
    await at_night.deliver()
    assert post.texts("li") == ["还记得我吗", "下一题"]
    assert set(column(engine, "attempts")) == {1}


async def test_who_writes_at_night_is_answered_with_what_waited_before_it(engine, post, at_night, clock):
    say_unasked(engine, "li", "还记得我吗", "下一题")
    say_unasked(engine, "wang", "有份问卷")
    await at_night.deliver()
    clock.shift(timedelta(minutes=5))
    await at_night.deliver()
    writes(engine, "li")
    say(engine, "li", "答您的话")
    await at_night.deliver()
    assert post.texts("li") == ["还记得我吗", "下一题", "答您的话"]
    assert post.texts("wang") == []
