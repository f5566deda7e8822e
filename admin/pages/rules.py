"""The policy and the calendar in force: read as tables, edited as text, what changes told before it does."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import ruling_days, ruling_form, ruling_text, ruling_view
from admin.door import door, now, person
from admin.pages import Page, Route
from admin.rendering import render
from admin.rules_sheets import SHEETS
from admin.ruling_form import Draft
from admin.ruling_text import Change, Fault
from admin.security import revision, words
from admin.week_form import LONGEST_HOURS, hours
from storage import db, definitions, rulings
from storage.domain.calendar import Block, Calendar
from storage.domain.locale import Texts
from storage.domain.problems import Invalid

KIND = "/rules/{kind:policy|calendar}"
LARGEST = 600_000  # bytes of a form with a whole text


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent: the text, what is wrong with it, and what it would change (None: not looked at yet)."""

    text: str
    problem: str = ""
    faults: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] | None = None
    status: int = 200


async def show(request: web.Request) -> web.Response:
    """The page: the policy at first."""
    return await page(request)


async def page(request: web.Request, typed: Typed | None = None, draft: Draft | None = None) -> web.Response:
    """The page, with what was typed, if anything was: as text, or into the form (`draft`)."""
    kind = request.match_info.get("kind", "policy")
    found = await door(request).read(fetch, kind, door(request).texts)
    more: dict[str, Any] = {
        "kind": kind,
        "typed": typed,
        "ways": ruling_days.WAYS,
        "longest_hours": LONGEST_HOURS,
        "place": "/settings",
        "drafted": draft is not None,
    }
    text = typed.text if typed and typed.text else found["text"]
    drawn = draft or Draft(SHEETS[kind].fields(readable(kind, text)))
    more |= {"draft": drawn, "offered": SHEETS[kind].offered(drawn.definition)}
    return await render(request, "rules.html", status=typed.status if typed else 200, **found, **more)


def readable(kind: str, text: str) -> str:
    """This text; where it cannot be in force, that of what ships."""
    return definitions.shipped(kind) if ruling_form.wrong(kind, text) else text


def fetch(session: Session, kind: str, texts: Texts) -> dict[str, Any]:
    """All that the page shows of this kind; `broken` is why what was put last is not in force."""
    current, history = rulings.current(session, kind), rulings.history(session, kind)
    return {
        "current": current,
        "history": history,
        "seen": history[0].id if history else 0,
        "text": current.text if current else definitions.shipped(kind),
        "broken": wrong_with(kind, current.text, texts) if current else [],
        "shipped": definitions.shipped(kind),
        "concerned": rulings.concerned(session),
        "policy": ruling_view.policy(definitions.policy(), texts) if kind == "policy" else None,
        "calendar": ruling_view.calendar(definitions.calendar(), texts) if kind == "calendar" else None,
        "usual": ruling_view.hours(usual(definitions.calendar())),
    }


def usual(calendar: Calendar) -> Sequence[Block]:
    """The hours of the first weekday on which people work; none, where there is no such day."""
    return next((blocks for blocks in calendar.blocks if blocks), ())


def wrong_with(kind: str, text: str, texts: Texts) -> list[Fault]:
    """What is wrong with this text; nothing, where it can be in force."""
    try:
        definitions.ruled(kind, text)
    except Invalid as invalid:
        return ruling_text.faults(text, invalid, texts)
    return []


async def preview(request: web.Request) -> web.Response:
    """What this text would change."""
    form = await request.post()
    return await looked_at(request, words(form, "text"))


async def looked_at(request: web.Request, text: str) -> web.Response:
    """The page with what this text would change, or with what is wrong with it."""
    kind = request.match_info["kind"]
    shown = await asyncio.to_thread(compared, await standing(request), kind, text, door(request).texts)
    return await page(request, shown)


async def standing(request: web.Request) -> str:
    """The text of what is in force; empty where that is what ships."""
    current = await door(request).read(rulings.current, request.match_info["kind"])
    return current.text if current else ""


def compared(stands: str, kind: str, text: str, texts: Texts) -> Typed:
    """The text looked at beside what is in force; an empty one is what ships."""
    if len(text) > rulings.LARGEST:
        return Typed(text, texts("page.rules.too_long", most=rulings.LARGEST), status=400)
    shipped = definitions.shipped(kind)
    if text == shipped.strip():
        text = ""
    if text and (found := wrong_with(kind, text, texts)):
        return Typed(text, texts("page.rules.faulty"), tuple(found), status=400)
    before = shipped if not stands or wrong_with(kind, stands, texts) else stands
    told = ruling_text.changes(
        definitions.written(kind, before), definitions.written(kind, text or shipped), texts
    )
    if text == stands.strip():
        return Typed(text or shipped, texts("page.rules.nothing_new"))
    return Typed(text, changes=tuple(told))


async def day(request: web.Request) -> web.Response:
    """What the calendar's text would change with this day off, worked, or as usual."""
    form, texts = await request.post(), door(request).texts
    kind, way = request.match_info["kind"], words(form, "way")
    stands, typed = await standing(request) or definitions.shipped(kind), words(form, "hours")
    if len(typed) > LONGEST_HOURS:
        told = texts("page.rules.hours_long", most=LONGEST_HOURS)
        return await page(request, Typed(stands, told, status=400))
    try:
        one, own = date.fromisoformat(words(form, "day")), hours(typed)
        text = ruling_days.with_day(stands, one, way, own)
    except (ValueError, Invalid):
        return await page(request, Typed(stands, texts("page.rules.no_day"), status=400))
    if way not in ruling_days.WAYS or (way == "on" and not own):
        return await page(request, Typed(stands, texts("page.rules.no_day"), status=400))
    return await looked_at(request, text.strip())


async def save(request: web.Request) -> web.Response:
    """It is in force from now on."""
    form = await request.post()
    kind, text, texts = request.match_info["kind"], words(form, "text"), door(request).texts
    looked = await asyncio.to_thread(compared, await standing(request), kind, text, texts)
    if looked.problem:
        return await page(request, looked)
    put = f"{text}\n" if text else ""
    try:
        await door(request).write(rulings.put, kind, put, person(request).user_id, now(), revision(form))
    except (rulings.Stale, db.Conflict):
        return await page(request, Typed(text, texts("page.rules.stale"), status=409))
    await door(request).read(rulings.refresh)
    raise web.HTTPSeeOther(f"/rules/{kind}")


async def again(request: web.Request) -> web.Response:
    """What an earlier version would change, or what ships."""
    form, kind = await request.post(), request.match_info["kind"]
    history = await door(request).read(rulings.history, kind)
    texts = {"shipped": "", **{str(each.id): each.text for each in history}}
    text = texts.get(words(form, "version"))
    if text is None:
        raise web.HTTPNotFound
    return await looked_at(request, text.strip())


PAGE = Page(
    "rules",
    (
        Route("GET", "/rules", show, "auditor"),
        Route("GET", KIND, show, "auditor"),
        Route("POST", KIND, save, "administrator", LARGEST, proof=True),
        Route("POST", KIND + "/preview", preview, "administrator", LARGEST),
        Route("POST", KIND + "/again", again, "administrator", proof=True),
        Route("POST", "/rules/{kind:calendar}/day", day, "administrator"),
    ),
)
