"""What could not be done, with the reason: messages and mails, put back or dismissed; failed jobs, done anew.

A mail may also wait because nobody knows whose it is: who puts it back lets it in.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from aiohttp import web
from sqlalchemy.orm import Session
from yarl import URL

from admin import paging
from admin.door import Door, door, now, person
from admin.listing import parked as listing
from admin.listing import ticked
from admin.listing.showing import bar
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import db, inspecting, jobs, mails, messages
from storage.queries import parked
from storage.queries.edges import Edge
from storage.queries.parked import Kind

NOTHING: Final[Mapping[int, str]] = MappingProxyType({})
Verb = Callable[[Session, int, datetime, int | None], bool]


async def show(request: web.Request) -> web.Response:
    """The list: messages, or mails; mails at once where no message waits and nothing is asked for. The words
    only for those who may act on them."""
    if "only" not in request.query:
        waiting = await door(request).read(parked.counts)
        if waiting["mails"] and not waiting["messages"]:
            raise web.HTTPSeeOther(request.rel_url.update_query(only="mails"))
    return await page(request)


async def page(
    request: web.Request,
    problem: str = "",
    status: int = 200,
    said: str = "",
    shown: Mapping[int, str] = NOTHING,
    kept: Collection[int] = (),
) -> web.Response:
    """The page, with what could not be done, or what came of many, of which these are `kept` ticked; `shown`
    are the senders that were asked for, by mail."""
    place, kind = door(request), listing.chosen(request.query.get("only", ""))
    above = await bar(request, "parked", only=kind)
    found = await place.read(fetch, kind, paging.edge(request), above.sort)
    sheet = paging.along(request, found.pop("page"), found.pop("rows"), PATH)
    reads = place.settings.imap_url or place.settings.lmtp
    unread = not reads and (bool(found["waiting"]["mails"]) or await place.read(mails.waits))
    told: dict[str, Any] = {"problem": problem, "unread": unread, "said": said, "shown": shown, "bar": above}
    told |= {"sheet": sheet, "chosen": kind, "kinds": parked.KINDS, "kept": kept}
    return await render(request, "parked.html", status=status, **told, **found)


def fetch(session: Session, kind: Kind, edge: Edge | None, sort: str) -> dict[str, Any]:
    """A page of them, how many there are of each kind, the work that failed."""
    page = parked.page(session, kind, paging.SIZE, edge, sort)
    return {
        "page": page,
        "rows": parked.those(session, kind, page.keys),
        "waiting": parked.counts(session),
        "jobs": jobs.broken(session),
    }


async def put_back(request: web.Request) -> web.Response:
    """Let the inbox try once more."""
    return await settle(request, messages.put_back)


async def dismiss(request: web.Request) -> web.Response:
    """Nothing is to be done."""
    return await settle(request, messages.dismiss)


async def let_in(request: web.Request) -> web.Response:
    """Let the mail in, or have it read once more."""
    return await settle(request, mails.put_back)


async def dismiss_mail(request: web.Request) -> web.Response:
    """Nothing is to be done about the mail."""
    return await settle(request, mails.dismiss)


async def original(request: web.Request) -> web.Response:
    """The mail as it came, as a download: no page of ours shows it."""
    raw = await door(request).read(mails.raw, int(request.match_info["id"]))
    if not raw:
        raise web.HTTPNotFound
    name = f"{request.match_info['id']}.eml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=raw, content_type="application/octet-stream", headers=headers)


async def reveal(request: web.Request) -> web.Response:
    """Who sent a mail, on this page alone; that somebody asked is kept."""
    key = int(request.match_info["id"])
    sender = await door(request).write(mails.sender_of, key, person(request).user_id, now())
    if not sender:
        return await page(request, door(request).texts("page.parked.gone"), 409)
    return await page(request, shown={key: sender})


async def settle(request: web.Request, verb: Verb) -> web.Response:
    """Do it, unless a colleague was quicker."""
    key = int(request.match_info["id"])
    if not await door(request).write(verb, key, now(), person(request).user_id):
        return await page(request, door(request).texts("page.parked.gone"), 409)
    raise web.HTTPSeeOther(back(request))


def back(request: web.Request) -> URL:
    """The list as it was: its tab, its order, its page."""
    return request.rel_url.with_path(PATH, keep_query=True)


async def many(request: web.Request) -> web.Response:
    """Do the same with those that were ticked, each on its own; what a colleague did first stays as it is."""
    place, form = door(request), await request.post()
    kind, keys = listing.chosen(request.query.get("only", "")), [box.ids[0] for box in ticked.boxes(form)]
    verb = VERBS.get((kind, words(form, "act")))
    if verb is None:
        raise web.HTTPBadRequest
    if not keys:
        return await page(request, place.texts("page.parked.many.none"), 400)
    by, at = person(request).user_id, now()
    done = [await settled(place, verb, key, by, at) for key in keys]
    failed = {key for key, settled_now in zip(keys, done, strict=True) if not settled_now}
    gone = place.texts("page.parked.many.gone", n=len(failed)) if failed else ""
    said = place.texts("page.parked.many.done", n=done.count(True)) + gone
    return await page(request, said=said, kept=failed)


async def settled(place: Door, verb: Verb, key: int, user_id: int, at: datetime) -> bool:
    """Whether this one is done by this; else somebody was quicker."""
    try:
        return await place.write(verb, key, at, user_id)
    except db.Conflict:
        return False


async def try_again(request: web.Request) -> web.Response:
    """Do the work of this kind that failed for good."""
    await door(request).write(anew, request.match_info["kind"], now(), person(request).user_id)
    raise web.HTTPSeeOther(back(request))


def anew(session: Session, kind: str, at: datetime, user_id: int | None) -> None:
    """Files that nobody could look at wait for it again."""
    if jobs.again(session, kind, at, user_id) and kind == inspecting.JOB:
        inspecting.again(session)


VERBS: Final[Mapping[tuple[Kind, str], Verb]] = {
    ("messages", "put_back"): messages.put_back,
    ("messages", "dismiss"): messages.dismiss,
    ("mails", "put_back"): mails.put_back,
    ("mails", "dismiss"): mails.dismiss,
}
"""(of what some were ticked, what is to be done with them) -> the verb."""

PATH = "/parked"
MAIL = PATH + "/mails/{id:[0-9]{1,9}}"

PAGE = Page(
    "parked",
    (
        Route("GET", PATH, show, "viewer"),
        Route("POST", PATH, many, "handler"),
        Route("POST", PATH + "/{id:[0-9]{1,9}}/put-back", put_back, "handler"),
        Route("POST", PATH + "/{id:[0-9]{1,9}}/dismiss", dismiss, "handler"),
        Route("GET", MAIL, original, "auditor"),
        Route("POST", MAIL + "/show", reveal, "handler"),
        Route("POST", MAIL + "/put-back", let_in, "handler"),
        Route("POST", MAIL + "/dismiss", dismiss_mail, "handler"),
        Route("POST", PATH + "/jobs/{kind:[a-z_]{1,40}}/again", try_again, "handler"),
    ),
    place=4,
)
