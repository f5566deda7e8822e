"""One text: why it was read so, and what staff say instead, or take back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy.orm import Session

import nlp
from admin import naming
from admin.door import door, now, person
from admin.explaining import matters_of
from admin.pages import Page, Route
from admin.rendering import render
from admin.security import words
from storage import db, judgements, written
from storage.domain.judging import MOODS, mood
from storage.queries import readings
from storage.queries.analysed import Analysed

BACK = re.compile(
    r"/(?:(?:talks|complaints|responses)/\d{1,9}|matters|follow-ups|guide|)(?:\?[\w%=&.+*~-]{0,400})?(?:#[\w-]{0,60})?",
    re.ASCII,
)
"""Where a form may lead back to: pages of ours that show texts."""

NONE = "-"
"""Chosen for a matter that a text does not speak of."""

Text = tuple[str, int]
"""(subject, id) of an answer or a complaint."""

Pairs = list[tuple[str, str]]
"""(category, positive | neutral | negative)"""

Said = TypeVar("Said")
"""What a form says of a text."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What staff say that a text means."""

    polarity: str
    urgency: str
    categories: Pairs


async def show(request: web.Request) -> web.Response:
    """The page of one text."""
    return await one(request, request.query.get("back", ""))


async def one(request: web.Request, back: str, problem: str = "", status: int = 200) -> web.Response:
    """The page, with what could not be done."""
    subject, key = named(request)
    found = await door(request).read(fetch, subject, key, door(request).texts.language)
    if not found["parts"]:
        raise web.HTTPNotFound
    return await render(
        request,
        "text.html",
        status=status,
        back=way_back(back),
        problem=problem,
        subject=subject,
        id=key,
        **found,
    )


def fetch(session: Session, subject: str, key: int, language: str) -> dict[str, Any]:
    """All that the page shows; without parts there is no such text (any more)."""
    return {
        "parts": [] if readings.withheld(session, subject, key) else written.parts(session, subject, key),
        "a": readings.analysed(session, subject, key),
        "names": naming.names(session, language),
    }


async def judge(request: web.Request) -> web.Response:
    """Say what the text means; what is left as it was is no judgement."""
    form = await request.post()
    return await settle(request, form, said, meant(form))


async def undo(request: web.Request) -> web.Response:
    """Take back what was said of one field: the reading stands again."""
    form = await request.post()
    return await settle(request, form, taken_back, words(form, "field"))


async def settle(
    request: web.Request,
    form: MultiMapping[Any],
    verb: Callable[[Session, Text, Said, int, datetime, str], None],
    what: Said,
) -> web.Response:
    """Do what this verb does with a text and what its form says, and back to where the text was seen. Nothing
    is done halfway."""
    texts, back = door(request).texts, words(form, "back")
    key, mark = named(request), words(form, "mark")
    try:
        await door(request).write(verb, key, what, person(request).user_id, now(), mark)
    except judgements.Unknown:
        raise web.HTTPNotFound from None
    except judgements.Unfit:
        return await one(request, back, texts("page.why.unfit"), 400)
    except (judgements.Stale, db.Conflict):
        return await one(request, back, texts("page.why.stale"), 409)
    raise web.HTTPSeeOther(way_back(back))


def meant(form: MultiMapping[Any]) -> Meant | None:
    """What the form says; None where a form of ours would not say so. A matter that is there and added once
    more leans as it was added."""
    keys, moods = ([str(each) for each in form.getall(name, [])] for name in ("category", "leaning"))
    if len(keys) != len(moods):
        return None
    pairs = {key: mood for key, mood in zip(keys, moods, strict=True) if key and mood != NONE}
    return Meant(words(form, "polarity"), words(form, "urgency"), list(pairs.items()))


def said(session: Session, key: Text, new: Meant | None, user_id: int, at: datetime, mark: str) -> None:
    """Keep what differs from how the text was read. Raises what `judgements.judge` raises."""
    stands = readings.analysed(session, *key)
    if stands is None or readings.withheld(session, *key):
        raise judgements.Unknown
    if stands.mark != mark:
        raise judgements.Stale
    if new is None or not fits(new, stands, naming.untaught(session)):
        raise judgements.Unfit
    for field, value in differing(new, stands).items():
        mark = judgements.judge(session, *key, field, value, user_id, at, mark)


def taken_back(session: Session, key: Text, field: str, user_id: int, at: datetime, mark: str) -> None:
    """Raises what `judgements.undo` raises."""
    if readings.withheld(session, *key):
        raise judgements.Unknown
    judgements.undo(session, *key, field, user_id, at, mark)


def fits(new: Meant, stands: Analysed, taxonomy: nlp.Taxonomy) -> bool:
    """Whether every matter is one of the organisation's, or one that the text was read to speak of."""
    known = {category.key for category in taxonomy.categories} | {
        matter.category for matter in stands.categories
    }
    return all(key in known and mood in MOODS for key, mood in new.categories)


def differing(new: Meant, stands: Analysed) -> dict[str, Any]:
    """Field by field what is meant otherwise than it was read."""
    changed: dict[str, Any] = {}
    if new.polarity != stands.mood:
        changed["polarity"] = new.polarity
    if new.urgency != stands.urgency:
        changed["urgency"] = new.urgency
    if set(new.categories) != {(key, mood(polarity)) for key, polarity in matters_of(stands)}:
        changed["categories"] = new.categories
    return changed


def named(request: web.Request) -> Text:
    """The text that the address names."""
    return request.match_info["subject"], int(request.match_info["id"])


def way_back(back: str) -> str:
    """To the page that the form was on; to the matters where that is no page of ours."""
    return back if BACK.fullmatch(back) else "/matters"


TEXT = "/texts/{subject:answer|complaint}/{id:[0-9]{1,9}}"

PAGE = Page(
    "why",
    (
        Route("GET", TEXT, show, "viewer", own=True),
        Route("POST", TEXT, judge, "handler", own=True),
        Route("POST", TEXT + "/undo", undo, "handler", own=True),
    ),
)
