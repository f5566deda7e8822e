"""Keys that are good once: one lets a browser in without a password, the link into a demonstration; one comes
with a form, so that what is sent twice is done once.

A key stands among the sessions as a digest that no cookie can have: the first until it is used, the other
from then on. Beside the other stands, in the place of a token, what came of the form.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from storage import dialects, sealing, secret
from storage.tables import sessions
from storage.texts import storable

LASTS = timedelta(hours=1)

KNOWN = timedelta(days=7)
"""So long a form that has been sent is known again."""


def give(session: Session, user_id: int, at: datetime) -> str:
    """A new key that signs this user in, once, within the hour. Only its digest is kept."""
    key = secret.token(24)
    row = {"digest": _digest(key), "user_id": user_id, "csrf": "", "created_at": at, "expires_at": at + LASTS}
    session.execute(insert(sessions), [row])
    return key


def use(session: Session, key: str, now: datetime) -> int | None:
    """The user that this key lets in; it is used up. None: it never was, has been used, or is too old."""
    s = sessions.c
    query = delete(sessions).where(s.digest == _digest(key), s.expires_at > now).returning(s.user_id)
    return session.scalar(query)


def fresh() -> str:
    """A key for a form; nothing is kept before it is sent."""
    return secret.token(16)


def of_words(entity: str, entity_id: int, once: str, text: str) -> str:
    """The key for these words to this thing, where the form's own (`once`) is what there was when it was
    made: said again later they are new. Empty without one. Nobody guesses the words from it."""
    told, _ = storable(f"{entity} {entity_id} {once} {text}")
    return sealing.blind("form", told) if once else ""


def first(session: Session, key: str, user_id: int, at: datetime) -> bool:
    """Whether this user sends the form with this key for the first time. Without a key nobody can tell."""
    if not key:
        return True
    row = {"digest": _form(key, user_id), "user_id": user_id, "csrf": ""}
    row |= {"created_at": at, "expires_at": at + KNOWN}
    new = dialects.insert(session, sessions).on_conflict_do_nothing().returning(sessions.c.digest)
    return session.scalar(new, row) is not None


def made(session: Session, key: str, user_id: int, made_id: int) -> None:
    """What came of this user's form is under this id."""
    session.execute(
        update(sessions).where(sessions.c.digest == _form(key, user_id)).values(csrf=str(made_id))
    )


def came_of(session: Session, key: str, user_id: int) -> int | None:
    """The id of what came of this user's form; None: nothing that is known."""
    found = session.scalar(select(sessions.c.csrf).where(sessions.c.digest == _form(key, user_id)))
    return int(found) if found else None


def of_form() -> ColumnElement[bool]:
    """Rows of keys that came with a form: they let nobody in."""
    return sessions.c.digest.startswith(_FORM)


_FORM: Final = "form:"


def _form(key: str, user_id: int) -> str:
    return f"{_FORM}{user_id}:{secret.digest(key)}"


def _digest(key: str) -> str:
    return "once:" + secret.digest(key)
