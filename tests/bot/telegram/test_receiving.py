"""Updates that come together: who blocks us and comes back is taken in that order."""

import asyncio
import threading

import pytest
from sqlalchemy import select

from bot.telegram.events import Left, Returned
from bot.telegram.receiving import Receiver
from storage import conversations, db
from storage.tables import conversations as table
from tests.bot.telegram.examples import WHEN

BRIEFLY = 0.2
"""Seconds in which the second would be over, did it not wait for the first."""


@pytest.fixture
def receiver(engine) -> Receiver:
    return Receiver(engine, None, None, None, lambda: None)


@pytest.mark.parametrize(
    ("events", "gone"),
    [
        ((Left("77", WHEN), Returned("77", WHEN)), False),
        ((Returned("77", WHEN), Left("77", WHEN)), True),
    ],
)
async def test_changes_of_one_second_are_taken_in_their_order(engine, receiver, monkeypatch, events, gone):
    with db.writing(engine) as session:
        conversations.load(session, [("telegram", "77")], WHEN)
    second_over, note = threading.Event(), Receiver._note

    def slow(self, event):
        if event is events[0]:
            second_over.wait(BRIEFLY)
        note(self, event)
        if event is events[1]:
            second_over.set()

    monkeypatch.setattr(Receiver, "_note", slow)
    await asyncio.gather(*(receiver.take(event) for event in events))
    with db.reading(engine) as session:
        left_at = session.scalars(select(table.c.left_at)).one()
    assert (left_at is not None) is gone


async def test_who_blocks_us_in_the_second_of_our_answer_has_left(engine, receiver):
    """Telegram tells whole seconds, we count finer."""
    with db.writing(engine) as session:
        conversations.load(session, [("telegram", "77")], WHEN.replace(microsecond=900_000))
    await receiver.take(Left("77", WHEN))
    with db.reading(engine) as session:
        assert session.scalars(select(table.c.left_at)).one() is not None
