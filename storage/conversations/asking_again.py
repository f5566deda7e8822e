"""After an outage: a channel forgets buttons pressed while nobody took them, and who pressed one waits.

Nobody can tell who did, so everybody is asked again who has something to press and came within the last days.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session

from storage import bulk, definitions, jobs, outbox, unasked
from storage.conversations.repeating import repeated
from storage.domain import quiet
from storage.settings import settings
from storage.tables import conversations, messages
from storage.tables import outbox as sayings

RECENT = timedelta(days=7)
"""Who has not been active for longer has given up what they were asked."""

THERE = timedelta(minutes=30)
"""Who wrote this shortly before the outage still waits for us: they are asked again at any hour."""

AT_A_TIME = 300
"""Conversations in one transaction: a few hundredths of a second."""

JOB = "ask_again"

_NO_ANSWERS = ("edit", "withdraw")  # kinds of messages that leave open what is open
_MENU = "menu"  # the mark of what is open when nothing is: only who was just there may miss an answer to it
_REFUSED = "declined"  # the mark of what is shown to who refused: they were told that nothing more is asked


class Outage(NamedTuple):
    """A channel did not reach us: it did so last at `since`, and again from `until` on."""

    channel: str
    since: datetime
    until: datetime


class _Open(NamedTuple):
    """What a customer can press, the number that their conversation has come to, when they last wrote, the
    language that they are spoken to in, and whether they are to be left in peace."""

    conversation_id: int
    seq: int
    wrote_at: datetime | None
    language: str
    in_peace: bool
    payload: dict[str, Any]

    def was_there(self, outage: Outage) -> bool:
        """Whether they wrote shortly before the outage, or during it."""
        return self.wrote_at is not None and self.wrote_at >= outage.since - THERE


_NUMBERED = (
    update(conversations).where(conversations.c.id == bindparam("key")).values(seq=bindparam("new_seq"))
)


def ask_again(session: Session, outage: Outage, now: datetime, after: int = 0) -> int:
    """Tell customers concerned of the outage and ask the open thing again; how many were asked now.

    To be called once the messages that waited at the channel have been taken: who has answered is not asked.
    So many conversations at a time that nobody waits for them long, by address, from behind that of the
    conversation `after`: a job of kind `JOB` calls this for the next. In quiet hours only those are asked who
    were there; such a job begins anew for the others when these end. Doing it twice asks nobody twice.
    """
    portion = session.scalars(_PORTION, _asked(outage, after)).all()
    allowed = quiet.next_allowed(now, definitions.policy().quiet, ZoneInfo(settings().timezone))
    at_once, later = _sorted(_still_open(session, outage, portion), outage, at_night=allowed > now)
    if later:
        _put_off(session, outage, allowed, now)
    if len(portion) == AT_A_TIME:
        _put_off(session, outage, now, now, after=portion[-1])
    _ask(session, outage.channel, at_once, now)
    return len(at_once)


def _sorted(opened: Iterable[_Open], outage: Outage, *, at_night: bool) -> tuple[list[_Open], list[_Open]]:
    """Who is asked now, and who when quiet hours end: at night all who were not there. Where nothing is open
    but the menu, only who was there may miss an answer; so does who wants to hear nothing unasked."""
    there, away = list[_Open](), list[_Open]()
    for one in opened:
        if one.was_there(outage):
            there.append(one)
        elif one.payload["of"] != _MENU and not one.in_peace:
            away.append(one)
    return (there, away) if at_night else ([*there, *away], [])


def _asked(outage: Outage, after: int) -> dict[str, Any]:
    return {"channel": outage.channel, "recent": outage.until - RECENT, "after": after, "most": AT_A_TIME}


def _portion() -> Select[Any]:
    """The next conversations, each locked: in the order in which the message road locks them, by address."""
    c, last = conversations.c, conversations.alias("last").c
    behind = select(last.address).where(last.id == bindparam("after")).scalar_subquery()
    return (
        select(c.id)
        .where(
            c.channel == bindparam("channel"),
            c.address > func.coalesce(behind, ""),
            c.active_at >= bindparam("recent"),
            c.held_by.is_(None),
            c.left_at.is_(None),
            c.preview.is_(False),
        )
        .order_by(c.address)
        .limit(bindparam("most"))
        .with_for_update(of=conversations)
    )


_PORTION = _portion()


def _still_open(session: Session, outage: Outage, portion: Sequence[int]) -> list[_Open]:
    found = session.execute(_LINES, {"portion": portion})
    by_conversation = groupby(found, attrgetter("id"))
    opened = (_open(list(lines), outage.until) for _, lines in by_conversation)
    return [one for one in opened if one is not None]


def _lines() -> Select[Any]:
    """What was said since the customer last did anything, conversation by conversation."""
    c, o, m = conversations.c, sayings.c, messages.c
    heard = select(m.seq).where(m.conversation_id == c.id).order_by(m.seq.desc()).limit(1)
    answered = heard.where(m.kind.not_in(_NO_ANSWERS)).scalar_subquery()
    wrote_at = heard.with_only_columns(m.received_at).scalar_subquery()
    in_peace = unasked.unwanted(c.customer_id).label("in_peace")
    columns = (c.id, c.seq, c.language, wrote_at.label("wrote_at"), in_peace)
    return (
        select(*columns, o.payload, o.state, o.sent_at)
        .join_from(conversations, sayings)
        .where(c.id.in_(bindparam("portion", expanding=True)), o.seq > func.coalesce(answered, 0))
        .order_by(c.id, o.seq)
    )


_LINES = _lines()


def _open(lines: list[Any], until: datetime) -> _Open | None:
    """What is open after these lines, if it can be pressed and a press on it may have been forgotten."""
    last = lines[-1]
    asked = next((line for line in reversed(lines) if line.payload.get("of")), None)
    if asked is None or asked.state != "sent" or asked.sent_at >= until:
        return None  # what was on its way when we went is sent by the outbox, and comes after the outage
    if not asked.payload.get("choices") or asked.payload["of"] == _REFUSED:
        return None
    return _Open(last.id, last.seq, last.wrote_at, last.language, last.in_peace, asked.payload)


def _put_off(session: Session, outage: Outage, due_at: datetime, now: datetime, after: int = 0) -> None:
    """Not as rows of the outbox that are due later: these would hold back the replies to who writes first."""
    told = {
        "channel": outage.channel,
        "since": outage.since.isoformat(),
        "until": outage.until.isoformat(),
        "after": after,
    }
    key = f"{outage.channel}:{told['until']}:{after or due_at.isoformat()}"
    jobs.put(session, [jobs.Job(kind=JOB, key=key, payload=told, due_at=due_at, created_at=now)])


def outage_of(payload: dict[str, Any]) -> tuple[Outage, int]:
    """The outage that a job of kind `JOB` is about, and after which conversation it goes on."""
    since, until = (datetime.fromisoformat(payload[name]) for name in ("since", "until"))
    return Outage(payload["channel"], since, until), payload["after"]


def _ask(session: Session, channel: str, concerned: Iterable[_Open], now: datetime) -> None:
    rows = [
        outbox.Saying(
            channel=channel,
            conversation_id=one.conversation_id,
            seq=one.seq + place,
            payload=payload,
            speaker="bot",
            user_id=None,
            due_at=now,
            created_at=now,
        )
        for one in concerned
        for place, payload in ((1, _notice(one.language)), (2, repeated(one.payload)))
    ]
    if rows:
        numbers = [{"key": row["conversation_id"], "new_seq": row["seq"]} for row in rows[1::2]]
        bulk.execute(session, _NUMBERED, numbers)
        outbox.put(session, rows)


def _notice(language: str) -> dict[str, Any]:
    return {"text": definitions.texts(language)("notice.outage")}
