"""How fast pages may be asked for, by session or, before sign-in, by address: `storage/data/pace.toml`.

Counted in the memory of one process: a write a request would cost more than what it saves.
"""

import tomllib
from dataclasses import replace
from math import ceil
from time import monotonic
from typing import Final, NamedTuple

from aiohttp import web

from admin.door import PERSON, door
from admin.looking import look
from admin.pages import Route
from admin.security import address
from storage import definitions

REMEMBERED: Final = 10_000
"""So many are known at once, then those whose buckets are empty again are forgotten."""

SWEPT: Final = 1.0
"""Seconds between two looks for those: each is at all that is known."""

EXPORT: Final = "export"
"""The kind that counts what is handed out, not what is asked."""


class Rule(NamedTuple):
    """So many `times` in so many `seconds`, all at once if need be."""

    times: int
    seconds: int


class Pace:
    """A leaky bucket for each kind of request and who asks, kept as the moment when it is empty again."""

    def __init__(self, rules: dict[str, Rule]) -> None:
        self._rules = rules
        self._empty_at: dict[tuple[str, str], float] = {}
        self._swept_at = -SWEPT

    def wait(self, kind: str, asks: str, now: float) -> int:
        """Seconds until one more of this kind is looked at; 0: this one is, and counts."""
        rule = self._rules[kind]
        empty_at = max(self._empty_at.get((kind, asks), now), now) + rule.seconds / rule.times
        if over := max(0.0, empty_at - now - rule.seconds):
            return ceil(over)
        if len(self._empty_at) >= REMEMBERED and now >= self._swept_at + SWEPT:
            self._empty_at = {key: at for key, at in self._empty_at.items() if at > now}
            self._swept_at = now
        self._empty_at[kind, asks] = empty_at
        return 0

    def give_back(self, kind: str, asks: str) -> None:
        """The last one of this kind does not count."""
        rule = self._rules[kind]
        self._empty_at[kind, asks] = self._empty_at.get((kind, asks), 0.0) - rule.seconds / rule.times


PACE = web.AppKey("pace", Pace)


def rules() -> dict[str, Rule]:
    """As they ship, by kind."""
    found = tomllib.loads((definitions.DATA / "pace.toml").read_text("utf-8"))
    return {kind: Rule(**rule) for kind, rule in found.items()}


def add(app: web.Application) -> None:
    """Count from now on."""
    app[PACE] = Pace(rules())


def wait(request: web.Request, route: Route) -> int:
    """Seconds until who asks may ask for this; for what is handed out (`EXPORT`), like any other of its
    method: that itself counts where it is done (`handled`)."""
    kind = replace(route, pace="").kind if route.pace == EXPORT else route.kind
    return request.app[PACE].wait(kind, _asks(request), monotonic())


async def handled(request: web.Request, route: Route) -> web.StreamResponse:
    """What the route's handler answers. What is handed out counts, unless it is refused."""
    if route.pace != EXPORT:
        return await route.handler(request)
    counted, asks = request.app[PACE], _asks(request)
    if seconds := counted.wait(EXPORT, asks, monotonic()):
        return slow(request, seconds)
    try:
        answer = await route.handler(request)
    except web.HTTPClientError:
        counted.give_back(EXPORT, asks)
        raise
    if 400 <= answer.status < 500:
        counted.give_back(EXPORT, asks)
    return answer


def _asks(request: web.Request) -> str:
    """A session goes by the word of its forms, which stays the same when its token is renewed."""
    asks = request[PERSON]
    return asks.csrf if asks else address(request)


def slow(request: web.Request, seconds: int) -> web.Response:
    """The page that says so; it asks the database nothing."""
    template = door(request).templates.get_template("slow.html")
    shown = {"seconds": seconds, "posted": request.method == "POST"}
    html = template.render(path=request.path, look=look(request), **shown)
    headers = {"Retry-After": str(seconds)}
    return web.Response(text=html, content_type="text/html", status=429, headers=headers)
