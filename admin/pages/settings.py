"""Where everything is that is set in the browser; each sees what they may open."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aiohttp import web

from admin.door import door, person
from admin.first import steps
from admin.pages import Page, Role, Route, may
from admin.rendering import render

OFFERED: Final[Mapping[str, tuple[tuple[str, str, Role], ...]]] = MappingProxyType(
    {
        "house": (
            ("me", "/me", "viewer"),
            ("users", "/users", "auditor"),
            ("departments", "/departments", "auditor"),
            ("organisation", "/organisation", "administrator"),
            ("channels", "/channels", "administrator"),
            ("poster", "/poster", "handler"),
        ),
        "handling": (
            ("rules", "/rules", "auditor"),
            ("levels", "/levels", "auditor"),
            ("promises", "/promises", "auditor"),
            ("sentences", "/texts", "auditor"),
            ("phrases", "/phrases", "auditor"),
            ("taxonomy", "/taxonomy", "auditor"),
        ),
        "data": (
            ("imports", "/imports", "handler"),
            ("everything", "/everything", "administrator"),
            ("tokens", "/tokens", "administrator"),
            ("hooks", "/hooks", "administrator"),
        ),
        "operation": (
            ("audit", "/audit", "auditor"),
            ("privacy", "/privacy", "auditor"),
            ("jobs", "/jobs", "auditor"),
        ),
    }
)
"""By group: (key of its texts, address, lowest role that may open it)"""


async def show(request: web.Request) -> web.Response:
    """The list."""
    role = person(request).role
    offered = {
        group: [(key, path) for key, path, lowest in entries if may(role, lowest)]
        for group, entries in OFFERED.items()
    }
    stood = await door(request).read(steps.standing) if may(role, "administrator") else None
    if stood and stood.next:
        offered["house"].insert(0, ("start", "/start"))
    return await render(request, "settings.html", offered=offered)


PAGE = Page("settings", (Route("GET", "/settings", show, "viewer"),), place=8)
