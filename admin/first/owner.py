"""Who may open the house while it belongs to nobody: who sits at the machine, or has the code that it prints.

Without that the first visitor would own it. A request counts as one of this machine where it comes from it,
nothing tells of a proxy before us, and it asks for this machine by name: another website that has its name
lead here does not (DNS rebinding). Where the door is known under another address, a proxy stands before it
whether it tells or not, and the code is asked of all.
"""

from base64 import b32encode
from hmac import compare_digest
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from admin.door import Person, door
from storage import users
from storage.secret import sign
from storage.settings import Settings

START: Final = "/start"
OPEN: Final = ("/language/", "/look/")
"""What begins so is open while there is no account, as the start is; everything else leads to that."""

PART, PARTS = 4, 3
FORWARDED: Final = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")

SETTLED = web.AppKey("settled", set[str])
"""Something is in it once there has been an account: then nobody asks again."""


def code() -> str:
    """The code: the same in every process of this house, until it has an account. 60 bits."""
    letters = b32encode(bytes.fromhex(sign("first start", "code"))).decode()
    return "-".join(letters[at : at + PART] for at in range(0, PART * PARTS, PART))


def link(settings: Settings) -> str:
    """The address that opens the house."""
    return f"{settings.admin_address}/start?code={code()}"


def knows(given: str) -> bool:
    """Whether this is the code, however it was typed."""
    plain = "".join(given.split()).replace("-", "").upper()
    return compare_digest(plain.encode("utf-8", "replace"), code().replace("-", "").encode())


def here(request: web.Request) -> bool:
    """Whether the request surely comes from this machine."""
    published = urlsplit(door(request).settings.admin_address).hostname or ""
    asked = urlsplit(f"//{request.host}").hostname or ""
    plain = not any(name in request.headers for name in FORWARDED)
    return plain and _loopback(request.remote or "") and _loopback(asked) and _own(published)


def _own(host: str) -> bool:
    """Whether this is how the door is called where nobody has said how."""
    return _loopback(host) or host in ("0.0.0.0", "::")  # noqa: S104 - compared, not listened on


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def lead_in(request: web.Request, asks: Person | None, path: str) -> None:
    """Whoever comes while there is no account is led to the first step, wherever they meant to go."""
    if asks is None and path != START and not path.startswith(OPEN) and await nobody(request):
        raise web.HTTPSeeOther(START)


async def nobody(request: web.Request) -> bool:
    """Whether there is no account yet."""
    settled = request.app[SETTLED]
    if not settled and await door(request).read(users.anybody):
        settled.add("yes")
    return not settled
