"""One connection: commands over TCP, each of which may lose it, before, after or while it is answered."""

import asyncio
import fnmatch
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.mail.imap.folder import Chosen, Folder, Kept

if TYPE_CHECKING:
    from tests.mail.imap.server import FaultyServer

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\((?:[^()]|\([^()]*\))*\))|(\S+)')
_BODY = re.compile(r"(?:BODY(?:\.PEEK)?\[\](?:<(\d+\.\d+)>)?|RFC822)$")
_LITERAL = re.compile(rb"\{(\d+)\+?\}\r\n$")
CAPABILITIES = "IMAP4rev1 IDLE MOVE UIDPLUS UNSELECT"


class Lost(Exception):
    """The line is cut here."""


class Line:
    """One connection. What is answered is gathered, and sent at once when the command is done."""

    def __init__(
        self, server: "FaultyServer", reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server, self._reader, self._writer = server, reader, writer
        self._folder: Folder | None = None
        self._out = bytearray()

    async def serve(self) -> None:
        """Until the client goes, or is lost."""
        self._say("* OK here we are")
        await self._flush()
        while True:
            tag, _, rest = (await self._read()).partition(" ")
            name, _, arguments = rest.partition(" ")
            uid = name.upper() == "UID"
            if uid:
                name, _, arguments = arguments.partition(" ")
            await self._do(tag, name.upper(), arguments, uid)
            if name.upper() == "LOGOUT":
                return

    async def _read(self) -> str:
        """A command, its literals in their place as quoted strings."""
        line = await self._reader.readuntil(b"\r\n")
        while literal := _LITERAL.search(line):
            self._writer.write(b"+ go on\r\n")
            content = await self._reader.readexactly(int(literal[1]))
            quoted = content.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
            line = line[: literal.start()] + b'"' + quoted + b'"' + await self._reader.readuntil(b"\r\n")
        return line.decode("utf-8", "replace").rstrip("\r\n")

    async def _do(self, tag: str, name: str, arguments: str, uid: bool) -> None:
        how = self._fate(name)
        if how == "before":
            raise Lost
        words = [_plain(match) for match in _WORD.finditer(arguments)]
        command: Callable[[list[str], bool], object] | None = getattr(self, f"_{name.lower()}", None)
        try:
            if name == "IDLE":
                await self._idle_until_done()
            elif command:
                command(words, uid)
            self._say(f"{tag} OK {name} done" if command or name == "IDLE" else f"{tag} BAD unknown: {name}")
        except (ValueError, KeyError, IndexError) as error:
            self._say(f"{tag} NO {name}: {error!r}")
        if how == "after":
            raise Lost
        await self._flush(half=how == "midway")

    def _fate(self, name: str) -> str:
        server = self._server
        server.commands[name] += 1
        if server.random.random() >= server.drops:
            return ""
        server.dropped[name] += 1
        return server.random.choice(("before", "after", "midway"))

    def _say(self, *parts: str | bytes) -> None:
        for part in parts:
            self._out += part.encode() if isinstance(part, str) else part
        self._out += b"\r\n"

    async def _flush(self, half: bool = False) -> None:
        out, self._out = bytes(self._out), bytearray()
        self._writer.write(out[: len(out) // 2] if half else out)
        await self._writer.drain()
        if half:
            self._writer.close()
            raise Lost

    @property
    def _here(self) -> Folder:
        if self._folder is None:
            raise ValueError("no folder selected")
        return self._folder

    # Commands: their name is the method's, `uid` whether UID stood before it

    def _capability(self, words: list[str], uid: bool) -> None:
        self._say(f"* CAPABILITY {CAPABILITIES}")

    def _login(self, words: list[str], uid: bool) -> None:
        """Whoever it is."""

    def _noop(self, words: list[str], uid: bool) -> None:
        if self._folder:
            self._say(f"* {len(self._folder.mails)} EXISTS")

    def _logout(self, words: list[str], uid: bool) -> None:
        self._say("* BYE")

    def _create(self, words: list[str], uid: bool) -> None:
        self._server.folders.setdefault(words[0], Folder())

    def _list(self, words: list[str], uid: bool) -> None:
        for name in fnmatch.filter(self._server.folders, words[1].replace("%", "*")):
            self._say(f'* LIST () "/" "{name}"')

    def _select(self, words: list[str], uid: bool) -> None:
        self._folder = self._server.folders[words[0]]
        self._say(f"* {len(self._folder.mails)} EXISTS")
        self._say("* 0 RECENT")
        self._say("* FLAGS (\\Seen \\Deleted \\Answered \\Flagged)")
        self._say(f"* OK [UIDVALIDITY {self._folder.validity}] as ever")
        self._say(f"* OK [UIDNEXT {self._folder.next}] the next")

    _examine = _select

    def _search(self, words: list[str], uid: bool) -> None:
        words = words[2:] if words[0].upper() == "CHARSET" else words
        found = self._here.chosen(self._here.searched(_flat(words)))
        self._say(" ".join(["* SEARCH", *(str(mail.uid if uid else place) for place, mail in found)]))

    def _fetch(self, words: list[str], uid: bool) -> None:
        asked = words[1].strip("()").upper().split()
        for place, mail in self._here.chosen(self._here.among(words[0], uid)):
            told: list[bytes] = [f"UID {mail.uid}".encode()] if uid or "UID" in asked else []
            if "FLAGS" in asked:
                told.append(f"FLAGS ({' '.join(sorted(mail.flags))})".encode())
            if "RFC822.SIZE" in asked:
                told.append(f"RFC822.SIZE {len(mail.raw)}".encode())
            if "INTERNALDATE" in asked:
                told.append(f'INTERNALDATE "{mail.at:%d-%b-%Y %H:%M:%S} +0000"'.encode())
            told += [self._body(mail, name) for name in asked if _BODY.match(name)]
            if {"BODY[]", "RFC822"} & set(asked):
                mail.flags.add("\\Seen")
            self._say(f"* {place} FETCH (", b" ".join(told), ")")

    def _body(self, mail: Kept, name: str) -> bytes:
        if mail.raw in self._server.cursed:
            raise Lost
        begun, raw = (_BODY.match(name) or name)[1], mail.raw
        if begun is not None:
            start, size = map(int, begun.split("."))
            raw, begun = raw[start : start + size], str(start)
        shown = f"BODY[]<{begun}>" if begun is not None else "BODY[]"
        return b"%s {%d}\r\n%s" % (shown.encode(), len(raw), raw)

    def _store(self, words: list[str], uid: bool) -> None:
        how, flags = words[1].upper(), set(words[2].strip("()").split())
        for place, mail in self._here.chosen(self._here.among(words[0], uid)):
            mail.flags = (
                mail.flags - flags if how[0] == "-" else flags | (mail.flags if how[0] == "+" else set())
            )
            if "SILENT" not in how:
                self._say(f"* {place} FETCH (UID {mail.uid} FLAGS ({' '.join(sorted(mail.flags))}))")

    def _copy(self, words: list[str], uid: bool) -> None:
        to = self._server.folders[words[1]]
        for _, mail in self._here.chosen(self._here.among(words[0], uid)):
            to.put(mail.raw, mail.at, mail.flags)

    def _move(self, words: list[str], uid: bool) -> None:
        self._copy(words, uid)
        self._gone(self._here.among(words[0], uid))

    def _expunge(self, words: list[str], uid: bool) -> None:
        among = self._here.among(words[0], uid=True) if uid else lambda place, mail: True
        self._gone(lambda place, mail: "\\Deleted" in mail.flags and among(place, mail))

    def _close(self, words: list[str], uid: bool) -> None:
        self._here.drop(lambda place, mail: "\\Deleted" in mail.flags)
        self._folder = None

    def _unselect(self, words: list[str], uid: bool) -> None:
        self._folder = None

    def _gone(self, which: Chosen) -> None:
        for place in self._here.drop(which):
            self._say(f"* {place} EXPUNGE")

    async def _idle_until_done(self) -> None:
        """Tell of each mail that comes (RFC 2177)."""
        woken = asyncio.Event()
        self._server.idlers.add(woken)
        done = asyncio.create_task(self._reader.readuntil(b"\r\n"))
        try:
            self._say("+ idling")
            await self._flush()
            while not done.done():
                waiting = asyncio.create_task(woken.wait())
                await asyncio.wait({done, waiting}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                if woken.is_set():
                    woken.clear()
                    self._say(f"* {len(self._here.mails)} EXISTS")
                    await self._flush()
            await done
        finally:
            self._server.idlers.discard(woken)
            done.cancel()


def _plain(match: re.Match[str]) -> str:
    quoted, bracketed, bare = match.groups()
    return re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bracketed or bare


def _flat(words: list[str]) -> list[str]:
    return " ".join(words).replace("(", " ").replace(")", " ").split()
