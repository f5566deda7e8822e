"""The second factor of a member of staff: a key in an app on their phone, codes on paper should that be lost.

The key is kept sealed, for its user alone; of the codes there are digests. A key that is proposed counts for
nothing until one of its codes was typed in.
"""

from base64 import b32decode, b32encode
from datetime import datetime
from secrets import token_bytes
from typing import Final, NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from storage import codes, events, sealing
from storage.domain import totp
from storage.domain.code import plain
from storage.tables import recovery_codes, sessions, users
from storage.users.warning import warn

CODES: Final = 10
"""Recovery codes that are handed out at once."""


class Factor(NamedTuple):
    """`since`: in force from then on; None: not. `left`: recovery codes not used; `key`: the one proposed."""

    since: datetime | None
    left: int
    key: bytes | None


def second_factor(session: Session, user_id: int) -> Factor:
    """How this user's stands."""
    u, r = users.c, recovery_codes.c
    row = session.execute(select(u.totp, u.totp_at).where(u.id == user_id)).one()
    unused = select(func.count()).where(r.user_id == user_id, r.used_at.is_(None))
    key = _proposed(user_id, row.totp) if row.totp and row.totp_at is None else None
    return Factor(row.totp_at, session.scalars(unused).one(), key)


def propose(session: Session, user_id: int) -> None:
    """A new key for their app, unless one is in force."""
    u = users.c
    sealed = sealing.seal(_purpose(user_id), b32encode(token_bytes(totp.KEY)).decode())
    session.execute(
        update(users).where(u.id == user_id, u.totp_at.is_(None)).values(totp=sealed, totp_step=None)
    )


def confirm(session: Session, user_id: int, typed: str, at: datetime) -> list[str] | None:
    """The app has the key: it is in force, and these are the recovery codes. None: the code is wrong, or
    there is no key to confirm."""
    u = users.c
    query = select(u.totp).where(u.id == user_id, u.totp_at.is_(None)).with_for_update()
    sealed = session.scalar(query)
    used = totp.used(_opened(user_id, sealed), typed, at, None) if sealed else None
    if used is None:
        return None
    session.execute(update(users).where(u.id == user_id).values(totp_at=at, totp_step=used))
    _record(session, user_id, "off", "on", user_id, at)
    return _hand_out(session, user_id)


def new_codes(session: Session, user_id: int, at: datetime) -> list[str]:
    """Ten others; those before are good no more. None at all where there is no second factor."""
    u = users.c
    if session.scalar(select(u.totp_at).where(u.id == user_id).with_for_update()) is None:
        return []
    _record(session, user_id, "on", "codes", user_id, at)
    return _hand_out(session, user_id)


def turn_off(session: Session, user_id: int, at: datetime) -> None:
    """They sign in with the password alone from now on."""
    if _forget(session, user_id):
        _record(session, user_id, "on", "off", user_id, at)
        warn(session, user_id, "notice.staff.second_factor_off", at)


def reset(session: Session, user_id: int, by: int | None, at: datetime) -> bool:
    """A colleague's is taken away, since their phone is lost: they are signed out everywhere, and told.
    False: there is none."""
    if not _forget(session, user_id):
        return False
    session.execute(delete(sessions).where(sessions.c.user_id == user_id))
    _record(session, user_id, "on", "reset", by, at)
    warn(session, user_id, "notice.staff.second_factor", at)
    return True


def use(session: Session, user_id: int, typed: str, at: datetime) -> str:
    """Which of theirs this code is: totp or recovery, used up with it; empty: it is wrong or was used."""
    u, r = users.c, recovery_codes.c
    query = select(u.totp, u.totp_step).where(u.id == user_id, u.totp_at.is_not(None)).with_for_update()
    row = session.execute(query).one_or_none()
    if row is None:
        return ""
    if totp.plain(typed):
        step = totp.used(_opened(user_id, row.totp), typed, at, row.totp_step)
        if step is None:
            return ""
        session.execute(update(users).where(u.id == user_id).values(totp_step=step))
        return "totp"
    good = (r.digest == _digest(user_id, typed), r.user_id == user_id, r.used_at.is_(None))
    used = update(recovery_codes).where(*good).values(used_at=at).returning(r.digest)
    return "recovery" if plain(typed) and session.scalar(used) is not None else ""


def _hand_out(session: Session, user_id: int) -> list[str]:
    made = [codes.new() for _ in range(CODES)]
    session.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
    rows = [{"digest": _digest(user_id, each), "user_id": user_id} for each in made]
    session.execute(insert(recovery_codes), rows)
    return made


def _forget(session: Session, user_id: int) -> bool:
    """Whether it was in force; one that was only proposed goes too."""
    u = users.c
    since = session.scalar(select(u.totp_at).where(u.id == user_id).with_for_update())
    session.execute(update(users).where(u.id == user_id).values(totp=None, totp_step=None, totp_at=None))
    session.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
    return since is not None


def _record(session: Session, user_id: int, source: str, target: str, by: int | None, at: datetime) -> None:
    changed = events.event(at, "user", user_id, "second_factor", "staff", source, target, by)
    events.append(session, [changed])


def _purpose(user_id: int) -> str:
    return f"second factor of {user_id}"


def _opened(user_id: int, sealed: bytes) -> bytes:
    return b32decode(sealing.opened(_purpose(user_id), sealed))


def _proposed(user_id: int, sealed: bytes) -> bytes | None:
    """The key to show; one that was sealed under another sealing key is as good as none."""
    try:
        return _opened(user_id, sealed)
    except sealing.Unopened:
        return None


def _digest(user_id: int, typed: str) -> str:
    return sealing.blind("recovery code", f"{user_id}:{plain(typed)}")
