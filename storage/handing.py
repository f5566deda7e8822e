"""Handing customers their own data: a link for some days, which only they are told."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import codes, conversations, definitions, erasing, holds, requests
from storage.requests import Request
from storage.settings import settings
from storage.tables import conversations as talks

KIND = "export"


def give(session: Session, request_id: int, user_id: int, at: datetime) -> Request:
    """Carry out a request for one's data: the link is told in the conversation where it was asked for. Where
    there is none, staff have handed the data over.

    Raises requests.Unknown, NotAllowed.
    """
    done = requests.fulfil(session, request_id, user_id, at)
    if done.conversation_id is None:
        return done
    days = definitions.policy().retention.link
    token = codes.make_token(session, KIND, at, done.conversation_id, timedelta(days=days))
    link, here = f"{settings().bot_address}/data/{token}", done.conversation_id
    told = "notice.request.export"
    conversations.notify(session, here, told, at, number=done.number, days=days, link=link)
    return done


def erase(session: Session, request_id: int, user_id: int, at: datetime) -> Request:
    """Carry out a request to be forgotten. Raises requests.Unknown, NotAllowed; holds.Held, while what is
    theirs is kept because of a dispute."""
    holds.take_turns(session)
    holds.refuse_if_held(session, requests.one(session, request_id).customer_id)
    done = requests.fulfil(session, request_id, user_id, at)
    emptied = erasing.erase(session, done.customer_id, at)
    erasing.tell(session, emptied, done.conversation_id, done.number, at)
    return done


def whose(session: Session, token: str, now: datetime) -> int | None:
    """The customer whose data this token opens; None: it never did, or not any more."""
    found = codes.find_token(session, KIND, token, now)
    if found is None:
        return None
    return session.scalar(select(talks.c.customer_id).where(talks.c.id == found.conversation_id))
