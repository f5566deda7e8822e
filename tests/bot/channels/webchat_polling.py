"""The web chat by long polling, as the contract drives it."""

from tests.bot.channels.webchat import Person

ARRIVES = "arrive_polling"
"""The fixture that lets customers come whose proxy forbids WebSocket."""


async def person(arrive_polling) -> Person:
    """A customer who has been welcomed."""
    customer = await arrive_polling()
    await customer.hears("可以开始吗")
    return Person(customer)
