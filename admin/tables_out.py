"""Tables that staff download: workbooks, or csv that spreadsheets open rightly. No cell is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from aiohttp import web

from storage.domain.importing import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Rows = Iterable[Sequence[str]]


def workbook(rows: Rows, widths: Sequence[int] = ()) -> bytes:
    """xlsx: every cell is text, the first row is the head."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - 150 ms

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, text)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, text if number else bold)
    return made.getvalue()


def plain(rows: Rows) -> bytes:
    """csv in UTF-8 with its mark, by which spreadsheets know it."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows([harmless(cell) for cell in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def download(content: bytes, kind: str, name: str) -> web.Response:
    """To be kept as a file of this name (ASCII)."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type=kind.partition(";")[0], headers=headers)
