"""Bytes to text: by their label where the bytes bear it out, else by what they look like.

Chinese mail is labelled gb2312 when it is gb18030, utf-8 when it is gbk, and often not at all.
"""

import codecs
import re
from functools import cache
from typing import Final

from bot.mail import escapes, likely

_ODD = re.compile("[\x00\ud800-\udfff]")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_OTHER_NAMES: Final = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gb2312-80": "gb18030",
    "gb_2312": "gb18030",
    "csgb2312": "gb18030",
    "chinese": "gb18030",
    "gb": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows-936": "gb18030",
    "cp-936": "gb18030",
    "936": "gb18030",
    "euc-cn": "gb18030",
    "x-euc-cn": "gb18030",
    "euccn": "gb18030",
    "gb18030": "gb18030",
    "gb-18030": "gb18030",
    "gb18030-2000": "gb18030",
    "zh-cn": "gb18030",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "csbig5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "big5-eten": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "ms950": "big5hkscs",
    "windows-950": "big5hkscs",
    "950": "big5hkscs",
    "zh-tw": "big5hkscs",
    "hz": "hz",
    "hz-gb-2312": "hz",
    "hz-gb2312": "hz",
    "iso-2022-cn": "iso-2022-cn",
    "iso2022-cn": "iso-2022-cn",
    "iso-2022-cn-ext": "iso-2022-cn",
    "csiso2022cn": "iso-2022-cn",
    "utf8": "utf-8",
    "utf-8-mac": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "cp65001": "utf-8",
    "65001": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-2-0-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "csunicode11utf7": "utf-7",
    "cp65000": "utf-7",
    "ucs-2": "utf-16",
    "unicode": "utf-16",
    "iso-10646-ucs-2": "utf-16",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "us-ascii": "ascii",
}
_KNOWN = re.compile(
    r"ascii|utf[-_]?(?:7|8|8[-_]sig|16|32)(?:[-_]?[lb]e)?|iso[-_]?8859[-_]\d\d?|(?:cp|windows[-_])\d{3,4}"
    r"|koi8[-_][rut]|euc[-_](?:jp|kr)|iso[-_]2022[-_](?:jp(?:[-_]\w{1,4})?|kr)|shift_jisx?\d*|tis[-_]620|mac\w*|johab"
)
_TELLS_LITTLE: Final = ("", "ascii", "cp1252")
"""Labels that programs write without looking: what the bytes are comes before them."""
_OWN_LABEL: Final = 0.15
_BORNE_OUT: Final = 0.9  # own label counted
_DOUBTED: Final = 0.75


def text(content: bytes, label: str = "") -> tuple[str, bool]:
    """The text, and whether every character could be read."""
    name = codec(label)
    ascii_only = content.isascii()
    if name == "utf-8" and not ascii_only and b"\x1b" not in content:
        try:
            return content.decode("utf-8").removeprefix("\ufeff"), True
        except UnicodeDecodeError:
            pass
    if ascii_only and not escapes.may_be(content, name):
        return content.decode("ascii"), True
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return _lenient(content.removeprefix(mark), marked)
    if name.startswith(("utf-16", "utf-32")) or content.count(b"\0") > len(content) // 8:
        wide = _wide(content, name)
        return wide if b"\0" in content or _looks(wide) >= likely.SURE else _best(content, "")
    found = escapes.decoded(content, name)
    return (found, "\ufffd" not in found) if found is not None else _many_bytes(content, name)


@cache
def codec(label: str) -> str:
    """The codec that a label means, or an empty text: of Python's codecs those alone that are charsets."""
    name = label.strip(" \t\"'<>;,").lower()
    if name in _OTHER_NAMES:
        return _OTHER_NAMES[name]
    if not _KNOWN.fullmatch(name):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def storable(text: str) -> str:
    """Without what no database takes: NUL, halves of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _ODD.sub("\ufffd", text)
    return text.replace("\0", "\ufffd") if "\0" in text else text


def _many_bytes(content: bytes, name: str) -> tuple[str, bool]:
    try:
        unicode, whole = content.decode("utf-8"), True
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return _best(content, name)
        unicode, whole = content[: error.start].decode("utf-8") + "\ufffd", False
    if (name == "utf-8" and len(unicode) > 1) or likely.is_utf8(content, unicode, name):
        return unicode, whole
    return _best(content, name)


def _best(content: bytes, name: str) -> tuple[str, bool]:
    """Of the charsets that it may be in the one whose text looks most like one; its own label comes first."""
    best = ("", False)
    most = -1.0
    own = "" if name in _TELLS_LITTLE else name
    for each in filter(None, dict.fromkeys((own, "gb18030", "big5hkscs", "utf-8", "cp1252"))):
        found = _lenient(content, each)
        score = _looks(found) + (_OWN_LABEL if each == own else 0)
        if score > most:
            best, most = found, score
        if each == own and score >= _BORNE_OUT:
            return best
    if most >= _DOUBTED or len(content) % 2:
        return best
    wide = _wide(content, "utf-16")
    return wide if _looks(wide) >= likely.SURE else best


def _wide(content: bytes, name: str) -> tuple[str, bool]:
    """UTF-16 without a mark: which way round, and whether at all, its text tells."""
    if name.startswith("utf-32"):
        return max((_lenient(content, f"utf-32-{end}") for end in ("be", "le")), key=_looks)
    ways = ("utf-16-le", "utf-16-be") if name == "utf-16-le" else ("utf-16-be", "utf-16-le")
    return max((_lenient(content, way) for way in ways), key=_looks)


def _looks(found: tuple[str, bool]) -> float:
    return likely.score(found[0].removesuffix("\ufffd"))  # cut off within a character


def _lenient(content: bytes, name: str) -> tuple[str, bool]:
    try:
        return content.decode(name), True
    except UnicodeDecodeError:
        pass
    if name == "gb18030":
        content = likely.with_euro(content)
    found = content.decode(name, "replace")
    return found, "\ufffd" not in found
