"""Where everything is that is set in the browser; each sees what they may open."""

from typing import Final

from aiohttp import web

from admin.door import person
from admin.pages import Page, Role, Route, may
from admin.rendering import render

OFFERED: Final[tuple[tuple[str, str, Role], ...]] = (
    ("me", "/me", "viewer"),
    ("users", "/users", "auditor"),
    ("departments", "/departments", "auditor"),
    ("rules", "/rules", "auditor"),
    ("phrases", "/phrases", "auditor"),
    ("taxonomy", "/taxonomy", "auditor"),
)
"""(key of its texts, address, lowest role that may open it)"""


async def show(request: web.Request) -> web.Response:
    """The list."""
    role = person(request).role
    offered = [(key, path) for key, path, lowest in OFFERED if may(role, lowest)]
    return await render(request, "settings.html", offered=offered)


PAGE = Page("settings", (Route("GET", "/settings", show, "viewer"),), place=8)
