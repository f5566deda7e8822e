"""Handing customers their own data: a link for some days, which only they are told.

Of the token in it only a digest is kept, among the codes.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage import conversations, definitions, erasing, requests
from storage.requests import Request
from storage.settings import settings
from storage.tables import codes
from storage.tables import conversations as talks

KIND = "export"


def give(session: Session, request_id: int, user_id: int, at: datetime) -> Request:
    """Carry out a request for one's data: the link is told in the conversation where it was asked for.

    Raises requests.Unknown, NotAllowed.
    """
    done = requests.fulfil(session, request_id, user_id, at)
    days = definitions.policy().retention.link
    token = token_urlsafe(32)
    row = {
        "kind": KIND,
        "digest": _digest(token),
        "conversation_id": done.conversation_id,
        "created_at": at,
        "expires_at": at + timedelta(days=days),
    }
    session.execute(insert(codes), [row])
    told = {"number": done.number, "days": days, "link": f"{settings().bot_address}/data/{token}"}
    conversations.notify(session, done.conversation_id, "notice.request.export", at, **told)
    return done


def erase(session: Session, request_id: int, user_id: int, at: datetime) -> Request:
    """Carry out a request to be forgotten. Raises requests.Unknown, NotAllowed."""
    done = requests.fulfil(session, request_id, user_id, at)
    emptied = erasing.erase(session, done.customer_id, at)
    erasing.tell(session, emptied, done.conversation_id, done.number, at)
    return done


def whose(session: Session, token: str, now: datetime) -> int | None:
    """The customer whose data this token opens; None: it never did, or not any more."""
    c = codes.c
    query = select(talks.c.customer_id).join(codes, c.conversation_id == talks.c.id)
    return session.scalar(query.where(c.kind == KIND, c.digest == _digest(token), c.expires_at > now))


def _digest(token: str) -> str:
    return sha256(f"{KIND}:{token}".encode("utf-8", "replace")).hexdigest()
