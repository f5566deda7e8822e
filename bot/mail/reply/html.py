"""HTML as lines: what a reader sees, with the programs' own quote and signature elements told apart. Pure.

One walk without recursion (a mail may nest ten thousand deep); text that is not shown is left out. The walk
ends where nothing but the old mail follows: most of a reply is what it quotes.
"""

import re
from html import unescape
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.mail.reply.elements import above_a_signature, kind, tight
from bot.mail.reply.law import load
from bot.mail.reply.line import Line, lines_of
from bot.mail.reply.page import Page

_TAGS: Final = load("html")["tags"]
_BLOCKS: Final = frozenset(_TAGS["blocks"])
_UNSEEN: Final = frozenset(_TAGS["unseen"])
_NESTING: Final = frozenset(_TAGS["nesting"])
MOST_NESTED: Final = 3_000
_ELEMENT: Final = re.compile(r"<(/?)([A-Za-z]{1,12})")
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_BREAKING: Final = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_MOST_ASKED: Final = 8
_SHOWN_OF_A_QUOTE: Final = 2_000  # characters


class _Open(NamedTuple):
    """An element whose children are being walked."""

    node: LexborNode
    block: bool
    kind: str
    keeps: bool  # its line breaks


def lines_of_html(html: str, *, whole: bool = False) -> list[Line]:
    """The body, line by line; whole: the old mail, too, where nothing was typed below it."""
    if html.count("<") > MOST_NESTED and _nested(html) > MOST_NESTED:
        return lines_of(unescape(_TAG.sub("", _BREAKING.sub("\n", html))))
    page = Page()
    node: LexborNode | None = LexborHTMLParser(html.encode("utf-8", "replace")).body
    opened = list[_Open]()
    while node is not None:
        element = None if node.is_text_node else _enter(page, node, opened, whole=whole)
        if page.closed:
            if not whole:
                break
            page.closed = False
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


def _after(page: Page, node: LexborNode, opened: list[_Open]) -> LexborNode | None:
    """What follows a node that is done; elements that end with it are closed."""
    following = node.next if opened else None
    while following is None and opened:
        element = opened.pop()
        _leave(page, element)
        following = element.node.next if opened else None
    return following


def _enter(page: Page, node: LexborNode, opened: list[_Open], *, whole: bool) -> _Open | None:
    """None for what has nothing to show: comments, hidden and unseen elements, breaks (which end a line)."""
    tag = node.tag
    if tag == "br":
        page.end_line(empty=True)
        return None
    if tag in _UNSEEN or not node.is_element_node:
        return None
    attributes = node.attributes
    style = attributes.get("style") or ""
    if "none" in style and "display:none" in tight(style):
        return None
    block = tag in _BLOCKS
    if block:
        page.end_line()
    elif tag in {"td", "th"} and page.words:
        page.words.append("\t")
    told = _told(page, node, attributes)
    if told == "quote" and not whole and _last(page, node, opened):
        page.pass_over((node.text() or "")[:_SHOWN_OF_A_QUOTE])
        return None
    if told:
        page.begin(told, tag or "")
    keeps = tag == "pre" or ("white-space" in style and "white-space:pre" in tight(style))
    page.kept += keeps
    return _Open(node, block, told, keeps)


def _told(page: Page, node: LexborNode, attributes: dict[str, str | None]) -> str:
    """What an element is by itself, or because a line above says so."""
    if node.tag == "hr" and above_a_signature(attributes):
        page.signs = _next_element(node)
    told = kind(node, attributes) if attributes or node.tag == "blockquote" else ""
    return "signature" if not told and page.signs is not None and node == page.signs else told


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def _last(page: Page, node: LexborNode, opened: list[_Open]) -> bool:
    """Whether no text follows this element; not asked of more than a few."""
    page.quotes += 1
    if page.quotes > _MOST_ASKED:
        return False
    for each in (node, *(element.node for element in opened[1:])):
        following = each.next
        while following is not None:
            text = following.text_content if following.is_text_node else following.text()
            if text and not text.isspace():
                return False
            following = following.next
    return True


def _leave(page: Page, element: _Open) -> None:
    if element.kind:
        page.end(element.kind)
    elif element.block:
        page.end_line()
    page.kept -= element.keeps
