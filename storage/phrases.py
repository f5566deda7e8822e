"""Answers that staff write often (常用语), to begin one with."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from storage import events
from storage.tables import phrases
from storage.texts import storable

LONGEST_TITLE: Final = 60
LONGEST: Final = 4000
"""Characters; of the text, as many as an answer may have."""

NUMBER: Final = "{number}"
"""Stands in a phrase for the number of the complaint that is answered."""


class Phrase(NamedTuple):
    """It is found by its title; `active`: it is offered."""

    id: int
    title: str
    text: str
    active: bool = True

    def said(self, number: str) -> str:
        """What is answered to the complaint under this number."""
        return self.text.replace(NUMBER, number)


class Refused(ValueError):
    """It cannot be kept; `code` is no_title, no_text, too_long or taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def active(session: Session) -> list[Phrase]:
    """What is offered, by title."""
    return [each for each in everything(session) if each.active]


def everything(session: Session) -> list[Phrase]:
    """Those too that are offered no more, by title."""
    rows = session.execute(select(*(phrases.c[name] for name in Phrase._fields)).order_by(phrases.c.title))
    return [Phrase._make(row) for row in rows]


def put(
    session: Session, title: str, text: str, user_id: int, at: datetime, phrase_id: int | None = None
) -> int:
    """Offer this from now on, in place of the one under `phrase_id` where one is named; its id. One that was
    retired is offered again under its title. Raises Refused."""
    title, text = storable(title)[0].strip(), storable(text)[0].strip()
    if len(title) > LONGEST_TITLE or len(text) > LONGEST:
        raise Refused("too_long")
    if not title or not text:
        raise Refused("no_text" if title else "no_title")
    known = next((each for each in everything(session) if each.title == title), None)
    if known and known.id != phrase_id and (known.active or phrase_id is not None):
        raise Refused("taken")
    values = {"title": title, "text": text, "active": True}
    key = phrase_id if known is None else known.id
    if key is None:
        key = session.execute(insert(phrases).returning(phrases.c.id), [values]).scalar_one()
    else:
        session.execute(update(phrases).where(phrases.c.id == key).values(**values))
    events.append(session, [events.event(at, "phrase", key, "put", "staff", user_id=user_id)])
    return key


def retire(session: Session, phrase_id: int, user_id: int, at: datetime) -> None:
    """Offer it no more; nothing where it is not offered."""
    shown = update(phrases).where(phrases.c.id == phrase_id, phrases.c.active)
    if session.execute(shown.values(active=False).returning(phrases.c.id)).one_or_none() is not None:
        events.append(session, [events.event(at, "phrase", phrase_id, "retire", "staff", user_id=user_id)])
