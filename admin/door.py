"""What every page needs at hand: the database behind the door, the settings, the texts, the templates."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar

import jinja2
from aiohttp import web
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from admin.speaking import language
from storage import db, hiding
from storage.domain.handling import STAFF
from storage.domain.locale import Texts
from storage.settings import Settings
from storage.wake import Wake

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. `csrf` is the token that their forms carry; `proved_at` when they last proved who
    they are; `second`: they have a second factor. `departments` are those that they see, and what they are in
    each, `role` the most of it; None: they see all. `within` are those of them in which they may use the
    route that they ask for: only of these is anything read or changed."""

    user_id: int
    name: str
    role: str
    csrf: str
    proved_at: datetime | None = None
    second: bool = False
    departments: Mapping[str, str] | None = None
    within: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Shared by all requests of one process. Verbs and queries run in threads; a write wakes the others.

    `reader` is the user for whom it is all done, from whom something may be kept; `departments` are those
    that it is done in, None: all.
    """

    engine: Engine
    settings: Settings
    texts: Texts
    templates: jinja2.Environment
    wake: Wake
    reader: int | None = None
    departments: tuple[str, ...] | None = None

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the query says, in a read-only transaction of its own."""

        def reading() -> T:
            with db.reading(self.engine) as session:
                hiding.read_by(session, self.reader, self.departments)
                return query(session, *args, **kwargs)

        return await asyncio.to_thread(reading)

    async def write(self, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the verb returns, once it is committed and the others are woken. Where the database ended it
        for another's sake it is done anew, once: so nobody loses what they typed. Raises Conflict the second
        time."""
        done = await self.note(verb, *args, **kwargs)
        self.wake.ring()
        return done

    async def note(self, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `write`, what nobody is woken for: there is nothing in it for them to do."""

        def writing() -> T:
            with db.writing(self.engine) as session:
                hiding.read_by(session, self.reader, self.departments)
                return verb(session, *args, **kwargs)

        try:
            return await asyncio.to_thread(writing)
        except db.Conflict:
            return await asyncio.to_thread(writing)


DOOR = web.AppKey("door", Door)
"""As it is in the organisation's language."""
SPOKEN = web.AppKey("spoken", dict[str, Door])
"""As it is in each language: only texts and templates differ."""
PERSON: web.RequestKey[Person | None] = web.RequestKey("person", Person | None)  # type: ignore[arg-type]
"""Who asks; the guard sets it. None: a stranger."""


def door(request: web.Request) -> Door:
    """The door that this request came through, in the language of who asks and as they may see it."""
    spoken, own = request.app[SPOKEN], request.app[DOOR]
    found, asks = spoken.get(language(request, own.settings.language), own), request.get(PERSON)
    return replace(found, reader=asks.user_id, departments=asks.within) if asks else found


def person(request: web.Request) -> Person:
    """Who asks. Only for routes whose role is above `anyone`: there the guard has seen to it."""
    found = request[PERSON]
    assert found is not None
    return found


def there(asks: Person, department: str) -> Person:
    """Them as they stand in this department, for a page that offers what they may do in it."""
    return replace(asks, role=asks.departments[department]) if asks.departments is not None else asks


async def acting(request: web.Request, seen: Callable[[Session, int], bool], key: int) -> None:
    """From now on they ask as somebody who only reads, where they see this by departments alone in which they
    are no more than that: a page then offers them nothing to do."""
    asks = person(request)
    own = asks.departments or {}
    acts = tuple(name for name, role in own.items() if role in STAFF)
    if len(acts) == len(own) or await replace(door(request), departments=acts).read(seen, key):
        return
    request[PERSON] = replace(asks, role="viewer")


def now() -> datetime:
    """The time that a request hands down to verbs and queries."""
    return datetime.now(UTC)
