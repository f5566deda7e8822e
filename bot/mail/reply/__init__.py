"""The reply alone: quotes, signatures, footers, disclaimers and forwarded mails cut from a body. Pure.

The law stands in ``law/*.toml``, each rule with its reason. What is not surely another's is kept and flagged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.mail.mail import Piece
from bot.mail.reply.beginning import beginning, quoted_to_the_end
from bot.mail.reply.html import lines_of_html
from bot.mail.reply.inline import parted
from bot.mail.reply.line import Line, lines_of
from bot.mail.reply.ours import Ours
from bot.mail.reply.pieces import Reply, gather
from bot.mail.reply.sorting import sort

__all__ = ["Cut", "cut"]


@dataclass(frozen=True, slots=True)
class Cut:
    """What is kept of a body, and what is not.

    text: what the customer typed, lines parted by ``\\n``. pieces: the same, each with the quoted line it
    answers. cut: (why, lines), whys being quote, attribution, forwarded, signature, card, footer,
    disclaimer, banner.
    unsure: something was kept that may be another's."""

    text: str
    pieces: tuple[Piece, ...]
    cut: tuple[tuple[str, tuple[str, ...]], ...]
    unsure: bool


def cut(plain: str | None, html: str | None, ours: Sequence[str] = ()) -> Cut:
    """The reply in a body given as text, HTML or both; ours: texts of the mail answered, if known."""
    own = Ours(ours)
    marked = _marked(html, own) if html and html.strip() else None
    if marked is not None and (not plain or not plain.strip() or _sure(marked)):
        return _cut(marked)
    unmarked = _read(lines_of(plain or ""), own)
    return _cut(unmarked if marked is None else _surer(marked, unmarked))


def _marked(html: str, own: Ours) -> Reply:
    """Read no further than the first sign of an old mail, where that is enough: most of a mail is quoted."""
    if not own and (begun := beginning(html)):
        lines = lines_of_html(begun)
        held = bool(lines) and lines[-1].mark == "element" and quoted_to_the_end(html, begun)
        reply = _read(lines, own)
        if held or reply.closed:
            return reply
    return _read(lines_of_html(html, whole=bool(own)), own)


def _read(lines: list[Line], own: Ours) -> Reply:
    lines, broken = parted(lines)
    if own:
        lines = own.parted(lines)
    found = sort(lines)
    return gather(lines, own.told(lines, found) if own else found, broken=broken)


def _sure(reply: Reply) -> bool:
    return reply.quoted and not reply.unsure


def _surer(marked: Reply, unmarked: Reply) -> Reply:
    """HTML tells more, unless only the text showed a quote or holds words at all."""
    if not marked.text and not marked.quoted:
        return unmarked
    return unmarked if _sure(unmarked) and unmarked.text else marked


def _cut(reply: Reply) -> Cut:
    return Cut(reply.text, tuple(reply.pieces), tuple(reply.cut), reply.unsure)
