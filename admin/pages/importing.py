"""Who is invited: customers known already, or those of a table; and the personal links to send to them."""

from functools import partial
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from admin import importing as work
from admin import tables_out
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.pages.round import ONE, back, found, one
from admin.rendering import render
from admin.security import words
from storage import definitions, importing, invitations
from storage.domain.importing import Fault
from storage.domain.invitation import ROUND
from storage.domain.locale import Texts
from storage.importing import Import
from storage.importing.rows import LARGEST

IMPORT = "/imports/{id:[0-9]{1,9}}"
SHOWN = 200  # faults on the page; all that are kept are in the file


async def choose(request: web.Request) -> web.Response:
    """Customers that we know already, by segment, kind and value."""
    of, form = await found(request), await request.post()
    if of.state != ROUND.initial:
        raise back(of.id)
    segments = tuple(str(each) for each in form.getall("segment", []))
    valued = {"yes": True, "no": False}.get(words(form, "high_value"))
    choice = invitations.Choice(segments, words(form, "kind"), valued)
    if not await door(request).write(invitations.choose, of.id, choice, now()):
        return await one(request, "none_new", 200)
    raise back(of.id)


async def clear(request: web.Request) -> web.Response:
    """Nobody, to begin anew."""
    of = await found(request)
    if of.state == ROUND.initial:
        await door(request).write(invitations.remove, of.id)
    raise back(of.id)


async def hand_in(request: web.Request) -> web.Response:
    """A table, as a file or pasted: kept, and read from now on."""
    of, form = await found(request), await request.post()
    given = form.get("file")
    if isinstance(given, FileField) and given.filename:
        name, content = given.filename, given.file.read()
    else:
        name, content = "", words(form, "table").encode("utf-8", "replace")
    if not content or of.state != ROUND.initial:
        return await one(request, "no_table", 400)
    place, user = door(request), person(request).user_id
    made = await place.write(importing.hand_in, of.id, user, name, content, now())
    off = () if place.settings.smtp_url else ("email",)
    work.begin(place, partial(work.read, off=off), made)
    raise web.HTTPSeeOther(f"/imports/{made}")


async def show(request: web.Request) -> web.Response:
    """What is in the table, or how far it has been read."""
    table = await imported(request)
    faults = explained(table, door(request).texts)[:SHOWN]
    stale = table.state in ("reading", "taking") and now() - table.touched_at > importing.GIVEN_UP
    values: dict[str, Any] = {"told": told_of(table), "faults": faults, "stale": stale, "term": _term(table)}
    page = "import.html" if table.round_id else "import_records.html"
    return await render(request, page, table=table, **values)


def _term(table: Import) -> tuple[str, int]:
    """The term of the words in these records, and its days; 0: they stay."""
    kind = {"responses": "answers", "complaints": "complaints"}.get(table.subject.partition("/")[0], "")
    return kind, getattr(definitions.policy().retention, kind) if kind else 0


def told_of(table: Import) -> dict[str, Any]:
    """What was found in the table; nothing before it has been read."""
    return dict(table.found.items()) if table.found else {}


def explained(table: Import, texts: Texts) -> list[tuple[str, str, str]]:
    """The faults that are kept: in which row and column, and what to do."""
    rows = []
    for each in told_of(table).get("faults", []):
        fault = Fault(*each)
        told = _column(fault.told, texts) if fault.kind == "no_column" else fault.told
        own = f"page.imports.fault.{fault.kind}"
        key = own if table.subject and texts.has(own) else f"page.importing.fault.{fault.kind}"
        rows.append((str(fault.row), fault.column, texts(key, told=told)))
    return rows


def _column(name: str, texts: Texts) -> str:
    """What a column is called."""
    own = f"page.importing.column.{name}"
    return texts(own if texts.has(own) else f"page.complaints.fact.{name}")


async def take(request: web.Request) -> web.Response:
    """Take all of it."""
    table, place = await imported(request), door(request)
    if await place.write(importing.take_up, table.id, now()):
        work.begin(place, work.take_records if table.subject else work.take, table.id)
    raise web.HTTPSeeOther(f"/imports/{table.id}")


async def drop(request: web.Request) -> web.Response:
    """Rather not."""
    table = await imported(request)
    await door(request).write(importing.drop, table.id)
    raise back(table.round_id) if table.round_id else web.HTTPSeeOther("/imports")


async def faults(request: web.Request) -> web.Response:
    """The faults as a table, to mend them beside the file."""
    table, texts = await imported(request), door(request).texts
    head = [texts(f"page.importing.fault_{name}") for name in ("row", "column", "what")]
    made = tables_out.plain([head, *explained(table, texts)])
    return tables_out.download(made, tables_out.CSV, "faults.csv")


async def template(request: web.Request) -> web.Response:
    """A table to fill in: its head and two customers."""
    texts = door(request).texts
    rows = [texts(f"page.importing.template.{name}").split("|") for name in ("head", "one", "two")]
    made = tables_out.workbook(rows, widths=(14, 12, 20, 14, 12, 12, 16))
    return tables_out.download(made, tables_out.XLSX, "customers.xlsx")


async def links(request: web.Request) -> web.Response:
    """The personal links, for staff to send; from now on they count as issued."""
    of, place, form = await found(request), door(request), await request.post()
    if of.state == ROUND.initial:
        return await one(request, "not_started", 409)
    made = await place.write(invitations.hand_out, of.id, now(), person(request).user_id)
    bot = place.settings.telegram_name
    names = ["name", "address", "link", *(["telegram"] if bot else [])]
    rows = [[place.texts(f"page.importing.links.{name}") for name in names]]
    for each in made:
        web_link = f"{place.settings.bot_address}/i/{each.token}"
        telegram = [f"https://t.me/{bot}?start={invitations.MARK}{each.token}"] if bot else []
        rows.append([each.name, each.address, web_link, *telegram])
    if words(form, "kind") == "csv":
        return tables_out.download(tables_out.plain(rows), tables_out.CSV, f"links-{of.id}.csv")
    book = tables_out.workbook(rows, widths=(18, 20, 70, 70))
    return tables_out.download(book, tables_out.XLSX, f"links-{of.id}.xlsx")


async def imported(request: web.Request) -> Import:
    """The table that the address names."""
    table = await door(request).read(importing.one, int(request.match_info["id"]))
    if table is None:
        raise web.HTTPNotFound
    return table


PAGE = Page(
    "importing",
    (
        Route("GET", "/rounds/template.xlsx", template, "handler"),
        Route("POST", ONE + "/choose", choose, "handler"),
        Route("POST", ONE + "/clear", clear, "handler"),
        Route("POST", ONE + "/import", hand_in, "handler", largest=LARGEST),
        Route("POST", ONE + "/links", links, "handler", proof=True, pace="export"),
        Route("GET", IMPORT, show, "handler"),
        Route("GET", IMPORT + "/faults.csv", faults, "handler", pace="export"),
        Route("POST", IMPORT + "/take", take, "handler"),
        Route("POST", IMPORT + "/drop", drop, "handler"),
    ),
)
