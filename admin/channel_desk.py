"""A channel set up by its form: tried, then kept; what does not work is put aside, so that nobody types it
twice, and what worked before goes on until something better is kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from aiohttp import web
from sqlalchemy.orm import Session

from admin import trying
from admin.channel_forms import FORMS, Shown, Wrong, shown, typed
from admin.door import door, now, person
from admin.finding import Finding
from admin.security import revision, words
from admin.trying import Told
from storage import db, options
from storage.chosen import CHOSEN
from storage.settings import Settings

LOOKS: Final[Mapping[str, Callable[[Settings], Iterator[Finding]]]] = {
    "telegram": trying.telegram,
    "mail": trying.mail,
}
LEADS: Final[Mapping[str, str]] = {"telegram": "telegram_token", "mail": "mail_from"}
"""The setting that says whether the channel is on."""


class Stale(RuntimeError):
    """Somebody else has chosen meanwhile."""


class Came(NamedTuple):
    """What came of a form: what was found, why nothing was tried, whether it is kept now."""

    told: Sequence[Told] = ()
    problem: str = ""
    kept: bool = False
    typed: Shown | None = None


class View(NamedTuple):
    """A channel as its form shows it. `aside`: something that did not work is waiting; `secret`: there is
    one, so that it can be left empty."""

    group: str
    fixed: bool
    on: bool
    name: str
    mailbox: Shown
    aside: bool
    secret: bool
    seen: int


def view(session: Session, settings: Settings, group: str) -> View:
    """The channel as it stands."""
    aside = options.put_by(session, group)
    stands = {name: getattr(settings, name) for name in CHOSEN[group]} | aside
    on = bool(getattr(settings, LEADS[group]))
    fixed = settings.fixed(LEADS[group])
    seen = options.mark(session, CHOSEN[group])
    secret = bool(aside) or on
    return View(group, fixed, on, settings.telegram_name, shown(stands), bool(aside), secret, seen)


async def posted(request: web.Request, group: str) -> Came:
    """Do what the form asks: try, keep anyway, give up what is aside, turn off."""
    place, form = door(request), await request.post()
    do = words(form, "do")
    if place.settings.fixed(LEADS[group]):
        return Came(problem=place.texts("page.channels.wrong.fixed"))
    try:
        if do == "try":
            return await _tried(request, group)
        verb = {"anyway": _anyway, "drop": _drop, "off": _off}.get(do)
        if verb is None:
            raise web.HTTPBadRequest
        await place.write(verb, group, person(request).user_id, now(), revision(form))
    except Wrong as wrong:
        return Came(problem=place.texts(f"page.channels.wrong.{wrong.code}"), typed=typed(form))
    except (Stale, db.Conflict):
        return Came(problem=place.texts("page.channels.wrong.stale"), typed=typed(form))
    await place.read(options.refresh, place.settings)
    return Came(kept=do == "anyway")


async def _tried(request: web.Request, group: str) -> Came:
    place, form = door(request), await request.post()
    stood = await place.read(_stands, place.settings, group)
    values = FORMS[group](form, stood)
    found = await trying.tried(LOOKS[group], place.settings.model_copy(update=values))
    for each in found:
        if each.key == "telegram_ok":
            values["telegram_name"] = each.values["name"]
    fits = trying.fits(found)
    verb = _keep if fits else _put_aside
    await place.write(verb, group, values, person(request).user_id, now(), revision(form))
    await place.read(options.refresh, place.settings)
    return Came(trying.words(found, place.texts), kept=fits)


def _stands(session: Session, settings: Settings, group: str) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in CHOSEN[group]} | options.put_by(session, group)


def _keep(
    session: Session, group: str, values: Mapping[str, Any], user_id: int, at: datetime, seen: int
) -> None:
    _unchanged(session, group, seen)
    options.put(session, values, user_id, at)
    options.drop_aside(session, group, user_id, at)


def _put_aside(
    session: Session, group: str, values: Mapping[str, Any], user_id: int, at: datetime, seen: int
) -> None:
    _unchanged(session, group, seen)
    options.put_aside(session, group, values, user_id, at)


def _anyway(session: Session, group: str, user_id: int, at: datetime, seen: int) -> None:
    if values := options.put_by(session, group):
        _keep(session, group, values, user_id, at, seen)


def _drop(session: Session, group: str, user_id: int, at: datetime, seen: int) -> None:
    _unchanged(session, group, seen)
    options.drop_aside(session, group, user_id, at)


def _off(session: Session, group: str, user_id: int, at: datetime, seen: int) -> None:
    _unchanged(session, group, seen)
    options.drop(session, CHOSEN[group], user_id, at)


def _unchanged(session: Session, group: str, seen: int) -> None:
    if options.mark(session, CHOSEN[group]) != seen:
        raise Stale(group)
