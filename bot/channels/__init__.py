"""Channels: one file, one channel.

A channel turns what a customer does into an `Inbound` and gives it to the inbox. Replies go one of two
ways. A channel that can be sent to has `send` (`Sends`), and `bot.delivery` drives it. One whose customers
fetch (web chat) shows them the outbox itself, and a row counts as sent when their device has acknowledged
it.
"""

from typing import Protocol, runtime_checkable

from aiohttp import web

from bot.message import Outbound
from storage.outbox import Said


class Channel(Protocol):
    """A way to reach customers. `name` is what stands in the database."""

    name: str

    def routes(self) -> list[web.RouteDef]:
        """What this channel answers over HTTP."""

    async def refresh(self) -> None:
        """Another process may have written to the outbox: show what is new."""

    async def close(self) -> None:
        """The door closes: let customers go, in a way that they come back."""


@runtime_checkable
class Sends(Protocol):
    """A channel that sends by itself."""

    name: str

    async def send(self, outbound: Outbound, row: Said) -> str:
        """Say what stands in this row of the outbox to the customer; the channel's own id of what was said.
        Raises Later (or Deferred), Refused, Gone."""


@runtime_checkable
class Runs(Protocol):
    """A channel with work of its own to do all the time: polling, watching its webhook."""

    async def run(self) -> None:
        """Work until cancelled. What fails is waited out inside."""


@runtime_checkable
class Fetches(Protocol):
    """A channel that keeps its customers' files until they are fetched."""

    name: str

    async def fetch(self, remote: str) -> bytes:
        """The content of the file under this name of the channel's. Raises Later, Refused (`too_large` where
        it is), Gone."""


class Later(Exception):
    """Not now: try again in so many seconds. `reason` names what failed, never what was said."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.reason = reason


class Deferred(Later):
    """Later, as far as it depends on this one customer's side: it is tried less and less often, and given up
    after some days."""


class Refused(Exception):
    """Never, what was said or this file alone: the customer is still there."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Gone(Exception):
    """Never again: the customer has left or blocked us."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
