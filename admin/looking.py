"""Light or dark: chosen in the foot of the page, else as the system has it."""

from typing import Final

from aiohttp import web

COOKIE: Final = "manyi_look"
SYSTEM: Final = "system"
LOOKS: Final = (SYSTEM, "light", "dark")


def look(request: web.Request) -> str:
    """How this page is to look; empty where the system decides."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LOOKS[1:] else ""
