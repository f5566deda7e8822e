"""Tells other systems what happened (webhooks): looked for every few seconds, sent under a lease.

Nothing is sent into the house itself unless that is wanted: the name is resolved by us, and the connection
goes to the address that was looked at; nobody is followed elsewhere, and what is answered is not read.
"""

import asyncio
import os
import socket
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import orjson
from aiohttp.abc import AbstractResolver, ResolveResult
from sqlalchemy import Engine

from storage import db, hooks
from storage.domain.hook import public, signature, wrong
from storage.hooks import Due, Outcome
from storage.leases import Lease
from storage.settings import settings
from storage.ticking import Clock, Task

LEASE: Final = timedelta(minutes=2)
"""Longer than what is sent in one go takes, however slow the others are."""

_LARGEST: Final = 16_384
"""Bytes of a line of an answer's head."""


class NotPublic(OSError):
    """The name stands for an address within the house."""


class Resolver(AbstractResolver):
    """Finds addresses that may be told. Raises NotPublic."""

    def __init__(self, private: bool) -> None:
        self._private = private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All that the name stands for; one of the house among them, and it is none."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        if not self._private and not all(public(str(each[4][0])) for each in found):
            raise NotPublic(host)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """Nothing is held."""


async def send(due: Sequence[Due], private: bool) -> list[Outcome]:
    """Send all of these at once; what became of each."""
    connector = aiohttp.TCPConnector(resolver=Resolver(private), use_dns_cache=False, force_close=True)
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=hooks.rules().seconds),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        max_line_size=_LARGEST,
        max_field_size=_LARGEST,
    ) as session:
        return await asyncio.gather(*(_send(session, each, private) for each in due))


async def _send(session: aiohttp.ClientSession, due: Due, private: bool) -> Outcome:
    if not due.secret:
        return Outcome(due, None, "unopened")
    if wrong(due.url, private):
        return Outcome(due, None, "refused_address")
    body = orjson.dumps(due.body)
    try:
        async with session.post(
            due.url, data=body, headers=headers(due, body, int(time.time())), allow_redirects=False
        ) as answer:
            return Outcome(due, answer.status, _reason(answer.status))
    except TimeoutError:
        return Outcome(due, None, "timeout")
    except (aiohttp.ClientError, OSError, ValueError) as error:
        inside = isinstance(error, NotPublic) or isinstance(error.__cause__, NotPublic)
        inside |= isinstance(getattr(error, "os_error", None), NotPublic)
        return Outcome(due, None, "refused_address" if inside else "unreachable")


def headers(due: Due, body: bytes, timestamp: int) -> dict[str, str]:
    """As Standard Webhooks has them."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Manyi",
        "webhook-id": due.message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(due.secret, due.message, timestamp, body),
    }


def _reason(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return "redirect" if 300 <= status < 400 else "status"


def hand_out(engine: Engine, now: datetime) -> int:
    """What happened since is put before whom it is to be told: how much that is."""
    with db.reading(engine) as session:
        found = hooks.find(session)
    if not found:
        return 0
    with db.writing(engine) as session:
        return hooks.hand_out(session, found, now)


def send_due(engine: Engine, now: datetime) -> int:
    """Send what is due: how much that was. No transaction waits for those who are told."""
    with db.reading(engine) as session:
        if not hooks.due(session, now):
            return 0
    with db.writing(engine) as session:
        due = hooks.claim(session, now)
    if not due:
        return 0
    outcomes = asyncio.run(send(due, settings().hooks_private))
    with db.writing(engine) as session:
        hooks.settle(session, outcomes, db.now(session))
    return len(due)


def forget(engine: Engine, now: datetime) -> int:
    """What was sent long ago goes."""
    with db.writing(engine) as session:
        return hooks.forget(session, now)


def tasks() -> tuple[Task, ...]:
    """All there are."""
    return (
        Task("hooks", 5.0, hand_out),
        Task("hook_sends", 2.0, send_due),
        Task("hook_forget", 3600.0, forget),
    )


def clock(engine: Engine, committed: Any) -> Clock:
    """A clock of its own: others do not wait for those who take long to answer."""
    holder = f"{socket.gethostname()}:{os.getpid()}"
    return Clock(engine, Lease(engine, "hooks", holder, LEASE), committed, tasks())
