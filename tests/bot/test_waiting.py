"""The line before the inbox: in order, in batches, no conversation in two hands at a time."""

from datetime import UTC, datetime
from random import Random

import pytest

from bot.message import Inbound
from bot.waiting import LARGEST_BATCH, Waiting
from tests.seeds import some_seed

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def said(who: str, mark: str, kind="text") -> Inbound:
    return Inbound("webchat", who, mark, kind, NOW)


def line(*messages: Inbound) -> Waiting:
    made = Waiting()
    for message in messages:
        made.put(message, None)
    return made


def told(batch) -> list[str]:
    return [f"{item.inbound.address}{item.inbound.external_id}" for item in batch]


def test_all_that_wait_go_together_in_their_order():
    assert told(line(said("a", "1"), said("b", "1"), said("a", "2")).batch()) == ["a1", "b1", "a2"]


def test_no_more_than_a_batch_holds():
    waiting = line(*(said(str(n), "m") for n in range(LARGEST_BATCH + 7)))
    assert [len(waiting.batch()), len(waiting.batch())] == [LARGEST_BATCH, 7]


def test_who_is_being_answered_waits_and_others_go_first():
    waiting = line(said("a", "1"))
    first = waiting.batch()
    for message in (said("a", "2"), said("b", "1"), said("a", "3")):
        waiting.put(message, None)
    assert told(waiting.batch()) == ["b1"]
    assert waiting.batch() == []
    waiting.done(first)
    assert told(waiting.batch()) == ["a2", "a3"]


@pytest.mark.parametrize("kind", ["edit", "withdraw"])
def test_what_is_about_an_earlier_message_goes_alone(kind):
    waiting = line(said("a", "1"), said("a", "2", kind), said("b", "1"))
    batches = []
    while batch := waiting.batch():
        batches.append(told(batch))
        waiting.done(batch)
    assert batches == [["a1"], ["a2"], ["b1"]]


def test_however_many_hands_each_conversation_keeps_its_order():
    seed = some_seed()
    print(f"seed {seed}")
    random, waiting, held, done = Random(seed), Waiting(), [], {}
    for number in range(2_000):
        waiting.put(said(random.choice("abcdef"), str(number), random.choice(("text", "text", "edit"))), None)
        if random.random() < 0.3 and (batch := waiting.batch()):
            held.append(batch)
        if held and random.random() < 0.3:
            batch = held.pop(random.randrange(len(held)))
            for item in batch:
                done.setdefault(item.inbound.address, []).append(int(item.inbound.external_id))
            waiting.done(batch)
    assert all(numbers == sorted(numbers) for numbers in done.values())
    assert sum(map(len, done.values())) + sum(map(len, held)) + len(waiting) == 2_000
