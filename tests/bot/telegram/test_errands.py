"""Small calls in the background: in order within a chat, never in anybody's way."""

import asyncio

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.telegram.errands import AT_ONCE, MOST_CHATS, MOST_WAITING, Errands
from tests.bot.waiting import until


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


async def test_who_has_to_wait_does_not_hold_up_any_other(errands):
    left = {str(number) for number in range(4 * AT_ONCE)}
    over = asyncio.Event()

    async def refused():
        raise RetryAfter(3600)

    def good(address):
        async def do():
            left.discard(address)
            if not left:
                over.set()

        return do

    for number in range(2 * AT_ONCE):
        errands.put(f"busy-{number}", refused)
    for address in sorted(left):
        errands.put(address, good(address))
    async with asyncio.timeout(30):
        await over.wait()


async def test_what_had_to_wait_is_done_before_what_came_after_it(errands):
    done, over, refusals = [], asyncio.Event(), [RetryAfter(0.01), RetryAfter(0.01)]

    async def first():
        if refusals:
            raise refusals.pop()
        done.append("first")

    async def second():
        done.append("second")
        over.set()

    errands.put("7", first)
    errands.put("7", second)
    async with asyncio.timeout(30):
        await over.wait()
    assert done == ["first", "second"]


async def test_too_many_are_left_undone():
    errands, done = Errands(), []

    def errand(address):
        async def do():
            done.append(address)

        return do

    for _ in range(MOST_WAITING + 100):
        errands.put("7", errand("7"))
    for number in range(MOST_CHATS + 100):
        errands.put(f"chat-{number}", errand("other"))
    running = asyncio.create_task(errands.run())
    await until(lambda: len(done) >= MOST_WAITING + MOST_CHATS - 1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert (done.count("7"), done.count("other")) == (MOST_WAITING, MOST_CHATS - 1)
