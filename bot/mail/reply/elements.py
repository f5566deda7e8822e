"""What an element of HTML is to a reader of mail: the programs' own quotes and signatures. Pure."""

import re
from functools import cache
from typing import Final

from selectolax.lexbor import LexborNode

from bot.mail.reply.headers import role_of
from bot.mail.reply.law import load

_INDENTED: Final = re.compile(r"margin:0(?:px)?0(?:px)?0(?:px)?40px|border:none", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")


def tight(style: str) -> str:
    """A style as it is compared: small letters, no spaces."""
    return _SPACE.sub("", style).lower()


def kind(node: LexborNode, attributes: dict[str, str | None]) -> str:
    """quote, container (its blockquotes say what is quoted), rest (all below is the old mail), signature, or
    nothing."""
    if node.tag == "blockquote":
        return "" if _typed_indent(attributes) else "quote"
    found = ""
    if "id" in attributes:
        found = _named().get(f"#{_own(attributes['id'] or '')}", "")
    if "class" in attributes:
        names = (_named().get(f".{_own(name)}", "") for name in (attributes["class"] or "").split())
        found = found or next(filter(None, names), "")
    if found == "quote" and _holds_answers(node):
        return "container"
    if not found and attributes.get("title") in load("html")["footer"]["titles"]:
        return "signature"
    style = attributes.get("style")
    if not found and style and "border" in style and _ruled(node, style):
        return "rest"
    return found


def _own(name: str) -> str:
    """Exchange writes ``x_`` before the names that other programs gave."""
    return name.removeprefix("x_")


def above_a_signature(attributes: dict[str, str | None]) -> bool:
    """Whether this ``hr`` is the one that Foxmail draws above a signature."""
    style = tight(attributes.get("style") or "")
    return any(rule in style for rule in load("html")["footer"]["rules"])


def _typed_indent(attributes: dict[str, str | None]) -> bool:
    """Text that the customer set in: no border at the side and not marked as cited."""
    style = tight(attributes.get("style") or "")
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
    found = tight(style)
    return any(rule in found for rule in load("html")["rest"]["styles"]) and (
        role_of((node.text() or "")[:200].strip()) == "from"
    )


@cache
def _named() -> dict[str, str]:
    law, names = load("html"), dict[str, str]()
    for each in ("signature", "rest", "quote"):
        names |= {f"#{name}": each for name in law[each].get("ids", ())}
        names |= {f".{name}": each for name in law[each].get("classes", ())}
    return names
