"""Files of a talk: taken one at a time under a limit, told by their content, shown to their owner only."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

import structlog
from aiohttp import BodyPartReader, web
from sqlalchemy import Engine

from bot.message import Attachment, Inbound
from bot.pace import Pace
from bot.performing import Receipt
from bot.web import frames, links, newcomers
from bot.web.frames import Refused
from bot.web.hearing import Hearing
from storage import conversations, db, filekind, files
from storage.conversations import latest
from storage.domain.locale import Texts
from storage.files import MOST_FILES, File

AT_ONCE: Final = 8
SECONDS: Final = 120.0
LONGEST_FIELD: Final = 200
_STATUS: Final = {
    "file_count": 409,
    "file_size": 413,
    "file_kind": 415,
    "too_fast": 429,
    "crowded": 429,
    "unavailable": 503,
}

log = structlog.get_logger()


@dataclass(slots=True)
class Form:
    """What an upload says of itself."""

    id: str = ""
    seen: str = "0"
    name: str = ""
    content: bytes = b""


class Uploads:
    """POST /chat/files and GET /chat/files/{id}."""

    def __init__(self, engine: Engine, hearing: Hearing, texts: Texts, limit: int) -> None:
        self._engine = engine
        self._hearing = hearing
        self._texts = texts
        self._limit = limit
        self._pace = Pace(rate=2, burst=20)
        self._room = asyncio.Semaphore(AT_ONCE)  # so many files at most in memory

    async def receive(self, request: web.Request) -> web.Response:
        """Take a file: fields id, seen, file; the talk's token in X-Talk."""
        form = Form()
        try:
            token = frames.token_from(request.headers.get("X-Talk"))
            if token is None or not request.content_type.startswith("multipart/"):
                raise Refused("malformed")
            receipt = await self._receive(request, form, frames.address_of(token))
        except Refused as refused:
            return self._refuse(refused, form.id)
        return web.json_response({"type": "taken", "id": form.id, "seq": receipt.seq})

    async def show(self, request: web.Request) -> web.Response:
        """A file, to whom its talk belongs: by X-Talk, or by a link of ours that is still good."""
        key = int(request.match_info["id"])
        file, address = await asyncio.to_thread(self._find, key)
        if file is None or not _may_see(request, key, address):
            raise web.HTTPNotFound(text=self._texts("error.file_gone"))
        return web.Response(body=file.content, headers=_headers(file))

    async def _receive(self, request: web.Request, form: Form, address: str) -> Receipt:
        """Whether it may come at all is asked before any of it is read."""
        if not self._pace.allows(address, time.monotonic()):
            raise Refused("too_fast")
        async with self._room:
            known, count = await asyncio.to_thread(self._standing, address)
            self._hearing.admit(known, newcomers.place(request))
            if count >= MOST_FILES:
                raise Refused("file_count")
            try:
                async with asyncio.timeout(SECONDS):
                    await self._read(request, form)
            except TimeoutError:
                raise Refused("unavailable") from None
            return await self._hearing.keep(_inbound(form, address))

    async def _read(self, request: web.Request, form: Form) -> None:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise Refused("malformed")
            if part.name == "file":
                form.name = filekind.plain(part.filename or "")
                form.content = await _content(part, self._limit)
            elif part.name in ("id", "seen"):
                setattr(form, part.name, (await _content(part, LONGEST_FIELD)).decode("utf-8", "replace"))

    def _standing(self, address: str) -> tuple[bool, int]:
        """Whether the talk is known, and how many files it has."""
        talk = frames.CHANNEL, address
        try:
            with db.reading(self._engine) as session:
                return conversations.find(session, talk) is not None, files.count(session, talk)
        except db.OutOfReach:
            raise Refused("unavailable") from None

    def _find(self, key: int) -> tuple[File | None, str]:
        with db.reading(self._engine) as session:
            file = files.content(session, key)
            if file is None or file.conversation_id is None:  # staff put it to a complaint
                return None, ""
            return file, latest.address(session, file.conversation_id)

    def _refuse(self, refused: Refused, mark: str) -> web.Response:
        log.info("refused", channel=frames.CHANNEL, why=refused.why)
        values = {"megabytes": self._limit // 1_000_000, "most": MOST_FILES}
        text = self._texts(f"error.{refused.why}", **values)
        body = {"type": "refused", "id": mark or None, "text": text}
        return web.json_response(body, status=_STATUS.get(refused.why, 400))


async def _content(part: BodyPartReader, limit: int) -> bytes:
    """All of a part, read piece by piece: one that is too large is refused before it fills the memory."""
    content = bytearray()
    while piece := await part.read_chunk(1 << 16):
        content += piece
        if len(content) > limit:
            raise Refused("file_size")
    return bytes(content)


def _inbound(form: Form, address: str) -> Inbound:
    mark = frames.mark_of(form.id)
    if not form.content:
        raise Refused("file_empty", mark)
    kind = filekind.kind_of(form.content)
    if kind is None:
        raise Refused("file_kind", mark)
    seen = int(form.seen) if form.seen.isascii() and form.seen.isdecimal() else 0
    return Inbound(
        frames.CHANNEL,
        address,
        mark,
        "file",
        datetime.now(UTC),
        attachment=Attachment(filekind.named(form.name or "file", kind), kind, form.content),
        seen=frames.number(seen),
    )


def _may_see(request: web.Request, key: int, address: str) -> bool:
    token = frames.token_from(request.headers.get("X-Talk"))
    if token is not None:
        return frames.address_of(token) == address
    query = request.query
    return links.opens(key, address, query.get("until", ""), query.get("key", ""), time.time())


def _headers(file: File) -> dict[str, str]:
    """Nothing of it runs in our page: an image is shown, all else is handed over as a download."""
    shown = "inline" if file.kind in filekind.IMAGES else "attachment"
    return {
        "Content-Type": file.kind,
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
