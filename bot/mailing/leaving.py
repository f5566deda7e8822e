"""Unsubscribing by a link or a mail program's button: what the customer says by it, said for them.

RFC 8058 (a POST), RFC 2369 (a mail).
"""

import asyncio
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from bot.inbox import Inbox
from bot.message import Inbound
from storage import consents, db, definitions
from storage.conversations import reaching
from storage.conversations.reaching import Place
from storage.settings import Settings

_MARK: Final = "unsubscribed"


async def leave(engine: Engine, inbox: Inbox, settings: Settings, talk: int) -> None:
    """Nothing is said unasked any more to the customer of this conversation; who has left already stays so.
    Raises TooFast, Unavailable: then it is to be asked for again."""
    place, now = await asyncio.to_thread(_place, engine, talk)
    if place is None or place.refused:
        return
    await inbox.take(said(place, f"{_MARK} {now.isoformat()}", now, settings))
    await asyncio.to_thread(make_sure, engine, settings, talk)


def said(place: Place, mark: str, at: datetime, settings: Settings) -> Inbound:
    """That they want to hear no more, as they would say it there; under this mark it is said once."""
    words = definitions.texts(place.language or settings.language)("mail.leave.said")
    return Inbound(place.channel, place.address, mark, "text", at, text=words)


def _place(engine: Engine, talk: int) -> tuple[Place | None, datetime]:
    with db.reading(engine) as session:
        return reaching.place(session, talk), db.now(session)


def make_sure(engine: Engine, settings: Settings, talk: int) -> None:
    """To be called when it has been said: where a person talks with them, or the talk asked back, the words
    alone have ended nothing."""
    with db.writing(engine) as session:
        place = reaching.place(session, talk)
        if place is None or place.refused:
            return
        version = definitions.policy(settings.policy).notice_version
        consents.keep(
            session,
            [{"conversation_id": place.id, "version": version, "given": False, "at": db.now(session)}],
        )
