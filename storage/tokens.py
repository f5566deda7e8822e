"""Keys that programs use the API with. Each acts as the member of staff who made it, so it may no more than
they, and within its scopes; it ends at once when it is revoked or its maker is kept out."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from storage import events, secret
from storage.tables import tokens, users
from storage.texts import storable

PREFIX: Final = "manyi_"
"""What every token begins with, so that who finds one knows whose lock it fits."""

SCOPES: Final = (
    *("customers:read", "customers:write", "contacts:read", "orders:read", "orders:write"),
    *("surveys:read", "responses:read", "responses:write", "complaints:read", "complaints:write"),
    *("visits:read", "visits:write", "rounds:read", "departments:read", "events:read"),
)
"""What a token may be for."""

LONGEST: Final = 100
"""Characters of a name."""

DAYS: Final = (30, 90, 365, 0)
"""How long a token may be good for; 0: until it is revoked."""

_SHOWN: Final = 6
"""Characters of its random part by which staff tell one from another."""

_TOUCHED: Final = timedelta(minutes=10)

_T: Final = tokens.c


class Refused(ValueError):
    """There can be no such token; `code` is name_empty, name_long, no_scope or days."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Token(NamedTuple):
    """A token as its page shows it; `by` is who made it, and `kept_out` whether they may sign in no more."""

    id: int
    name: str
    begins: str
    scopes: list[str]
    by: str
    kept_out: bool
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


class Bearer(NamedTuple):
    """Who calls: `user_id` and `role` are those of the token's maker. `touch`: call the verb of this name,
    it is used and was not of late."""

    id: int
    user_id: int
    role: str
    scopes: frozenset[str]
    touch: bool


def make(
    session: Session, name: str, scopes: Collection[str], days: int, user_id: int, at: datetime
) -> tuple[int, str]:
    """A new one: its id, and the token itself, which can be read this once. Raises Refused."""
    name = " ".join(storable(name)[0].split())
    chosen = [each for each in SCOPES if each in scopes]
    refused = (
        ("name_empty", not name),
        ("name_long", len(name) > LONGEST),
        ("no_scope", not chosen),
        ("days", days not in DAYS),
    )
    for code, is_so in refused:
        if is_so:
            raise Refused(code)
    token = PREFIX + secret.token()
    row: dict[str, Any] = {
        "name": name,
        "digest": secret.digest(token),
        "begins": token[: len(PREFIX) + _SHOWN],
        "scopes": chosen,
        "user_id": user_id,
        "created_at": at,
        "expires_at": at + timedelta(days=days) if days else None,
    }
    made: int = session.scalars(insert(tokens).returning(_T.id), [row]).one()
    events.append(session, [events.event(at, "token", made, "make", "staff", user_id=user_id)])
    return made, token


def revoke(session: Session, token_id: int, user_id: int, at: datetime) -> bool:
    """It is worth nothing from now on. False: there is none such, or it was not already."""
    change = update(tokens).where(_T.id == token_id, _T.revoked_at.is_(None)).values(revoked_at=at)
    if session.scalar(change.returning(_T.id)) is None:
        return False
    events.append(session, [events.event(at, "token", token_id, "revoke", "staff", user_id=user_id)])
    return True


def listing(session: Session) -> list[Token]:
    """All there are, the newest first; those that are worth nothing any more last."""
    named = {"by": users.c.name, "kept_out": ~users.c.active}
    columns = (named[name].label(name) if name in named else _T[name] for name in Token._fields)
    query = select(*columns).join_from(tokens, users, users.c.id == _T.user_id)
    rows = session.execute(query.order_by(_T.revoked_at.is_not(None), _T.id.desc()))
    return [Token._make(row) for row in rows]


def bearer(session: Session, token: str, now: datetime) -> Bearer | None:
    """Who holds this token, if it is worth anything: made by somebody who may sign in and sees all. Reads
    only."""
    u = users.c
    query = (
        select(_T.id, _T.user_id, u.role, _T.scopes, _T.used_at)
        .join_from(tokens, users, u.id == _T.user_id)
        .where(_T.digest == secret.digest(token), _T.revoked_at.is_(None), u.active, u.sees == "all")
        .where(_T.expires_at.is_(None) | (_T.expires_at > now))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    touch = row.used_at is None or row.used_at < now - _TOUCHED
    return Bearer(row.id, row.user_id, row.role, frozenset(row.scopes), touch)


def touch(session: Session, token_id: int, now: datetime) -> None:
    """It is used."""
    session.execute(update(tokens).where(_T.id == token_id).values(used_at=now))
