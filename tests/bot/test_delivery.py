"""Delivery: what is said reaches a channel that can be sent to, in order, once, whatever the channel does."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from bot.channels import Gone, Later
from bot.delivery import MOST_ATTEMPTS, Delivery
from bot.message import Choice, Outbound
from storage import conversations, db, outbox
from storage.tables import outbox as sayings

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


class Post:
    """A stand-in channel: `troubles` are raised in turn, address by address, before it sends."""

    name = "post"

    def __init__(self) -> None:
        self.sent: list[tuple[str, Outbound]] = []
        self.troubles: dict[str, list[Exception]] = defaultdict(list)

    async def send(self, outbound: Outbound, address: str) -> str:
        if self.troubles[address]:
            raise self.troubles[address].pop(0)
        self.sent.append((address, outbound))
        return f"sent-{len(self.sent)}"

    def texts(self, address: str) -> list[str]:
        return [outbound.text for to, outbound in self.sent if to == address]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def delivery(engine, post) -> Delivery:
    return Delivery(engine, [post])


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def say(engine, address: str, *texts: str) -> None:
    with db.writing(engine) as session:
        (conversation,) = conversations.load(session, [("post", address)], NOW).values()
        for number, text in enumerate(texts, conversation.seq + 1):
            put(session, conversation.id, number, Outbound(text))
        conversation.seq += len(texts)
        conversations.save(session, [conversation])


def put(session, key: int, seq: int, outbound: Outbound) -> None:
    row = {
        "channel": "post",
        "conversation_id": key,
        "seq": seq,
        "payload": outbound.dump(),
        "speaker": "bot",
    }
    outbox.put(session, [{**row, "user_id": None, "due_at": NOW, "created_at": NOW}])


def states(engine) -> list[str]:
    with db.reading(engine) as session:
        return list(
            session.scalars(select(sayings.c.state).order_by(sayings.c.conversation_id, sayings.c.seq))
        )


async def test_all_that_is_due_is_sent_in_order_and_marked(engine, post, delivery):
    say(engine, "li", "一", "二", "三")
    say(engine, "wang", "甲", "乙")
    await delivery.deliver()
    assert post.texts("li") == ["一", "二", "三"]
    assert post.texts("wang") == ["甲", "乙"]
    assert set(states(engine)) == {"sent"}
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
    assert (post.texts("li"), post.texts("wang")) == ([], ["甲"])
    clock.shift(timedelta(seconds=29))
    await delivery.deliver()
    assert post.texts("li") == []
    clock.shift(timedelta(seconds=2))
    await delivery.deliver()
    assert post.texts("li") == ["一", "二"]


async def test_a_send_that_fails_for_good_is_marked_with_its_reason_and_what_follows_goes_on(
    engine, post, delivery
):
    post.troubles["li"] = [Gone("blocked")]
    say(engine, "li", "一", "二")
    await delivery.deliver()
    assert post.texts("li") == ["二"]
    assert states(engine) == ["failed", "sent"]


async def test_what_never_works_is_given_up_after_a_while(engine, post, delivery, clock):
    post.troubles["li"] = [Later(0, "down")] * 100
    say(engine, "li", "一")
    for _ in range(MOST_ATTEMPTS + 5):
        await delivery.deliver()
        clock.shift(timedelta(hours=2))
    assert states(engine) == ["failed"]
    assert len(post.troubles["li"]) == 100 - MOST_ATTEMPTS


async def test_an_error_nobody_thought_of_is_tried_again_and_ends_nothing(engine, post, delivery, clock):
    post.troubles["li"] = [ZeroDivisionError("quoting 一")]
    say(engine, "li", "一")
    say(engine, "wang", "甲")
    await delivery.deliver()
    assert (post.texts("li"), post.texts("wang")) == ([], ["甲"])
    with db.reading(engine) as session:
        assert "ZeroDivisionError" in session.scalars(select(sayings.c.reason)).all()
    clock.shift(timedelta(minutes=1))
    await delivery.deliver()
    assert post.texts("li") == ["一"]


async def test_what_a_dead_process_had_claimed_is_sent_after_its_lease(engine, post, delivery, clock):
    say(engine, "li", "一")
    with db.writing(engine) as session:
        outbox.claim(session, "post", NOW, timedelta(minutes=2))
    await delivery.deliver()
    assert post.sent == []
    clock.shift(timedelta(minutes=3))
    await delivery.deliver()
    assert post.texts("li") == ["一"]
