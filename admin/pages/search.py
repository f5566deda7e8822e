"""The search: one box, in which everything typed is taken at its word; what is found, the newest first."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import paging
from admin.door import Door, door, now
from admin.pages import Page, Route
from admin.rendering import render
from admin.summary.period import PERIODS
from storage import search, surveys
from storage.queries import customer_list
from storage.queries.filters import Period, month_of

SIZE = 20  # found on one page
PEOPLE = 5  # customers above them


async def show(request: web.Request) -> web.Response:
    """What was asked for; why not, where nothing can be looked for; else nothing but the box."""
    typed = request.query.get("q", "")
    part, period = offered(request, "part", search.PARTS), offered(request, "period", PERIODS)
    found: dict[str, Any] = {"sheet": None, "far": False, "progress": None, "problem": "", "instead": ""}
    people = await door(request).read(customers, typed.strip()) if _first(request, part, period) else []
    try:
        terms = search.terms(typed)
    except search.Unsearchable as error:
        found["problem"] = error.reason
    else:
        wanted = search.Wanted(terms, part, within(door(request), period))
        found |= await door(request).read(fetch, request, wanted, typed)
    return await render(
        request,
        "search.html",
        typed=typed[: search.LONGEST],
        chosen={"part": part, "period": period},
        choices={"part": ("", *search.PARTS), "period": ("", *PERIODS)},
        people=people[:PEOPLE],
        more_people=len(people) > PEOPLE,
        **found,
    )


def _first(request: web.Request, part: str, period: str) -> bool:
    """Whether customers stand above what is found: on the first page, where no other part is asked for."""
    return part in ("", "customers") and not period and paging.number(request) == 1


def customers(session: Session, words: str) -> list[customer_list.Row]:
    """Customers whom these words mean, as their list finds them, and one more than are shown."""
    if not 0 < len(words) <= search.LONGEST:
        return []
    return customer_list.listing(session, customer_list.Asked(words=words), PEOPLE + 1)


def offered(request: web.Request, name: str, keys: Any) -> str:
    """The choice that the address asks for; none where it is not offered."""
    asked = request.query.get(name, "")
    return asked if asked in keys else ""


def within(place: Door, period: str) -> Period | None:
    """The calendar months that this choice stands for."""
    if not period:
        return None
    zone = place.settings.timezone
    return Period(month_of(now(), zone, PERIODS[period] - 1).start, month_of(now(), zone).end)


def fetch(session: Session, request: web.Request, wanted: search.Wanted, typed: str) -> dict[str, Any]:
    """One page of what is found, and how far the index has come where older texts still wait for it. Where
    nowhere stands what was typed: of what has its words `instead`."""
    at, instead, texts = SIZE * (paging.number(request) - 1), "", door(request).texts
    found = search.find(session, wanted, SIZE, at)
    if not (found.hits or (at and search.find(session, wanted, 1).hits)) and (words := search.apart(typed)):
        found = search.find(session, wanted._replace(terms=search.terms(" ".join(words))), SIZE, at)
        quoted = (texts("page.search.word", word=word) for word in words)
        instead = texts("page.search.and").join(quoted) if found.hits else ""
    return {
        "instead": instead,
        "sheet": paging.cut(request, shown(session, found.hits), found.more),
        "far": found.far and not found.more,
        "progress": search.progress(session) if found.behind else None,
    }


def shown(session: Session, hits: list[search.Hit]) -> list[dict[str, Any]]:
    """Each hit as the page has it: `pieces` are (words, whether they were looked for)."""
    titles = surveys.titles(session) if any(hit.row.kind == "answers" for hit in hits) else {}
    return [
        {
            **hit.row._asdict(),
            "title": titles.get(hit.row.title, "") if hit.row.kind == "answers" else hit.row.title,
            "address": address(hit.row),
            "pieces": pieces(hit.snippet),
        }
        for hit in hits
    ]


def address(row: search.Live) -> str:
    """Where it is read."""
    if row.kind == "customers":
        return f"/customers/{row.id}"
    if row.complaint is not None:
        return f"/complaints/{row.complaint}"
    if row.response is not None:
        return f"/responses/{row.response}#{f'answer-{row.id}' if row.kind == 'answers' else 'files'}"
    return f"/talks/{row.talk}" if row.talk is not None else ""


def pieces(found: search.Snippet) -> list[tuple[str, bool]]:
    """The words of the snippet, those that were looked for told apart."""
    parts, at = [], 0
    for start, end in found.marks:
        parts += [(found.text[at:start], False), (found.text[start:end], True)]
        at = end
    parts.append((found.text[at:], False))
    cut = ("…" if found.before else "", "…" if found.after else "")
    return [(words, marked) for words, marked in ((cut[0], False), *parts, (cut[1], False)) if words]


PAGE = Page("search", (Route("GET", "/search", show, "viewer", pace="search", own=True),))
