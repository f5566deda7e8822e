"""Where members of staff are told what is due or cannot wait: a conversation of their own, on any channel.

A chat is linked from the chat itself, by a code that the page of its owner shows; a mailbox from the page, by
a link that the mail brings. So neither leads to anybody who has not got both.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from storage import codes, conversations, events, guessing, secret
from storage.conversations import reaching
from storage.domain.code import plain
from storage.domain.handling import STAFF
from storage.domain.importing.places import address as bare
from storage.tables import conversations as talks
from storage.tables import outbox, sessions, users

LASTS: Final = timedelta(hours=1)
"""A code is good for so long, once."""

MAIL_LASTS: Final = timedelta(days=1)

_PLACE: Final = "staff code"
_MAILBOX: Final = "staff mailbox"


class TooOften(RuntimeError):
    """So many mails were asked for, by this user or to this address, that the next waits for `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait for {seconds} seconds")
        self.seconds = seconds


class Alerts(NamedTuple):
    """The conversation, and what became of what was said there last: `state` is new (nothing was said yet),
    waiting, arrived, failed (`reason` says why) or left (whoever it was has blocked us, or was forgotten)."""

    conversation_id: int
    channel: str
    state: str
    reason: str
    at: datetime | None


def new_alert_code(session: Session, user_id: int, at: datetime) -> str:
    """A code with which this user links a chat; one made before is good no more."""
    code = codes.new()
    s = sessions.c
    session.execute(delete(sessions).where(s.user_id == user_id, s.digest.startswith(_PREFIX)))
    row = {
        "digest": _digest(code),
        "user_id": user_id,
        "csrf": "",
        "created_at": at,
        "expires_at": at + LASTS,
    }
    session.execute(insert(sessions), [row])
    return code


def alert_code(session: Session, code: str, asking: str, at: datetime) -> bool:
    """Whether this code is good now. A wrong one counts against `asking`, the place that it came from, which
    then has to wait: until then none is looked at."""
    place, everywhere = guessing.key(_PLACE, asking), guessing.key(_PLACE, "")
    if guessing.wait(session, [place], at, everywhere):
        return False
    good = session.scalar(select(sessions.c.user_id).where(*_good(code, at))) is not None
    if not good:
        guessing.count(session, [place, everywhere], at)
    return good


def link_alerts(session: Session, code: str, conversation_id: int, at: datetime) -> bool:
    """Whose code this is, is told in this conversation from now on; the code is used up. False: it is not
    good now."""
    taken = delete(sessions).where(*_good(code, at)).returning(sessions.c.user_id)
    user_id: int | None = session.scalar(taken)
    if user_id is None:
        return False
    _link(session, user_id, conversation_id, at)
    return True


def ask_mailbox(session: Session, user_id: int, address: str, page: str, at: datetime) -> bool:
    """Send a link to this address that begins with `page`: once this user follows it, signed in, they are
    told by mail. False: it is no mail address. Raises TooOften: nobody is mailed by us again and again."""
    address = bare("email", address)
    if not address:
        return False
    sent = [guessing.key(_MAILBOX, each) for each in (str(user_id), address)]
    if seconds := guessing.wait(session, sent, at):
        raise TooOften(seconds)
    guessing.count(session, sent, at)
    found = conversations.load(session, [("email", address)], at)["email", address]
    token = codes.make_token(session, _kind(user_id), at, found.id, MAIL_LASTS)
    link = f"{page}{token}"
    key = "notice.staff.confirm"
    conversations.notify(session, found.id, key, at, to_staff=True, subject=f"{key}_subject", link=link)
    return True


def link_mailbox(session: Session, user_id: int, token: str, at: datetime) -> bool:
    """This user is told in the mailbox that this token was sent to from now on. False: it is not theirs, or
    good no more."""
    found = codes.find_token(session, _kind(user_id), token, at)
    if found is None or found.conversation_id is None or not codes.use(session, found.id, at):
        return False
    _link(session, user_id, found.conversation_id, at)
    return True


def alerts_of(session: Session, user_id: int) -> Alerts | None:
    """Where this user is told now; where the talk goes on in another conversation, there. None: nowhere."""
    query = select(users.c.alert_to).where(users.c.id == user_id, users.c.active)
    linked = session.scalar(query)
    if linked is None:
        return None
    here = reaching.where(session, linked)
    c, o = talks.c, outbox.c
    row = session.execute(select(c.channel, c.seen, c.left_at).where(c.id == (here or linked))).one()
    if here is None or row.left_at is not None:
        return Alerts(linked, row.channel, "left", "", row.left_at)
    query = select(o.state, o.seq, o.reason, o.created_at).where(o.conversation_id == here)
    last = session.execute(query.order_by(o.seq.desc()).limit(1)).one_or_none()
    if last is None:
        return Alerts(here, row.channel, "new", "", None)
    fetched = last.state == "fetched" and row.seen >= last.seq
    state = {"sent": "arrived", "failed": "failed"}.get(last.state, "arrived" if fetched else "waiting")
    return Alerts(here, row.channel, state, last.reason if state == "failed" else "", last.created_at)


def try_alerts(session: Session, user_id: int, at: datetime) -> bool:
    """Say something there, to see it come. False: there is nowhere to say it."""
    there = alerts_of(session, user_id)
    if there is None or there.state == "left":
        return False
    key = "notice.staff.test"
    conversations.notify(session, there.conversation_id, key, at, to_staff=True, subject=f"{key}_subject")
    return True


def stop_alerts(session: Session, user_id: int, at: datetime) -> None:
    """Tell this user nothing any more."""
    u = users.c
    told = update(users).where(u.id == user_id, u.alert_to.is_not(None)).values(alert_to=None)
    if session.execute(told.returning(u.id)).one_or_none() is not None:
        _record(session, user_id, "unlink", at)


def _link(session: Session, user_id: int, conversation_id: int, at: datetime) -> None:
    session.execute(update(users).where(users.c.id == user_id).values(alert_to=conversation_id))
    _record(session, user_id, "link", at)


def _record(session: Session, user_id: int, trigger: str, at: datetime) -> None:
    events.append(session, [events.event(at, "user", user_id, trigger, "staff", user_id=user_id)])


_PREFIX: Final = "alerts:"
"""A code stands among the sessions as a digest that no cookie can have, and goes with them."""


def _digest(code: str) -> str:
    return _PREFIX + secret.sign("alerts", plain(code))


def _good(code: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    active = select(users.c.id).where(users.c.active, users.c.role.in_(STAFF))
    s = sessions.c
    return s.digest == _digest(code), s.expires_at > at, s.user_id.in_(active)


def _kind(user_id: int) -> str:
    return f"staff:{user_id}"
