"""Mail as the contract drives it: a customer who writes and reads mails."""

from tests.bot.mailing.customer import Customer

ARRIVES = "correspond"
"""The fixture that lets customers of this channel come."""


class Person:
    """A customer of the contract, on this channel."""

    def __init__(self, customer: Customer) -> None:
        self._customer = customer

    async def says(self, text: str, mark: str = "") -> str:
        return await self._customer.writes(text, mark)

    async def sends_file(self, name: str, content: bytes) -> None:
        await self._customer.writes("照片", files=((name, content),))

    async def hears(self, *words: str) -> None:
        await self._customer.hears(*words)

    @property
    def address(self) -> str:
        return self._customer.address

    @property
    def heard(self) -> list[str]:
        """What came, in order."""
        return self._customer.heard

    async def is_cut_off(self) -> None:
        """What is sent from now on fails, for now."""
        self._customer.server.cut.add(self.address)

    async def is_back(self) -> None:
        self._customer.server.cut.remove(self.address)

    async def confirms(self) -> None:
        """What the server has taken has arrived: the device tells nothing."""


async def person(correspond) -> Person:
    """A customer who has asked for the survey."""
    customer = await correspond()
    await customer.writes("想填问卷")
    await customer.hears("就表示同意")
    return Person(customer)
