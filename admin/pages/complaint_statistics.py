"""The statistics of complaints for a period, against the period before (C8, C9; GB/T 19012 8.2 and 8.3)."""

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from admin import complaint_statistics as statistics
from admin import tables_out
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.pages.views import note
from admin.rendering import render
from storage.domain.locale import Texts


async def show(request: web.Request) -> web.Response:
    """The page for what the address asks."""
    return await render(
        request, "complaint_statistics.html", **await fetched(request), link=statistics.address
    )


async def download(request: web.Request) -> web.Response:
    """The same figures as a table, with all parts: what customers called a product is among them, so it is
    taken along as lists are."""
    found = await fetched(request)
    rows = list(table(found, door(request).texts))
    told = "complaint_statistics", f"csv {len(rows) - 1}"
    await door(request).write(note, person(request).user_id, *told)
    made = tables_out.plain(iter(rows))
    return tables_out.download(made, tables_out.CSV, f"complaints-{found['asked'].span.first}.csv")


async def fetched(request: web.Request) -> dict[str, Any]:
    """All that there is to say."""
    place, at = door(request), now()
    wanted = statistics.asked(request.query, place.settings.timezone, at)
    return await place.read(statistics.fetch, wanted, place.settings, place.texts, at)


def table(found: dict[str, Any], texts: Texts) -> Iterator[tuple[str, ...]]:
    """Its rows: what is told, of what, now, before."""
    wanted = found["asked"]
    said = "page.complaint_statistics"
    span = f"{wanted.span.first} – {wanted.span.until}"
    yield (
        texts(f"{said}.figure"),
        texts(f"{said}.kind_of"),
        span,
        texts(f"{said}.before"),
        texts(f"{said}.change"),
    )
    for each in found["figures"]:
        yield texts(f"{said}.name.{each.key}"), each.part, each.now, each.before, each.change
    for limit in found["times"]:
        for each in limit.figures:
            name = each.key if each.key in ("median", "most") else "on_time"
            yield (
                texts(f"{said}.limit.{limit.kind}"),
                texts(f"{said}.{name}"),
                each.now,
                each.before,
                each.change,
            )
    for row in found["rows"]:
        yield row["name"], texts(f"page.filter.{wanted.by}"), str(row["n"]), str(row["before"]), row["change"]


PAGE = Page(
    "complaint_statistics",
    (
        Route("GET", "/complaints/statistics", show, "viewer", own=True),
        Route(
            "POST",
            "/complaints/statistics.csv",
            download,
            "auditor",
            proof=True,
            pace="export",
            own=True,
        ),
    ),
)
