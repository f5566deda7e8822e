"""The rows of a file: a workbook (xlsx, xls, ods), or text whose encoding and delimiter are found out.

Told by its content, never by its name.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

LARGEST: Final = 32_000_000
"""Bytes of a file."""

LARGEST_UNPACKED: Final = 800_000_000
"""Bytes that a workbook may unpack to: more is no list of customers, but a bomb."""

DELIMITERS: Final = ",;\t，；|"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 4096


class Unreadable(ValueError):
    """No table can be read from it. `why` is locked, broken, binary, encoding or quotes; no_survey, or
    taken_before, of what can't be taken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def rows(content: bytes) -> Iterator[Sequence[Any]]:
    """The rows, the empty ones too, one after the other. Raises Unreadable, perhaps midway."""
    if content.startswith((_ZIP, _OLE)):
        yield from _sheet(content).iter_rows()
        return
    text = decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    try:
        yield from reader
    except csv.Error:
        raise Unreadable("quotes") from None


def size(content: bytes) -> int:
    """About how many rows there are: for the progress. Raises Unreadable."""
    if content.startswith((_ZIP, _OLE)):
        return _sheet(content).total_height
    return decoded(content).count("\n") + 1


def _sheet(content: bytes) -> CalamineSheet:
    """The first sheet, from its first row on: row numbers are as the spreadsheet shows them."""
    try:
        if content.startswith(_ZIP):
            _check_unpacked(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return book.get_sheet_by_index(0)
    except PasswordError:
        raise Unreadable("locked") from None
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError):
        raise Unreadable("broken") from None


def _check_unpacked(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
            raise Unreadable("broken")


def decoded(content: bytes) -> str:
    """The text: by its mark, else UTF-16 where every other byte says so, else UTF-8, else GB 18030 (which
    GBK and GB 2312 are part of). Raises Unreadable."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name)
    sample = content[:_SAMPLE]
    if b"\0" in sample:
        return _strictly(content, _wide(sample))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "gb18030")


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _wide(sample: bytes) -> str:
    """UTF-16 without its mark: commas and line ends have their zero byte on one side. Else it is no text."""
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if min(odd, even) * 8 > max(odd, even):
        raise Unreadable("binary")
    return "utf-16-le" if odd > even else "utf-16-be"


def delimiter(text: str) -> str:
    """What stands most often between the cells of the first row that is not empty."""
    for line in text[:_SAMPLE].splitlines():
        outside = "".join(line.split('"')[::2])
        found = max(DELIMITERS, key=outside.count)
        if line.strip():
            return found if found in outside else ","
    return ","
