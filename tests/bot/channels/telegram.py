"""Telegram as the contract drives it: a customer of the stand-in Bot API."""

from tests.telegram.customer import Customer
from tests.telegram.deeds import buttons

ARRIVES = "meet"
"""The fixture that lets customers of this channel come."""


class Person:
    """A customer of the contract, on this channel."""

    def __init__(self, customer: Customer) -> None:
        self._customer = customer

    async def says(self, text: str, mark: str = "") -> str:
        return await self._customer.says(text, mark)

    async def picks(self, key: str, of: str = "") -> None:
        """A button that is nowhere to be seen is pressed all the same: an application can."""
        await self._customer.picks(f"{of or self.asked}|{key}", shown=False)

    async def sends_file(self, name: str, content: bytes) -> None:
        await self._customer.does("document", name, "application/octet-stream", content)

    async def hears(self, *words: str) -> None:
        await self._customer.hears(*words)

    @property
    def address(self) -> str:
        return str(self._customer.chat)

    @property
    def heard(self) -> list[str]:
        """What the customer's device shows, in order."""
        return self._customer.heard

    @property
    def asked(self) -> str:
        data: str = buttons(self._customer.asked)[0]["callback_data"]
        return data.partition("|")[0]

    async def is_cut_off(self) -> None:
        """What is sent from now on fails, for now."""
        self._customer.telegram.faults.cut(self._customer.chat)

    async def is_back(self) -> None:
        self._customer.telegram.faults.mend(self._customer.chat)

    async def confirms(self) -> None:
        """What Telegram has taken has arrived: the device tells nothing."""


async def person(meet) -> Person:
    """A customer who has pressed START."""
    customer = await meet()
    await customer.starts()
    await customer.hears("可以开始吗")
    return Person(customer)


async def begun(meet) -> Customer:
    """A customer who is asked the first question."""
    customer: Customer = await meet()
    await customer.starts()
    await customer.hears("可以开始吗")
    await customer.says("可以")
    await customer.hears("产品质量")
    return customer
