"""The lines of a page of HTML, as the walk through its elements finds them. Pure."""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from bot.mail.reply.line import Line, clean

_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class Page:
    """Lines so far, and where the walk stands.

    depth: of quotes. signatures, kept: how many elements are open that hold a signature, that keep their line
    breaks. leads: of containers, whether their first blockquote is still to come. closed: all below is the
    old mail."""

    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    depth: int = 0
    signatures: int = 0
    kept: int = 0
    leads: list[bool] = field(default_factory=list)
    closed: bool = False
    signs: LexborNode | None = None  # the element that a line above tells to be a signature
    quotes: int = 0  # that were looked at for being the last one

    def end_line(self, *, empty: bool = False) -> None:
        if not self.words and not empty:
            return
        text = "".join(self.words)
        empty = empty or "\u00a0" in text  # a paragraph of one is an empty line
        self.words.clear()
        text = clean(text).strip()
        if text or empty:
            mark = self._mark()
            self.lines += [Line(part.strip(), self.depth, mark) for part in text.split("\n")]

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

    def begin(self, kind: str, tag: str) -> None:
        """An element that tells of a quote or a signature."""
        self.end_line()
        if kind == "rest":
            if not self.depth:
                self.lines.append(Line("", mark="rest"))
                self.closed = True
            return
        if kind == "container":
            self.leads.append(True)
        elif tag == "blockquote" and self.leads and self.leads[-1]:
            self.leads[-1] = False
            self.depth -= 1
        self.depth += kind in {"quote", "container"}
        self.signatures += kind == "signature"

    def end(self, kind: str) -> None:
        self.end_line()
        self.depth -= kind == "quote" or (kind == "container" and self.leads.pop())
        self.signatures -= kind == "signature"

    def pass_over(self, text: str) -> None:
        """A quote that ends the page: nobody answered below it."""
        self.end_line()
        self.lines.append(Line(" ".join(clean(text).split()) or "…", self.depth + 1, "element"))
        self.closed = True
