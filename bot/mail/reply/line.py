"""A body as lines: what both plain text and HTML become before the rules look at them."""

import re
from typing import Final, NamedTuple

LONGEST: Final = 600  # what a rule looks at of one line: no header or footer is longer

_BREAKS: Final = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_INVISIBLE: Final = re.compile("[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_MARKS: Final = re.compile(r"[ \t]?(?:(?:[>＞]|&gt;)[ \t]?){1,20}")  # Coremail writes them as in HTML, too
_MASKED: Final = re.compile(r"<?\*{3,9}@\*{3}\.\*{3}(?:>|&gt;)?")
"""An address that a website hid before it handed the mail on, as GitHub does."""
_LEFT_OVER: Final = re.compile(r"(?:</[^<>\s]{1,80}@[^<>\s]{1,80}>)+\s*")
"""Coremail takes the addresses of a quote for elements of HTML and closes them at the end of the text."""
_ARROWS: Final = re.compile(r"[ \t]?[>＞][ \t]?[^\n]*<{2,}")


class Line(NamedTuple):
    """One line.

    depth: how deeply quoted. mark: ``signature``, ``rest`` (an old mail from here on), ``element`` (quoted by
    an element of HTML, so surely), ``attribution`` (told within a longer line), or nothing. raw: as it
    came, where the text is without its ``>``.
    """

    text: str
    depth: int = 0
    mark: str = ""
    raw: str = ""

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()

    @property
    def head(self) -> str:
        """As much as rules look at."""
        return self.text[:LONGEST].strip()


_ODD: Final = re.compile("[\0\r\x0b\x0c\x85\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2064\ufeff]|&nbsp;")


def clean(text: str) -> str:
    """Line breaks are ``\\n``, spaces are spaces (QQ邮箱 leaves ``&nbsp;`` in text), the unseen is gone."""
    if _ODD.search(text) is None:
        return text
    text = _BREAKS.sub("\n", text.replace("&nbsp;", " ") if "&nbsp;" in text else text)
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def lines_of(plain: str) -> list[Line]:
    return [_line(text) for text in clean(plain).split("\n")]


def _line(text: str) -> Line:
    whole = text.rstrip()
    if "***@***" in text:
        text = _MASKED.sub("<masked@example.invalid>", text)
    found = _MARKS.match(text)
    if text.startswith("</") and _LEFT_OVER.fullmatch(text):
        return Line("")
    if found is None or _ARROWS.match(text[:LONGEST]):
        return Line(text.rstrip(), raw=whole if whole != text.rstrip() else "")
    depth = found[0].count(">") + found[0].count("＞") + found[0].count("&gt;")
    return Line(text[found.end() :].rstrip(), depth, raw=whole)
