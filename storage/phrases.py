"""Answers that staff write often (常用语), to begin one with."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage import dialects, events, secret
from storage.domain import handling
from storage.tables import phrases
from storage.texts import storable

LONGEST_TITLE: Final = 60
LONGEST: Final = handling.LONGEST["text"]
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

    @property
    def mark(self) -> str:
        """What tells whether it is still the same."""
        return secret.digest(f"{self.title}\n{self.active}\n{self.text}")


class Stale(RuntimeError):
    """Somebody else has changed this one meanwhile; nothing was saved."""


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
    session: Session,
    title: str,
    text: str,
    user_id: int,
    at: datetime,
    phrase_id: int | None = None,
    seen: str = "",
) -> int:
    """Offer this from now on, in place of the one under `phrase_id` where one is named, and that still has
    the mark `seen`; its id. One that was retired is offered again under its title. Raises Refused, Stale."""
    title, text = storable(title)[0].strip(), storable(text)[0].strip()
    if len(title) > LONGEST_TITLE or len(text) > LONGEST:
        raise Refused("too_long")
    if not title or not text:
        raise Refused("no_text" if title else "no_title")
    new = Phrase(phrase_id or 0, title, text)
    key = _added(session, new) if phrase_id is None else _changed(session, new, seen)
    events.append(session, [events.event(at, "phrase", key, "put", "staff", user_id=user_id)])
    return key


def _added(session: Session, new: Phrase) -> int:
    """Its id. Raises Refused."""
    p, values = phrases.c, {"title": new.title, "text": new.text}
    added = dialects.insert(session, phrases).values(values).on_conflict_do_nothing().returning(p.id)
    again = update(phrases).where(p.title == new.title, ~p.active).values(text=new.text, active=True)
    key: int | None = session.scalar(added) or session.scalar(again.returning(p.id))
    if key is None:
        raise Refused("taken")
    return key


def _changed(session: Session, new: Phrase, seen: str) -> int:
    """Its id. Raises Refused, Stale."""
    p = phrases.c
    stands = next((each for each in everything(session) if each.id == new.id), None)
    if stands is None or stands.mark != seen:
        raise Stale(f"phrase {new.id} is another one by now")
    same = (p.id == new.id, p.title == stands.title, p.text == stands.text, p.active == stands.active)
    change = update(phrases).where(*same).values(title=new.title, text=new.text, active=True)
    try:
        key: int | None = session.scalar(change.returning(p.id))
    except IntegrityError:
        raise Refused("taken") from None
    if key is None:
        raise Stale(f"phrase {new.id} is another one by now")
    return key


def retire(session: Session, phrase_id: int, user_id: int, at: datetime) -> None:
    """Offer it no more; nothing where it is not offered."""
    shown = update(phrases).where(phrases.c.id == phrase_id, phrases.c.active)
    if session.execute(shown.values(active=False).returning(phrases.c.id)).one_or_none() is not None:
        events.append(session, [events.event(at, "phrase", phrase_id, "retire", "staff", user_id=user_id)])
