"""Who comes from the organisation's sign-in service: known by what it calls them, once they have linked it
here themselves, or came with a verified mail address that is their login. No account is ever made. Whose link
somebody else has undone is bound by mail no more until that is allowed again."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from storage import dialects, events
from storage.domain import login as logins
from storage.tables import identities, sessions, users
from storage.users.places import end_others
from storage.users.proving import proved
from storage.users.sessions import Signed, sign_in, sign_in_half
from storage.users.warning import warn

HOW = "oidc"
BY_MAIL = "by_mail"


class Identity(NamedTuple):
    """As the service says. `email` is verified; empty: there is none that is."""

    issuer: str
    subject: str
    email: str


class Linked(NamedTuple):
    """What signs somebody in there, and since when."""

    issuer: str
    subject: str
    at: datetime


class Came(NamedTuple):
    """The session; `half`: our own second factor is to come."""

    signed: Signed
    half: bool


def come_in(session: Session, identity: Identity, at: datetime, agent: str = "") -> Came | None:
    """Begin a session for whose account this is. None: nobody's who may sign in. Commit it either way."""
    user_id = _whose(session, identity, at)
    if user_id is None:
        failed = events.event(at, "user", 0, "sign_in_failed", "staff", target=HOW)
        events.append(session, [failed])
        return None
    second = session.scalar(select(users.c.totp_at).where(users.c.id == user_id)) is not None
    if second:
        return Came(sign_in_half(session, user_id, at, agent), half=True)
    return Came(sign_in(session, user_id, at, HOW, agent), half=False)


def prove_by_identity(session: Session, user_id: int, token: str, identity: Identity, at: datetime) -> str:
    """The session's new token, where this account is this user's; empty: it is another's. Commit it."""
    if _whose(session, identity, at) == user_id:
        return proved(session, user_id, token, HOW, at)
    failed = events.event(at, "user", user_id, "proof_failed", "staff", target=HOW, user_id=user_id)
    events.append(session, [failed])
    return ""


def link_identity(session: Session, user_id: int, identity: Identity, at: datetime) -> bool:
    """Whether this account signs this user in from now on. Not where it does so for somebody else, or its
    mail address is somebody else's login, or another one does so for this user. Commit it either way."""
    whose = _bound(session, identity) or _named(session, identity) or user_id
    if whose == user_id and _bind(session, user_id, identity, at):
        warn(session, user_id, "notice.staff.linked", at)
        return True
    if _bound(session, identity) == user_id:
        return True
    failed = events.event(at, "user", user_id, "identity_failed", "staff", user_id=user_id)
    events.append(session, [failed])
    return False


def drop_identity(session: Session, user_id: int, token: str, at: datetime) -> bool:
    """As `unlink_identity`, by this user themselves: the session of this token goes on."""
    if not _unbind(session, user_id):
        return False
    end_others(session, user_id, token, at)
    _record(session, user_id, "off", user_id, at)
    warn(session, user_id, "notice.staff.unlinked", at)
    return True


def unlink_identity(session: Session, user_id: int, by: int, at: datetime) -> bool:
    """No account there signs this user in any more, and they are signed out everywhere. False: none did. By
    somebody else, it bars their mail address, too."""
    if not _unbind(session, user_id):
        return False
    session.execute(delete(sessions).where(sessions.c.user_id == user_id))
    _bar(session, user_id, by != user_id)
    _record(session, user_id, "off", by, at)
    return True


def allow_by_mail(session: Session, user_id: int, by: int, at: datetime) -> None:
    """A verified mail address binds this user again, where somebody had barred it."""
    if _bar(session, user_id, False):
        _record(session, user_id, BY_MAIL, by, at)


def identity_of(session: Session, user_id: int, issuer: str) -> Linked | None:
    """What signs this user in at this issuer, with or without a slash at its end."""
    i = identities.c
    rows = session.execute(select(i.issuer, i.subject, i.at).where(i.user_id == user_id))
    here = [Linked._make(row) for row in rows if row.issuer.rstrip("/") == issuer.rstrip("/")]
    return here[0] if here else None


def linked(session: Session) -> Collection[int]:
    """The users whom an account there signs in."""
    return set(session.scalars(select(identities.c.user_id)))


def barred(session: Session) -> Collection[int]:
    """The users whom their mail address would bind, had nobody barred that."""
    u = users.c
    return set(session.scalars(select(u.id).where(u.mail_barred, u.login.contains("@"))))


def _bar(session: Session, user_id: int, barred: bool) -> bool:
    """Whether that is something new."""
    u = users.c
    query = update(users).where(u.id == user_id, u.mail_barred != barred).values(mail_barred=barred)
    return session.scalar(query.returning(u.id)) is not None


def _whose(session: Session, identity: Identity, at: datetime) -> int | None:
    """The active user whose account this is; bound by the mail address the first time, unless that is
    barred."""
    u, user_id = users.c, _bound(session, identity)
    if user_id is not None:
        return session.scalar(select(u.id).where(u.id == user_id, u.active))
    user_id = _named(session, identity, u.active, ~u.mail_barred)
    if user_id is None or not _bind(session, user_id, identity, at):
        return None
    warn(session, user_id, "notice.staff.linked", at)
    return user_id


def _bound(session: Session, identity: Identity) -> int | None:
    i = identities.c
    mine = (i.issuer == identity.issuer, i.subject == identity.subject)
    return session.scalar(select(i.user_id).where(*mine))


def _named(session: Session, identity: Identity, *which: ColumnElement[bool]) -> int | None:
    """The user, such a one, whose login is the mail address."""
    u, login = users.c, logins.plain(identity.email)
    return session.scalar(select(u.id).where(u.login == login, *which)) if login else None


def _bind(session: Session, user_id: int, identity: Identity, at: datetime) -> bool:
    """Whether it is theirs now. Who has an account there already is not given a second one: a mail address
    may pass to somebody else."""
    row = {"issuer": identity.issuer, "subject": identity.subject, "user_id": user_id, "at": at}
    new = dialects.insert(session, identities).values(row).on_conflict_do_nothing()
    if session.scalar(new.returning(identities.c.user_id)) is None:
        return False
    _bar(session, user_id, False)
    _record(session, user_id, "on", user_id, at)
    return True


def _unbind(session: Session, user_id: int) -> bool:
    """Whether there was anything to undo."""
    gone = delete(identities).where(identities.c.user_id == user_id).returning(identities.c.subject)
    return bool(session.scalars(gone).all())


def _record(session: Session, user_id: int, target: str, by: int, at: datetime) -> None:
    changed = events.event(at, "user", user_id, "identity", "staff", target=target, user_id=by)
    events.append(session, [changed])
