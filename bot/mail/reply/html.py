"""HTML as lines: what a reader sees, with the programs' own quote and signature elements told apart. Pure.

One walk without recursion (a mail may nest ten thousand deep); text that is not shown is left out.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.mail.reply.law import load
from bot.mail.reply.line import Line, clean, lines_of

_TAGS: Final = load("html")["tags"]
_BLOCKS: Final = frozenset(_TAGS["blocks"])
_UNSEEN: Final = frozenset(_TAGS["unseen"])
_NESTING: Final = frozenset(_TAGS["nesting"])
MOST_NESTED: Final = 3_000
_ELEMENT: Final = re.compile(r"<(/?)([A-Za-z]{1,12})")
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_BREAKING: Final = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_FROM: Final = re.compile(
    r"\s*[*]?(?:发件人|寄件者|寄件人|From|Von|De|Da|Van|Fra|Från)\s*[:：]", re.IGNORECASE
)
_INDENTED: Final = re.compile(r"margin:0(?:px)?0(?:px)?0(?:px)?40px|border:none", re.IGNORECASE)


@dataclass(slots=True)
class _Page:
    """Lines so far, and where the walk stands."""

    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    depth: int = 0
    signatures: int = 0
    kept: int = 0  # within elements that keep their line breaks
    rest: bool = False
    leads: list[bool] = field(
        default_factory=list
    )  # of containers: whether their first blockquote is still to come

    def end_line(self, *, empty: bool = False) -> None:
        text = "".join(self.words)
        empty = empty or "\u00a0" in text  # a paragraph of one is an empty line
        self.words.clear()
        text = clean(text).strip()
        if text or empty:
            self.lines += [Line(part.strip(), self.depth, self._mark()) for part in text.split("\n")]

    def _mark(self) -> str:
        if self.depth:
            return "element"
        return "signature" if self.signatures else ""

    def say(self, text: str) -> None:
        if self.kept:
            self.words.append(text)
            return
        text = _BLANKS.sub(" ", text)
        if text != " " or (self.words and not self.words[-1].endswith((" ", "\n"))):
            self.words.append(text)

    def open_rest(self) -> None:
        if not self.depth and not self.rest:
            self.end_line()
            self.rest = True
            self.lines.append(Line("", mark="rest"))


class _Open(NamedTuple):
    """An element whose children are being walked."""

    node: LexborNode
    block: bool
    kind: str
    keeps: bool  # its line breaks


def lines_of_html(html: str) -> list[Line]:
    """The body, line by line."""
    if html.count("<") > MOST_NESTED and _nested(html) > MOST_NESTED:
        return lines_of(unescape(_TAG.sub("", _BREAKING.sub("\n", html))))
    page = _Page()
    node: LexborNode | None = LexborHTMLParser(html.encode("utf-8", "replace")).body
    opened = list[_Open]()
    while node is not None:
        element = None if node.is_text_node else _enter(page, node)
        child = None
        if element is None:
            page.say((node.text_content or "") if node.is_text_node else "")
        elif (child := node.first_child) is None:
            _leave(page, element)
        else:
            opened.append(element)
        node = child or _after(page, node, opened)
    page.end_line()
    return page.lines


def _nested(html: str) -> int:
    """How deep its elements may nest, at most; the parser's time grows with the square of it."""
    deep = most = 0
    for closing, name in _ELEMENT.findall(html):
        if name.lower() in _NESTING:
            deep = max(0, deep - 1) if closing else deep + 1
            most = max(most, deep)
    return most


def _after(page: _Page, node: LexborNode, opened: list[_Open]) -> LexborNode | None:
    """What follows a node that is done; elements that end with it are closed."""
    following = node.next if opened else None
    while following is None and opened:
        element = opened.pop()
        _leave(page, element)
        following = element.node.next if opened else None
    return following


def _tight(style: str) -> str:
    return re.sub(r"\s", "", style).lower()


def _enter(page: _Page, node: LexborNode) -> _Open | None:
    """None for what has nothing to show: comments, hidden and unseen elements, breaks (which end a line)."""
    tag = node.tag
    if tag == "br":
        page.end_line(empty=True)
        return None
    if tag in _UNSEEN or not node.is_element_node:
        return None
    attributes = node.attributes
    style = attributes.get("style") or ""
    if "none" in style and "display:none" in _tight(style):
        return None
    block = tag in _BLOCKS
    if block:
        page.end_line()
    elif tag in {"td", "th"} and page.words:
        page.words.append("\t")
    kind = _kind(node, attributes) if attributes or tag == "blockquote" else ""
    if kind:
        _open_kind(page, kind, tag or "")
    keeps = tag == "pre" or ("white-space" in style and "white-space:pre" in _tight(style))
    page.kept += keeps
    return _Open(node, block, kind, keeps)


def _open_kind(page: _Page, kind: str, tag: str) -> None:
    if kind == "rest":
        page.open_rest()
        return
    page.end_line()
    if kind == "container":
        page.leads.append(True)
    elif tag == "blockquote" and page.leads and page.leads[-1]:
        page.leads[-1] = False
        page.depth -= 1
    page.depth += kind in {"quote", "container"}
    page.signatures += kind == "signature"


def _leave(page: _Page, element: _Open) -> None:
    if element.block or element.kind:
        page.end_line()
    page.depth -= element.kind == "quote" or (element.kind == "container" and page.leads.pop())
    page.signatures -= element.kind == "signature"
    page.kept -= element.keeps


def _kind(node: LexborNode, attributes: dict[str, str | None]) -> str:
    """quote, container (its blockquotes say what is quoted), rest, signature, or nothing."""
    if node.tag == "blockquote":
        return "" if _typed_indent(attributes) else "quote"
    kind = ""
    if "id" in attributes:
        kind = _named().get(f"#{attributes['id']}", "")
    if "class" in attributes:
        names = (_named().get(f".{name}", "") for name in (attributes["class"] or "").split())
        kind = kind or next(filter(None, names), "")
    if kind == "quote" and _holds_answers(node):
        return "container"
    style = attributes.get("style")
    if not kind and style and "border" in style and _ruled(node, style):
        return "rest"
    return kind


def _typed_indent(attributes: dict[str, str | None]) -> bool:
    """Text that the customer set in: no border at the side and not marked as cited."""
    style = _tight(attributes.get("style") or "")
    return (
        attributes.get("type") != "cite"
        and not attributes.get("id")
        and "border-left" not in style
        and bool(_INDENTED.search(style))
    )


def _holds_answers(node: LexborNode) -> bool:
    """Gmail and Proton wrap an answer between quotes whole: the blockquotes inside say what is quoted."""
    child = node.first_child
    while child is not None:
        if child.tag == "blockquote":
            return True
        child = child.next
    return False


def _ruled(node: LexborNode, style: str) -> bool:
    """Outlook's line above the headers of an old mail."""
    tight = _tight(style)
    return any(rule in tight for rule in load("html")["rest"]["styles"]) and bool(
        _FROM.match((node.text() or "")[:200])
    )


@cache
def _named() -> dict[str, str]:
    law, names = load("html"), dict[str, str]()
    for kind in ("signature", "rest", "quote"):
        names |= {f"#{name}": kind for name in law[kind].get("ids", ())}
        names |= {f".{name}": kind for name in law[kind].get("classes", ())}
    return names
