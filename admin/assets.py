"""What the pages load beside themselves: one style sheet for each look, the scripts, the icon. The address of
each names the contents of all, so that a browser keeps them for good and a changed file is asked for anew."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from types import MappingProxyType
from typing import Final

from aiohttp import web

STATIC = Path(__file__).parent / "static"
FIRST: Final = ("tokens.css", "base.css", "components.css", "menu.css", "charts.css")
"""What the other style sheets build on, in this order."""
DARK: Final = "dark.css"
NIGHTS: Final = MappingProxyType(
    {"light": "", "dark": "@media screen", "system": "@media screen and (prefers-color-scheme: dark)"}
)
"""By look, when its style sheet is dark; never on paper."""

FOR_GOOD: Final = "public, max-age=31536000, immutable"
SHORT: Final = 12
"""Digits of a digest that stand in an address."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    zipped: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by name, and the digest of their contents."""

    files: Mapping[str, Asset]
    digest: str

    def address(self, name: str) -> str:
        """Where a page finds this file; scripts find each other beside it. Raises KeyError."""
        assert self.files[name]
        return f"/static/{self.digest}/{name}"


def read(folder: Path) -> Assets:
    """The files of this folder; of its style sheets one is made for each look: `pages-LOOK.css`."""
    texts = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    sheets = {name: texts.pop(name).decode() for name in list(texts) if name.endswith(".css")}
    texts.update({f"pages-{look}.css": bound(sheets, night).encode() for look, night in NIGHTS.items()})
    digest = sha256(b"\0".join(part for name in sorted(texts) for part in (name.encode(), texts[name])))
    return Assets({name: asset(name, body) for name, body in texts.items()}, digest.hexdigest()[:SHORT])


def bound(sheets: Mapping[str, str], night: str) -> str:
    """The sheets as one; the colours of the night where `night`, a condition, says so."""
    rest = sorted(set(sheets) - {*FIRST, DARK})
    colours = [f"{night} {{\n{sheets[DARK]}}}\n"] if night else []
    return "\n".join([sheets[FIRST[0]], *colours, *(sheets[name] for name in (*FIRST[1:], *rest))])


def asset(name: str, body: bytes) -> Asset:
    """This file, ready to be sent."""
    kind = "text/javascript" if name.endswith(".js") else guess_type(name)[0] or "application/octet-stream"
    return Asset(body, gzip.compress(body, mtime=0), kind)


@cache
def ours() -> Assets:
    """As they are when the program starts."""
    return read(STATIC)


def add(app: web.Application) -> None:
    """GET /static/DIGEST/NAME."""
    app.router.add_get("/static/{digest:[0-9a-f]+}/{name}", serve)


async def serve(request: web.Request) -> web.Response:
    """The file as it is now; for good only where it is what the address says."""
    found = ours().files.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    kept = FOR_GOOD if request.match_info["digest"] == ours().digest else "no-cache"
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    body = found.body
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = found.zipped, "gzip"
    return web.Response(body=body, content_type=found.kind, charset="utf-8", headers=headers)
