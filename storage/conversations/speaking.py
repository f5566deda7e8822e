"""The language of a conversation: the one that the customer chose or writes in."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage import bulk
from storage.tables import conversations

_SPEAK = update(conversations).where(conversations.c.id == bindparam("key"))
_SPOKEN = _SPEAK.values(language=bindparam("new_language"))


def speak(session: Session, languages: Mapping[int, str]) -> None:
    """Go on in this language, by conversation."""
    if languages:
        bulk.execute(
            session, _SPOKEN, [{"key": key, "new_language": name} for key, name in languages.items()]
        )


def spoken(session: Session, conversation_id: int) -> str:
    """The language of this conversation; empty where it is the organisation's."""
    query = select(conversations.c.language).where(conversations.c.id == conversation_id)
    return session.scalar(query) or ""
