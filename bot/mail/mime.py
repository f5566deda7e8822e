"""The MIME tree (RFC 2046, 5.1), read in one pass: each boundary is looked for only within the parts that are
open around it, so neither depth nor the number of parts makes it slow."""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.mail import headers, params
from bot.mail.headers import Headers

LONGEST: Final = 40 << 20
"""Bytes of a mail that are read."""
DEEPEST: Final = 40
MOST_PARTS: Final = 1000
_MOST_FALSE: Final = 20_000

_GUESS = re.compile(
    rb"(?:\A|\n)--([^\s-][^\r\n]{0,100}?|-{2,}[^\s-][^\r\n]{0,100}?)[ \t]*\r?\nContent-", re.IGNORECASE
)
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


@dataclass(slots=True, eq=False)
class Node:
    """A part; of a multipart the text before the first of its parts stands in start, end."""

    kind: str
    parameters: dict[str, str]
    headers: Headers
    start: int
    end: int = -1
    children: list["Node"] = field(default_factory=list)

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)


@dataclass(slots=True, eq=False)
class _Open:
    node: Node
    delimiter: bytes
    at: int = -1
    after: int = -1
    closes: bool = False


class Tree:
    """Takes a mail apart; ``truncated`` when it holds more than is read."""

    def __init__(self, raw: bytes) -> None:
        self.truncated = len(raw) > LONGEST
        self.raw = raw = _lines(raw[:LONGEST])
        self._end = len(raw)
        self._open: list[_Open] = []
        self._parts = 0
        self._false = 0
        start = len(raw) - len(raw.lstrip(b"\r\n")) if raw[:1] in (b"\r", b"\n") else 0
        self.root = self._entity(start, "text/plain")
        self._read()

    def _entity(self, start: int, default: str) -> Node:
        """Reads the headers of a part; opens it when it is a multipart."""
        section, body = headers.split(self.raw, start, self._limit(start))
        known = Headers(section)
        kind, parameters = params.parsed(known.raw("content-type"))
        kind = kind.replace(" ", "") if "/" in kind else ""
        node = Node(kind if _TYPE.fullmatch(kind) else default, parameters, known, body)
        if node.kind.startswith("multipart/"):
            self._enter(node)
        return node

    def _enter(self, node: Node) -> None:
        if len(self._open) >= DEEPEST:
            self.truncated = True
            return
        limit = self._limit(node.start)
        given = node.parameters.get("boundary", "").strip()
        delimiter = b"--" + given.encode("latin-1", "replace")
        if not given or self.raw.find(delimiter, node.start, limit) < 0:
            guess = _GUESS.search(self.raw, max(node.start - 1, 0), min(limit, node.start + (64 << 10)))
            if guess is None:
                return
            delimiter = b"--" + guess[1]
        self._open.append(_Open(node, delimiter))

    def _limit(self, at: int) -> int:
        """Where the innermost open multipart goes on."""
        found = self._next(at)
        return self._end if found is None else found.at

    def _next(self, at: int) -> _Open | None:
        """The open multipart whose delimiter comes next."""
        limit, nearest = self._end, None
        for each in self._open:
            if each.at < at:
                self._seek(each, at, limit)
            if each.at < limit:
                limit, nearest = each.at, each
        return nearest

    def _seek(self, each: _Open, at: int, limit: int) -> None:
        while (found := self.raw.find(each.delimiter, at, limit)) >= 0:
            if self._is_delimiter(each, found):
                each.at = found
                return
            at = found + 1
            self._false += 1
            if self._false > _MOST_FALSE:
                self.truncated = True
                break
        each.at = self._end

    def _is_delimiter(self, each: _Open, found: int) -> bool:
        """Alone on its line, with two more hyphens at the end of all."""
        if found and self.raw[found - 1] != 10 and found != each.node.start:
            return False
        after = found + len(each.delimiter)
        each.closes = self.raw.startswith(b"--", after)
        after += 2 * each.closes
        line = self.raw[after : after + 200].partition(b"\n")[0]
        if line.strip():
            return False
        each.after = min(after + len(line) + 1, self._end)
        return True

    def _read(self) -> None:
        node = self.root
        at = node.start
        while (found := self._next(at)) is not None:
            if node.end < 0:
                node.end = self._before(found.at, node.start)
            del self._open[self._open.index(found) + 1 :]
            at = found.after
            if found.closes:
                self._open.pop()
                continue
            self._parts += 1
            if self._parts > MOST_PARTS:
                self.truncated = True
                break
            within = "message/rfc822" if found.node.kind == "multipart/digest" else "text/plain"
            node = self._entity(at, within)
            found.node.children.append(node)
            at = node.start
        if node.end < 0:
            node.end = self._end

    def _before(self, delimiter: int, start: int) -> int:
        """The line break before a delimiter belongs to it."""
        end = delimiter - (self.raw[delimiter - 1 : delimiter] == b"\n")
        return max(start, end - (self.raw[end - 1 : end] == b"\r"))


def _lines(raw: bytes) -> bytes:
    """With line breaks that end in LF."""
    if b"\n" not in raw:
        return raw.replace(b"\r", b"\n")
    return raw.replace(b"\r\r\n", b"\r\n") if b"\r\r\n" in raw else raw
