"""All that the organisation has as one zip: a table (csv) and its records (a JSON document a line) of each
sheet; each survey that was published (toml), and the responses to it as one table. Written piece by piece:
neither the rows nor the file are ever in memory whole."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import orjson
from sqlalchemy import Engine

from admin import tables_out
from storage import db, hiding
from storage.records import wide
from storage.records.everything import SHEETS, every, head
from storage.records.reading import Record

KIND: Final = "application/zip"


class _Sink(io.RawIOBase):
    """Takes what is written, until it is fetched."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any, /) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def fetched(self) -> bytes:
        """All since the last time."""
        found, self._pieces = b"".join(self._pieces), []
        return found


def pieces(engine: Engine, reader: int | None, at: datetime) -> Iterator[bytes]:
    """The zip, as it was at one moment and as this user may see it (None: nobody in particular)."""
    sink = _Sink()
    with db.reading(engine) as session, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        hiding.read_by(session, reader)
        told = {"at": at.isoformat(timespec="seconds"), "revision": db.head(), "sheets": list(SHEETS)}
        packed.writestr("about.json", orjson.dumps(told, option=orjson.OPT_INDENT_2))
        for name, kind in SHEETS.items():
            for ending, written in (("csv", partial(_table, head(kind))), ("jsonl", _lines)):
                with packed.open(f"{name}.{ending}", "w", force_zip64=True) as file:
                    for piece in written(every(session, kind)):
                        file.write(piece)
                        yield sink.fetched()
        for key in wide.keys(session):
            packed.writestr(f"surveys/{key}.toml", wide.source(session, key))
            with packed.open(f"responses/{key}.csv", "w", force_zip64=True) as file:
                for piece in _table(wide.head(session, key), wide.rows(session, key)):
                    file.write(piece)
                    yield sink.fetched()
    yield sink.fetched()


def _table(columns: list[str], pages: Iterable[list[Record]]) -> Iterator[bytes]:
    yield tables_out.plain([columns])
    for page in pages:
        yield tables_out.lines([[_cell(value) for value in row.values()] for row in page])


def _lines(pages: Iterable[list[Record]]) -> Iterator[bytes]:
    for page in pages:
        yield b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in page)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else str(value)
