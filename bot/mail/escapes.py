"""Charsets that write Chinese in seven bits: HZ (RFC 1843), ISO-2022-CN (RFC 1922), UTF-7 (RFC 2152),
ISO-2022-JP and -KR.
"""

import re

from bot.mail import cns, likely

_HZ = re.compile(rb"~(?:\{((?:(?!~\})[^\n])*+)(?:~\})?|(\r?\n)|(~))")
_HZ_SURE = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
_UTF7 = re.compile(rb"\+([A-Za-z0-9+/]{3,}+)-?")
_SHIFTS = re.compile(rb"\x1b\$([)*+])([A-Z])|\x1b(N)(..)|(\x0e)|(\x0f)|(\n)|\x1b(?=O)", re.DOTALL)


def may_be(content: bytes, name: str) -> bool:
    """Whether bytes that are all ASCII may mean something else."""
    return (
        name in ("utf-7", "hz", "utf-16", "utf-16-be", "utf-16-le", "utf-32")
        or b"\x1b" in content
        or b"~{" in content
        or b"+" in content
        or b"\0" in content
    )


def decoded(content: bytes, name: str) -> str | None:
    """The text, if it is in one of these charsets, whatever its label says."""
    if name == "iso-2022-cn" or (b"\x1b" in content and b"\x1b$" in content):
        return _iso_2022(content, name)
    if name == "hz" or (content.isascii() and b"~{" in content and _HZ_SURE.search(content)):
        return _hz(content)
    if name == "utf-7":
        return whole_pairs(content.decode("utf-7", "replace"))
    if not content.isascii():
        return None
    return _unlabelled_utf7(content) if _UTF7.search(content) else content.decode("ascii")


def whole_pairs(text: str) -> str:
    """With U+FFFD for halves of a character, and halves that belong together joined."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _hz(content: bytes) -> str:
    def part(found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return b"~" if found[3] else b""
        return bytes(each | 0x80 if 0x21 <= each <= 0x7E else each for each in found[1])

    return _HZ.sub(part, content).decode("gb18030", "replace")


def _unlabelled_utf7(content: bytes) -> str:
    """Only where all that it would be is Chinese: a plus sign has other uses."""
    plain = content.decode("ascii")
    try:
        found = whole_pairs(content.decode("utf-7"))
    except UnicodeDecodeError:
        return plain
    return found if likely.score(found) >= likely.SURE else plain


def _iso_2022(content: bytes, name: str) -> str:
    if b"\x1b$)C" in content[:200]:
        return content.decode("iso2022_kr", "replace")
    if not re.search(rb"\x1b\$[)*+][A-Z]", content) and name != "iso-2022-cn":
        return content.decode("iso2022_jp_2", "replace")
    return _iso_2022_cn(content)


def _iso_2022_cn(content: bytes) -> str:
    """``ESC $ ) A`` names the set of SO, ``ESC $ * H`` that of ESC N, which takes one character."""
    found: list[str] = []
    one, two = b"A", b"H"
    shifted = False
    end = 0
    for mark in _SHIFTS.finditer(content):
        found.append(_run(content[end : mark.start()], one if shifted else b""))
        end = mark.end()
        where, which, single, pair, out, _, line = mark.groups()
        if where == b")":
            one = which
        elif where == b"*":
            two = which
        elif single:
            found.append(_run(pair, two))
        elif line:
            shifted = False
            found.append("\n")
        else:
            shifted = bool(out) or (shifted and mark[6] is None)
    found.append(_run(content[end:], one if shifted else b""))
    return "".join(found)


def _run(content: bytes, which: bytes) -> str:
    if not which:
        return content.decode("ascii", "replace")
    if which in (b"G", b"H"):
        return cns.text(content, 1 if which == b"G" else 2)
    return bytes(each | 0x80 if each > 0x20 else each for each in content).decode("gb18030", "replace")
