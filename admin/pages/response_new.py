"""Responses on paper, or told on the phone, are typed in: a line a question, all of it from the keyboard."""

from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.orm import Session

from admin import choosing, entry_form, typing_in
from admin.door import Door, door, now, person
from admin.entry_form import KEPT
from admin.pages import Page, Route
from admin.pages.complaint_files import LARGEST
from admin.pages.response import STATUS, problem_of, sent_with
from admin.rendering import render
from admin.typing_in import Sent
from storage import entering, one_time_keys, scans, surveys
from storage.attaching import NotKept
from storage.attaching import Sent as File
from storage.domain import entering as law
from storage.domain.entering import CHANNELS, Typed
from storage.domain.form import LONGEST
from storage.domain.place import LONGEST as LONGEST_PLACE
from storage.domain.survey import Survey
from storage.entering import Unfit

NEW: Final = "/responses/new"
Wrong = dict[str, str]


async def show(request: web.Request) -> web.Response:
    """The form, empty: of the survey that the address names, else of the one in force."""
    place, query = door(request), request.query
    today = now().astimezone(zone(place)).date().isoformat()
    like = {name: query[name] for name in (*KEPT, "customer") if name in query}
    first = {"channel": CHANNELS[0], "on": today, "q": choosing.asked(request), **like}
    typed = {**dict.fromkeys(entry_form.OWN, ""), **first, "once": one_time_keys.fresh()}
    found = await place.read(in_force, query.get("survey", "") or place.settings.survey)
    typed["version"] = str(found or "")
    return await form_page(request, typed, {})


async def form_page(
    request: web.Request, typed: Sent, wrong: Wrong, problem: str = "", status: int = 200
) -> web.Response:
    """The form with what was typed, what it was read as, and what is wrong with it."""
    place = door(request)
    found = await place.read(fetch, typed)
    survey = found.pop("survey")
    lines = entry_form.read(survey, typed, str(zone(place))) if survey else []
    told = {
        name: place.texts(f"page.response_new.wrong.{code}", most=LONGEST) for name, code in wrong.items()
    }
    return await render(
        request,
        "response_new.html",
        status=status,
        place="/responses",
        survey=survey,
        lines=lines,
        told=lambda line: typing_in.told(line, place.texts),
        aside=law.aside(survey, entry_form.given(lines)) if survey else (),
        unread=status == 200 and any(line.open for line in lines),
        typed=typed,
        wrong=told,
        problem=problem,
        channels=CHANNELS,
        most={"words": LONGEST, "place": LONGEST_PLACE},
        done=choosing.key(request.query.get("done", "")),
        today=now().astimezone(zone(place)).date().isoformat(),
        **found,
    )


def fetch(session: Session, typed: Sent) -> dict[str, Any]:
    """What the form offers, and the survey that it is of; None where that is none, or nobody's paper."""
    offered = {each.key: each.title for each in surveys.listing(session) if each.state == "published"}
    sought = [typed["q"]] if typed["q"] else []
    return {
        "survey": survey_of(session, typed),
        "surveys": sorted(offered.items()),
        "segments": entering.segments(session),
        "found": choosing.offered(session, sought, typed["customer"]),
        "looked": bool(sought),
    }


def in_force(session: Session, key: str) -> int | None:
    """The published version of this survey, else of any."""
    found = surveys.published(session, key) or surveys.published(session)
    return found[0] if found else None


def survey_of(session: Session, typed: Sent) -> Survey | None:
    """The survey that the form is of; None where there is none such."""
    key = choosing.key(typed["version"])
    try:
        return entering.survey(session, key) if key is not None else None
    except Unfit:
        return None


async def save(request: web.Request) -> web.Response:
    """Keep it, once however often the form is sent. What was read from words is shown first; what could not
    be kept, or is only to be looked at, stays in the form."""
    form, place = await request.post(), door(request)
    typed = entry_form.sent(form)
    survey = await place.read(survey_of, typed)
    lines = entry_form.read(survey, typed, str(zone(place))) if survey else []
    wrong = {"answers": "unread"} if any(line.wrong for line in lines) else {}
    meant = entry_form.values(typed, lines)
    if "find" in form or (not wrong and any(line.open for line in lines)):
        return await form_page(request, typed, {})
    if wrong:
        return await form_page(request, typed, wrong, status=400)
    try:
        files = sent_with(form.getall("file", []), place.settings.upload_limit)
        made = await place.write(keep, meant, files, typed["once"], person(request).user_id)
    except Unfit as why:
        return await form_page(request, typed, dict(why.fields), status=400)
    except NotKept as why:
        return await form_page(request, typed, {}, problem_of(request, why), STATUS.get(why.why, 400))
    if "next" not in form or survey is None:
        raise web.HTTPSeeOther(f"/responses/{made}" if made else "/responses")
    again = {"survey": survey.key, **{name: typed[name] for name in KEPT}, "done": str(made or "")}
    raise web.HTTPSeeOther(f"{NEW}?{urlencode(again)}")


def keep(session: Session, meant: Typed, files: list[File], once: str, user_id: int) -> int | None:
    """Keep it with its scans, unless this form has been sent before; its id. Raises Unfit, NotKept."""
    at = now()
    if not one_time_keys.first(session, once, user_id, at):
        return one_time_keys.came_of(session, once, user_id)
    made = entering.enter(session, meant, user_id, at)
    if files:
        scans.attach(session, made, user_id, files, at)
    one_time_keys.made(session, once, user_id, made)
    return made


async def heard(request: web.Request) -> web.Response:
    """What one line is read as, while the next is typed."""
    form, place = await request.post(), door(request)
    typed = entry_form.sent(form)
    survey = await place.read(survey_of, typed)
    asked = {each.key: each for each in law.asked(survey)} if survey else {}
    question = asked.get(typed.get("question", ""))
    if question is None:
        raise web.HTTPNotFound
    line = typing_in.read(question, typed.get("words", ""), entry_form.day(typed["on"]), str(zone(place)))
    told = typing_in.told(line, place.texts)
    wrong = place.texts(f"page.response_new.wrong.{line.wrong}", most=LONGEST) if line.wrong else ""
    if line.guess:
        wrong += place.texts("page.response_new.guess", label=line.guess)
    return web.json_response({"typed": line.typed, "told": told, "sure": line.sure, "wrong": wrong})


def zone(place: Door) -> ZoneInfo:
    """Where the organisation is."""
    return ZoneInfo(place.settings.timezone)


PAGE = Page(
    "response_new",
    (
        Route("GET", NEW, show, "handler"),
        Route("POST", NEW, save, "handler", largest=LARGEST),
        Route("POST", NEW + "/read", heard, "handler"),
    ),
)
