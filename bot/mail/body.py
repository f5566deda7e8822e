"""What of a MIME tree is to be read, and what came along with it (RFC 2046, 5.1; RFC 2387)."""

import html
import re
from typing import Final, NamedTuple

from bot.mail import attachments, charsets, flowed, params, tnef, transfer
from bot.mail.letter import Letter, Part
from bot.mail.mail import Attachment
from bot.mail.mime import Node, Tree

LONGEST: Final = 1 << 20
"""Bytes of text that are read, of each kind."""
_LONGEST_ENCODED: Final = 8 << 20
_DATA = re.compile(rb"""(?i)\bdata:[a-z]+/[^"'()\s>]{100,}+""")
_META = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w:.-]{2,40})")
_UU = re.compile(rb"(?m)^begin(?:-base64)? [0-7]{3,4} \S")
_NOTE = re.compile(r"(?i)\s*this is a (?:multi-?part|mime)|\s*-*\s*$")
_HTML_START = ("<!doctype html", "<html", "<head", "<body")
_NO_FILES: Final = (
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
    "text/rfc822-headers",
    "application/applefile",
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "text/x-amp-html",
    "text/watch-html",
)


class _Said(NamedTuple):
    """plain, html: each says all of it, or is None."""

    plain: str | None = None
    html: str | None = None

    @property
    def as_html(self) -> str:
        return self.html if self.html is not None else f"<pre>{html.escape(self.plain or '')}</pre>"


class _Reader:
    def __init__(self, tree: Tree) -> None:
        self._raw, self._root = tree.raw, tree.root
        self.flags: set[str] = {"truncated"} if tree.truncated else set()
        self.attachments: list[Attachment] = []
        self.parts: list[Part] = []
        self._left = {"plain": LONGEST, "html": LONGEST}

    def read(self, node: Node, within: str = "") -> _Said:
        if not node.is_multipart:
            return self._leaf(node, within)
        said = [self.read(child, node.kind) for child in node.children]
        if node.kind == "multipart/alternative":
            return _either(said)
        return _after_each_other([each for each in said if each.plain is not None or each.html is not None])

    def _leaf(self, node: Node, within: str) -> _Said:
        encoding = node.headers.raw("content-transfer-encoding").decode("latin-1")
        kind = "text/plain" if node.kind.startswith("multipart/") else node.kind
        disposition, more = params.parsed(node.headers.raw("content-disposition"))
        name = more.get("filename") or node.parameters.get("name", "")
        if _is_said(kind, disposition, name) or (node is self._root and kind in ("text/plain", "text/html")):
            return self._text(node, kind, encoding)
        content = transfer.undone(self._raw[node.start : node.end], encoding)
        self.parts.append(Part(kind, node.parameters, node.headers, content))
        if tnef.is_tnef(content) and ("tnef" in kind or name.lower().endswith(".dat")):
            return self._opened(content)
        if kind not in _NO_FILES:
            inline = disposition == "inline" or (not disposition and "content-id" in node.headers)
            inline = inline or within == "multipart/related"
            self.attachments.append(attachments.file(name, kind, content, inline))
        return _Said()

    def _text(self, node: Node, kind: str, encoding: str) -> _Said:
        raw = self._raw[node.start : min(node.end, node.start + _LONGEST_ENCODED)]
        if len(raw) < node.end - node.start:
            self.flags.add("truncated")
        content = transfer.undone(raw, encoding) if encoding else transfer.undeclared(raw)
        self.parts.append(Part(kind, node.parameters, node.headers, content))
        if kind != "text/html" and b"\r" in content and b"\0" not in content:
            content = content.replace(b"\r\n", b"\n")
        if kind != "text/html" and b"\nend" in content and _UU.search(content):
            content = self._without_files(content)
        text = self._decoded(self._bounded(content, kind), kind, node.parameters.get("charset", ""))
        if kind == "text/html" or text[:200].lstrip("\ufeff \n\t").lower().startswith(_HTML_START):
            return _Said(html=text)
        if node.parameters.get("format", "").lower() == "flowed":
            text = flowed.joined(text, node.parameters.get("delsp", "").lower() == "yes")
        return _Said(plain=text)

    def _bounded(self, content: bytes, kind: str) -> bytes:
        if kind == "text/html" and len(content) > LONGEST // 4:
            content = _DATA.sub(b"", content)
        which = "html" if kind == "text/html" else "plain"
        if len(content) > self._left[which]:
            self.flags.add("truncated")
            content = content[: self._left[which]]
        self._left[which] -= len(content)
        return content

    def _decoded(self, content: bytes, kind: str, label: str) -> str:
        """Text with line breaks as LF; in HTML they are spaces, and it may say its charset itself."""
        if kind == "text/html" and not charsets.codec(label) and (meta := _META.search(content, 0, 4096)):
            label = meta[1].decode("ascii", "replace")
        text, whole = charsets.text(content, label)
        if not whole and "truncated" not in self.flags:
            self.flags.add("charset")
        if kind != "text/html" and "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text.replace("\0", "\ufffd") if "\0" in text else text

    def _without_files(self, content: bytes) -> bytes:
        kept, end = [], 0
        for name, found, start, after in transfer.uuencoded(content):
            kept.append(content[end:start])
            end = after
            self.attachments.append(attachments.file(charsets.text(name)[0], "", found, inline=False))
        return b"".join(kept) + content[end:]

    def _opened(self, content: bytes) -> _Said:
        opened = tnef.opened(content)
        self.attachments += [attachments.file(name, kind, inner, False) for name, kind, inner in opened.files]
        return _Said(opened.plain, opened.html)


def _is_said(kind: str, disposition: str, name: str) -> bool:
    """Whether a part is there to be read, not kept as a file."""
    if not kind.startswith("text/") or kind in _NO_FILES or kind == "text/calendar":
        return False
    return disposition != "attachment" and (kind == "text/html" or not name)


def _either(said: list[_Said]) -> _Said:
    """The first plain text and the last HTML that say something."""
    plain = next((each.plain for each in said if each.plain and each.plain.strip()), None)
    html = next((each.html for each in reversed(said) if each.html and each.html.strip()), None)
    return _Said(plain, html)


def _after_each_other(said: list[_Said]) -> _Said:
    """Texts that follow each other; where some are HTML alone, all become HTML."""
    said = [each for each in said if (each.plain or "").strip() or (each.html or "").strip()] or said[:1]
    if len(said) <= 1:
        return said[0] if said else _Said()
    plain = None if any(each.plain is None for each in said) else "\n".join(each.plain or "" for each in said)
    html = None if all(each.html is None for each in said) else "\n".join(each.as_html for each in said)
    return _Said(plain, html)


def letter(raw: bytes) -> Letter:
    """The mail, taken apart. Bytes that are no mail at all come out as a text without headers."""
    tree = Tree(raw)
    reader = _Reader(tree)
    said = reader.read(tree.root)
    if said == _Said() and tree.root.is_multipart:
        before, _ = charsets.text(tree.raw[tree.root.start : tree.root.end][:LONGEST])
        said = _Said(plain=before) if before.strip() and not _NOTE.match(before) else said
    root = tree.root
    return Letter(
        root.headers,
        root.kind,
        root.parameters,
        said.plain,
        said.html,
        tuple(reader.attachments),
        tuple(reader.parts),
        frozenset(reader.flags),
    )
