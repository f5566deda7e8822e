"""Settings tried before they are kept: the doctor's own looks, within seconds, in words for who is no
technician: what is wrong (`page.channels.told.<key>.wrong`), and the one thing to do next."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from admin import doctor, doctor_mailbox, doctor_smtp, reachable
from admin.finding import Finding
from storage.domain import imap_server, smtp_server
from storage.domain.locale import Texts
from storage.settings import Settings

SECONDS: Final = 8.0
"""So long somebody waits before the page."""

AT_ONCE: Final = asyncio.Semaphore(2)


class Told(NamedTuple):
    """A finding in words; `next` is empty where nothing is to be done. `help` is the key of a word on how to
    get a password there."""

    good: bool
    said: str
    next: str = ""


async def tried(look: Callable[[Settings], Iterator[Finding]], settings: Settings) -> list[Finding]:
    """All that is found of these settings; that nobody answered in time, where nobody did."""
    async with AT_ONCE:
        try:
            async with asyncio.timeout(SECONDS):
                return await asyncio.to_thread(lambda: list(look(settings)))
        except TimeoutError:
            return [Finding("bad", "too_slow", {"seconds": int(SECONDS)})]


def mail(settings: Settings) -> Iterator[Finding]:
    """Whether mail goes out, and comes in. Where one of them is bad the other is still told."""
    smtp, imap = smtp_server.parse(settings.smtp_url), imap_server.parse(settings.imap_url)
    stop = reachable.refused(smtp.host, smtp.port)
    yield from (stop,) if stop else doctor_smtp.examine(settings)
    stop = reachable.refused(imap.host, imap.port)
    yield from (stop,) if stop else doctor_mailbox.mailbox(imap)


def telegram(settings: Settings) -> Iterator[Finding]:
    """Whether Telegram knows the token. Where it is reached is no matter of the page."""
    yield from doctor.telegram(settings)


def fits(found: Sequence[Finding]) -> bool:
    """Whether it works: nothing is bad."""
    return bool(found) and not any(each.grade == "bad" for each in found)


def words(found: Sequence[Finding], texts: Texts) -> list[Told]:
    """What there are words for, each once: what holds for the whole house is told elsewhere."""
    told = {}
    for each in found:
        key = f"page.channels.told.{each.key}"
        if texts.has(f"{key}.said"):
            following = next((name for name in _next(each) if texts.has(f"{key}.{name}")), "")
            advice = texts(f"{key}.{following}", **each.values) if following else ""
            told[each.key] = Told(each.grade != "bad", texts(f"{key}.said", **each.values), advice)
    return list(told.values())


def _next(found: Finding) -> Iterator[str]:
    """Under which names the next thing to do may stand: nearest first."""
    if smtp_server.local(str(found.values.get("host", ""))):
        yield "next_here"
    yield f"next_{found.values.get('port', '')}"
    yield "next"
