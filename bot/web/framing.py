"""Which websites may show the chat in a frame: those in `MANYI_WIDGET_ORIGINS`.

Browsers keep it by `frame-ancestors`, and show an error of their own where it is forbidden. So the widget
asks beforehand, by a script: a page that may load `widget.js` may load that as well, whatever its policy.
"""

from typing import Final
from urllib.parse import SplitResult, urlsplit

from storage.settings import Settings

PATH: Final = "/widget/here.js"
_PORTS: Final = {"http": 80, "https": 443}


def ancestors(settings: Settings, trying: bool = False) -> list[str]:
    """The websites beside our own, as `frame-ancestors` takes them. In the demonstration, and where a survey
    is tried out, the staff's door may show the page beside its own."""
    staff = [settings.admin_address] if settings.demo or trying else []
    return [*staff, *settings.widget_origins.split()]


def headers(settings: Settings, origin: str | None) -> dict[str, str] | None:
    """What the answer to a website's script says (Fetch, CORS); None: it may not show the chat. Our own page
    names no origin."""
    told = {"Cache-Control": "no-store", "Vary": "Origin", "Cross-Origin-Resource-Policy": "cross-origin"}
    if origin is None:
        return told
    listed = any(admits(urlsplit(each), origin) for each in ancestors(settings))
    return told | {"Access-Control-Allow-Origin": origin} if listed else None


def admits(listed: SplitResult, origin: str) -> bool:
    """Whether this origin is one of those listed so (CSP level 3, 6.7.2.8): http lets https in too."""
    try:
        asked = urlsplit(origin)
        ports = asked.port or _PORTS.get(asked.scheme), listed.port or _PORTS[listed.scheme]
    except ValueError:
        return False
    if asked.scheme != listed.scheme and (listed.scheme, asked.scheme) != ("http", "https"):
        return False
    upgraded = ports == (443, 80)
    return (ports[0] == ports[1] or upgraded) and _is_host(listed.hostname or "", asked.hostname or "")


def _is_host(listed: str, asked: str) -> bool:
    """`*.` stands for any name before, and not for none."""
    return asked.endswith(listed[1:]) and asked != listed[2:] if listed.startswith("*.") else asked == listed
