"""Small calls in the background: in order within a chat, never in anybody's way."""

import asyncio

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.telegram.errands import LANES, MOST_WAITING, Errands


@pytest.fixture
async def errands():
    made = Errands()
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_those_of_a_chat_are_done_in_order_and_a_failure_ends_nothing(errands):
    done, over = [], asyncio.Event()

    def errand(number):
        async def do():
            await asyncio.sleep(0)
            done.append(number)
            if number == 20:
                over.set()
            if number % 3 == 0:
                raise BadRequest("query is too old")

        return do

    for number in range(21):
        errands.put("7", errand(number))
    await over.wait()
    assert done == list(range(21))


async def test_who_has_to_wait_does_not_hold_up_the_others(errands):
    over = asyncio.Event()

    async def refused():
        raise RetryAfter(3600)

    async def good():
        over.set()

    errands.put("0", refused)
    other = next(str(n) for n in range(1, 1000) if hash(str(n)) % LANES != hash("0") % LANES)
    errands.put(other, good)
    async with asyncio.timeout(5):
        await over.wait()


async def test_too_many_are_left_undone():
    errands = Errands()

    async def errand():
        raise AssertionError

    for _ in range(MOST_WAITING + 100):
        errands.put("7", errand)
    assert max(lane.qsize() for lane in errands._lanes) == MOST_WAITING
