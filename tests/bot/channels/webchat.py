"""The web chat as the contract drives it."""

from tests.bot.customer import Customer

ARRIVES = "arrive"
"""The fixture that lets customers of this channel come."""


class Person:
    """A customer of the contract, on this channel."""

    def __init__(self, customer: Customer) -> None:
        self._customer = customer

    async def says(self, text: str, mark: str = "") -> str:
        return await self._customer.says(text, mark)

    async def picks(self, key: str, of: str = "") -> None:
        await self._customer.picks(key, of=of)

    async def sends_file(self, name: str, content: bytes) -> None:
        status, answer = await self._customer.uploads(name, content)
        assert status == 200, answer

    async def hears(self, *words: str) -> None:
        await self._customer.hears(*words)

    @property
    def address(self) -> str:
        from bot.web.frames import address_of

        assert self._customer.token
        return address_of(self._customer.token)

    @property
    def heard(self) -> list[str]:
        """What the customer's device shows, in order."""
        return [row["text"] for _, row in sorted(self._customer.rows.items()) if row["from"] != "me"]

    @property
    def asked(self) -> str:
        return self._customer.asked["of"]

    async def is_cut_off(self) -> None:
        """What is sent from now on fails, for now."""
        await self._customer.leave()

    async def is_back(self) -> None:
        await self._customer.connect(self._customer.after)

    async def confirms(self) -> None:
        """The device tells what it has, as this channel does."""
        await self._customer.sees()


async def person(arrive) -> Person:
    """A customer who has been welcomed."""
    customer = await arrive()
    await customer.hears("可以开始吗")
    return Person(customer)
