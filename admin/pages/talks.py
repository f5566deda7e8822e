"""The talks: who waits for a person comes first; one of them read, taken over, answered, handed back."""

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from admin import naming, paging
from admin.door import acting, door, now, person
from admin.listing import talks as listing
from admin.listing.showing import bar
from admin.pages import Page, Route, may
from admin.rendering import render
from admin.security import revision, words
from storage import concealing, conversations, corrections, db, hiding, one_time_keys, readable
from storage.domain import handling
from storage.queries import complaints, edges, handover, readings, talks
from storage.queries.edges import Edge

LONGEST = handling.LONGEST["text"]  # characters that staff may say at once
SHOWN = 400  # lines of a transcript, the latest
NO_ANSWER = "-"  # stands among the keys of choices, of which none is like it: what was written was no answer
SENT = {"image": "photo", "audio": "voice", "video": "video"}
NUMBERED = re.compile(r"[0-9]+\.[a-z0-9]+")


async def show(request: web.Request) -> web.Response:
    """The list: all, or those who wait for a person, or those who have one."""
    only = listing.chosen(request.query.get("only", ""))
    above = await bar(request, "talks")
    page, rows = await door(request).read(listed, only, paging.edge(request), above.sort)
    sheet = paging.along(request, page, rows)
    told: dict[str, Any] = {"chosen": only, "kinds": talks.KINDS, "bar": above}
    return await render(request, "talks.html", sheet=sheet, **told)


def listed(
    session: Session, only: talks.Kind, edge: Edge | None, sort: str
) -> tuple[edges.Page, list[talks.Listed]]:
    """A page of the talks."""
    page = talks.page(session, only, paging.SIZE, edge, sort)
    return page, talks.those(session, page.keys)


async def show_one(request: web.Request) -> web.Response:
    """One talk, with what was understood beside it."""
    return await one(request)


async def one(request: web.Request, typed: str = "", problem: str = "", status: int = 200) -> web.Response:
    """The page; `typed` are words that could not be said, for `problem`."""
    found = await door(request).read(fetch, number(request), door(request).texts.language)
    if found is None:
        raise web.HTTPNotFound
    await acting(request, hiding.seen, number(request))
    return await render(request, "talk.html", status=status, typed=typed, problem=problem, **found)


def fetch(session: Session, conversation_id: int, language: str) -> dict[str, Any] | None:
    """All that the page of one talk shows; None for a talk that is none."""
    talk = talks.talk(session, conversation_id)
    if talk is None:
        return None
    since = concealing.withheld_since(session, conversation_id)
    read = None if since else readings.of_conversation(session, conversation_id)
    said = conversations.transcript(session, conversation_id, after=max(0, talk.seq - SHOWN), limit=SHOWN)
    shown = readable.lines(session, conversation_id, said)
    return {
        "talk": talk,
        "lines": [each for each in told(shown) if not hollow(each, erased=talk.erased)],
        "answers": read.answers if read else [],
        "index": read.index if read else None,
        "complaints": complaints.of_conversation(session, conversation_id),
        "handover": handover.handover(session, conversation_id),
        "names": naming.names(session, language),
    }


def told(lines: list[conversations.Line]) -> list[dict[str, Any]]:
    """The lines with the choices that were offered, the labels of those that were picked (all that is kept of
    a press while a person had the talk is its key), and what a file without a name of its own is."""
    offered: dict[str, dict[str, str]] = {}
    shown = []
    for line in lines:
        payload = line.payload or {}
        choices = {key: label for key, label, *_ in payload.get("choices", ())}
        if choices:
            offered[payload.get("of", "")] = choices
        labels = offered.get(payload.get("of", ""), {})
        keys = payload.get("keys", ())
        mere = not line.text or line.text == "、".join(keys)
        picked = "、".join(labels.get(key, key) for key in keys) if mere else ""
        more = {"choices": list(choices.values()), "picked": picked, "sent": sent(line)}
        shown.append({**line._asdict(), **more, "text": "" if picked else line.text})
    return shown


def hollow(line: Mapping[str, Any], *, erased: bool) -> bool:
    """Whether nothing is left of it but that it was said. Of who was not erased it is still told that there
    was a file, something that we cannot show, or what they took back."""
    if line["text"] or line["picked"] or line["file"] or line["choices"]:
        return False
    return erased or not (line["kind"] in ("file", "other") or line["state"] == "withdrawn")


def sent(line: conversations.Line) -> str:
    """photo, voice or video, where the name of the file is one that we gave it: the number of the message."""
    _, name, kind, _ = line.file or (0, "", "", 0)
    return SENT.get(kind.partition("/")[0], "") if NUMBERED.fullmatch(name) else ""


async def hold(request: web.Request) -> web.Response:
    """Take over. Who comes second is told who was first."""
    await known(request)
    if not await door(request).write(conversations.hold, number(request), person(request).user_id, now()):
        return await one(request, problem=door(request).texts("page.talks.taken"), status=409)
    return back(request)


async def say(request: web.Request) -> web.Response:
    """Answer the customer, once however often the form is sent. Only who holds the talk speaks in it; words
    not said stay on the page."""
    await known(request)
    form = await request.post()
    said, once = words(form, "words"), words(form, "once")
    if not 0 < len(said) <= LONGEST:
        return await one(request, said, door(request).texts("page.problem.words", most=LONGEST), 400)
    try:
        await door(request).write(reply, number(request), person(request).user_id, said, once)
    except NotTheirs:
        return await one(request, said, door(request).texts("page.talks.not_yours"), 409)
    return back(request)


class NotTheirs(Exception):
    """They do not hold the talk: nothing is said, and the form may be sent again."""


def reply(session: Session, conversation_id: int, user_id: int, said: str, once: str) -> None:
    """Say it, unless these words came from this form before. Raises NotTheirs."""
    key, at = one_time_keys.of_words("talk", conversation_id, once, said), now()
    if one_time_keys.first(session, key, user_id, at) and not conversations.reply(
        session, conversation_id, user_id, said, at
    ):
        raise NotTheirs


async def release(request: web.Request) -> web.Response:
    """Hand back to the bot. What a colleague holds, only an administrator hands back."""
    await known(request)
    asks = person(request)
    anyones = may(asks.role, "administrator")
    if not await door(request).write(conversations.release, number(request), asks.user_id, now(), anyones):
        return await one(request, problem=door(request).texts("page.talks.not_held"), status=409)
    return back(request)


async def correct(request: web.Request) -> web.Response:
    """Say what the customer meant by an answer."""
    await known(request)
    form = await request.post()
    answer, given = int(request.match_info["answer"]), [str(key) for key in form.getall("key", ["?"])]
    keys = [] if given == [NO_ANSWER] else given
    try:
        await door(request).write(
            corrections.correct,
            answer,
            keys,
            person(request).user_id,
            now(),
            revision(form),
            number(request),
        )
    except corrections.Unknown:
        raise web.HTTPNotFound from None
    except corrections.Unfit:
        return await one(request, problem=door(request).texts("page.correct.unfit"), status=400)
    except (corrections.Stale, db.Conflict):
        return await one(request, problem=door(request).texts("page.correct.stale"), status=409)
    return back(request, "#understood")


async def known(request: web.Request) -> None:
    """There is such a talk, and it is not kept from who asks."""
    if not await door(request).read(hiding.seen, number(request)):
        raise web.HTTPNotFound


def number(request: web.Request) -> int:
    """The talk that the address names."""
    return int(request.match_info["id"])


def back(request: web.Request, part: str = "") -> web.Response:
    """To the talk, or this part of its page."""
    raise web.HTTPSeeOther(f"/talks/{number(request)}{part}")


PAGE = Page(
    "talks",
    (
        Route("GET", "/talks", show, "viewer", own=True),
        Route("GET", "/talks/{id:[0-9]{1,9}}", show_one, "viewer", own=True),
        Route("POST", "/talks/{id:[0-9]{1,9}}/hold", hold, "handler", own=True),
        Route("POST", "/talks/{id:[0-9]{1,9}}/say", say, "handler", own=True),
        Route("POST", "/talks/{id:[0-9]{1,9}}/release", release, "handler", own=True),
        Route(
            "POST", "/talks/{id:[0-9]{1,9}}/answers/{answer:[0-9]{1,9}}/correct", correct, "handler", own=True
        ),
    ),
    place=2,
)
