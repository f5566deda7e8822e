"""Tables that staff download: workbooks, or csv that spreadsheets open rightly. No cell is a formula."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, Final

from aiohttp import web

from storage.domain.importing import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

MOST: Final = 1_048_576
"""Rows of a sheet, its head among them (ECMA-376 as spreadsheets have it)."""

MARK: Final = codecs.BOM_UTF8
"""At the head of csv: by it spreadsheets know what it is written in."""

Rows = Iterable[Sequence[str]]


class Book:
    """A workbook of one sheet, written row by row and put into a file when it is closed; until then it lies
    on the disk. Every cell is text, the first row is the head; what is more than MOST rows is left out."""

    def __init__(self, file: IO[bytes], widths: Sequence[int] = ()) -> None:
        import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - 150 ms

        self._book = xlsxwriter.Workbook(file, {"constant_memory": True})
        self._book.use_zip64()
        self._sheet = self._book.add_worksheet()
        self._head = self._book.add_format({"bold": True})
        self._text = self._book.add_format({"num_format": "@"})
        self._written = 0
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width, self._text)

    def add(self, rows: Rows) -> None:
        """Write these below what is there."""
        for row in rows:
            if self._written == MOST:
                break
            for column, cell in enumerate(row):
                self._sheet.write_string(
                    self._written, column, cell, self._text if self._written else self._head
                )
            self._written += 1

    def close(self) -> None:
        """Put it into the file."""
        self._book.close()


def workbook(rows: Rows, widths: Sequence[int] = ()) -> bytes:
    """The whole of it, where it is short."""
    made = io.BytesIO()
    book = Book(made, widths)
    book.add(rows)
    book.close()
    return made.getvalue()


def lines(rows: Rows) -> bytes:
    """csv in UTF-8, to stand behind its mark."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows([harmless(cell) for cell in row] for row in rows)
    return made.getvalue().encode()


def plain(rows: Rows) -> bytes:
    """csv, the whole of it."""
    return MARK + lines(rows)


def download(content: bytes, kind: str, name: str) -> web.Response:
    """To be kept as a file of this name (ASCII)."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type=kind.partition(";")[0], headers=headers)
