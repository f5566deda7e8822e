"""The language of the staff's pages: chosen in the foot of the page, else what the browser prefers."""

from urllib.parse import urlencode, urlsplit

from aiohttp import web

from storage import definitions
from storage.domain.locale import closest

COOKIE = "manyi_language"
LIFETIME = 365 * 86400  # seconds


def language(request: web.Request, own: str) -> str:
    """The language in which this page is shown; `own` is the organisation's."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in definitions.languages():
        return chosen
    return closest(request.headers.get("Accept-Language", ""), definitions.languages(own)) or own


def offered(own: str) -> list[tuple[str, str]]:
    """(language, its own name) of those to choose from, the organisation's first."""
    return [(name, definitions.texts(name)("name")) for name in definitions.languages(own)]


def within(address: str) -> str:
    """The page of ours that this address names, without its host; else the first."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    path = parts.path if parts.path.startswith("/") and not parts.path.startswith(("//", "/\\")) else "/"
    return f"{path}?{parts.query}" if parts.query else path


def towards(path: str, back: str) -> str:
    """This page of ours, which leads on to `back` in the end."""
    if back == "/":
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'back': back})}"
