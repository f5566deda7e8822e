"""A list as a file, a portion of its rows at a time: neither list nor file is ever in memory whole."""

import asyncio
import tempfile
from array import array
from collections.abc import AsyncIterator, Sequence, Set
from itertools import islice
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy.orm import Session

from admin import tables_out
from admin.listing import Asking, Listing, Table, ticked
from admin.security import words

PORTION: Final = 500
"""Rows that are read at once."""

PIECE: Final = 1 << 18
"""Bytes of a file that are sent at once."""

IN_MEMORY: Final = 4_000_000
"""Bytes of a file; what is larger is written to a temporary file."""

FORMATS: Final = {"csv": tables_out.CSV, "xlsx": tables_out.XLSX}
"""What is offered, and what it is to a browser."""

Portions = AsyncIterator[list[Sequence[str]]]


class Taking(NamedTuple):
    """As which file the list is wanted, and of its rows those that were ticked alone; None: all of them."""

    form: str
    ticked: Set[int] | None


def taking(form: MultiMapping[Any]) -> Taking:
    """What the button says that was pressed: there is one for all rows and one for those ticked."""
    if some := words(form, "ticked"):
        return Taking(some, {key for box in ticked.boxes(form) for key in box.ids})
    return Taking(words(form, "format"), None)


def keys(session: Session, table: Table, asking: Asking, some: Set[int] | None) -> "array[int]":
    """The ids of all rows, or of `some` of these, eight bytes each: which they are is settled at one moment.
    An id that the list does not show leads to nothing; behind the last of them nothing is read."""
    if some is None:
        return array("q", table.keys(session, asking))
    found = (key for key in table.keys(session, asking) if key in some) if some else iter(())
    return array("q", islice(found, len(some)))


def counted(found: Sequence[int], form: str) -> int:
    """How many of these rows the file has."""
    return min(len(found), tables_out.MOST - 1) if form == "xlsx" else len(found)


async def portions(table: Table, found: Sequence[int], asking: Asking) -> Portions:
    """The head, then the rows."""
    yield [[asking.place.texts(f"page.list.column.{name}") for name in table.columns]]
    for first in range(0, len(found), PORTION):
        yield await asking.place.read(table.rows, found[first : first + PORTION], asking)


async def hand_out(
    request: web.Request, listing: Listing, found: Sequence[int], asking: Asking, form: str
) -> web.StreamResponse:
    """The file, named after the list and the day."""
    assert listing.table is not None
    name = f"{listing.key}-{asking.at.astimezone(ZoneInfo(asking.place.settings.timezone)):%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": FORMATS[form]}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    read = portions(listing.table, found[: counted(found, form)], asking)
    try:
        await (xlsx if form == "xlsx" else csv)(response, read)
    except BaseException:
        if request.transport is not None:
            request.transport.abort()  # what is half a file must not look like a whole one
        raise
    await response.write_eof()
    return response


async def csv(response: web.StreamResponse, read: Portions) -> None:
    """Send it as it is read, however long it is."""
    await response.write(tables_out.MARK)
    async for rows in read:
        await response.write(tables_out.lines(rows))


async def xlsx(response: web.StreamResponse, read: Portions) -> None:
    """Write the workbook to the disk, then send it."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        book = await asyncio.to_thread(tables_out.Book, file)
        async for rows in read:
            await asyncio.to_thread(book.add, rows)
        await asyncio.to_thread(book.close)
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, PIECE):
            await response.write(piece)
