"""Invitations out to customers: what is due in the rounds that are being sent, a portion a transaction.

Each is issued in the transaction that puts it into the outbox: whatever dies, nobody is invited twice.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import unasked
from bot.contexts import Contexts
from bot.conversation.context import Context
from bot.conversation.inviting import invite
from bot.message import Inbound
from bot.night import allowed
from bot.turn import Turn
from storage import contacts, conversations, db, definitions, invitations, outbox, rounds
from storage.domain import contact
from storage.domain.policy import Policy
from storage.invitations import Due
from storage.settings import Settings
from storage.together import together

PORTION = 200
"""Invitations in one transaction: a few hundredths of a second."""

PORTIONS = 5
MOST_UNDER_WAY = 500
"""No more are issued while so many wait to be sent, some seconds' worth: what is issued, neither the night
nor who pauses the round can hold back."""

FOLLOWED = 1000
AGAIN = timedelta(hours=1)
"""Who is in the middle of something is asked again after so long."""


def inviting(settings: Settings, engine: Engine, now: datetime) -> int:
    """Do what is due, at most a few portions; how much that was. To be called by one process at a time."""
    if allowed(settings, now) > now:
        return 0
    done = 0
    for _ in range(PORTIONS):
        with db.reading(engine) as session:
            if invitations.under_way(session) >= MOST_UNDER_WAY:
                break
            keys = [row.id for row in _first_of_each(invitations.due(session, now, PORTION))]
        if not keys:
            break
        done += together(engine, keys, partial(send, settings, now), _set_aside)
    return done


def following(engine: Engine, now: datetime) -> int:
    """Note what arrived, which rounds have nothing more to send and which are over; how much that was."""
    with db.reading(engine) as session:
        if not (invitations.arrived(session) or rounds.to_end(session, now)):
            return 0
    with db.writing(engine) as session:
        done = invitations.follow(session, FOLLOWED)
        rounds.noted(session, done, "follow", now)
        return len(done) + len(rounds.close_due(session, now)) + len(rounds.finish_sent(session, now))


def send(settings: Settings, now: datetime, session: Session, keys: Collection[int]) -> int:
    """Those of these that are still due; how many were issued, put off or dropped."""
    rows = [row for row in invitations.due(session, now, PORTION) if row.id in keys]
    found = conversations.load(session, {(row.channel, row.address) for row in rows}, now)
    planned = invitations.lock(session, [row.id for row in rows])
    portion = _Portion(session, settings, now)
    for row in rows:
        if row.id in planned:
            portion.take(row, found[row.channel, row.address])
    portion.write()
    return len(planned)


def _set_aside(session: Session, key: int, reason: str) -> None:
    """Nothing can be said there: it is never sent."""
    if invitations.lock(session, [key]):
        invitations.not_sent(session, {key: reason})


def _first_of_each(rows: Iterable[Due]) -> list[Due]:
    """One invitation a conversation: the next is due when this one is said."""
    first: dict[tuple[str, str], Due] = {}
    for row in rows:
        first.setdefault((row.channel, row.address), row)
    return list(first.values())


class _Portion:
    """Invitations on their way through one transaction."""

    def __init__(self, session: Session, settings: Settings, now: datetime) -> None:
        self._session, self._now = session, now
        self._policy: Policy = definitions.policy(settings.policy)
        self._contexts = Contexts(session, settings, now)
        self._dropped: dict[int, str] = {}
        self._later: dict[int, tuple[datetime, str]] = {}
        self._ready: list[tuple[Due, Turn]] = []
        self._rounds: set[int] = set()

    def take(self, row: Due, conversation: conversations.Conversation) -> None:
        """Sort it: to be said, put off, or never to be said."""
        self._rounds.add(row.round_id)
        turn = unasked.turn(conversation, self._now)
        if row.customer_id is None:
            self._dropped[row.id] = "forgotten"
        elif row.erasing:
            self._dropped[row.id] = "erasing"
        elif row.twice:
            self._dropped[row.id] = "twice"
        elif conversation.left_at is not None:
            self._dropped[row.id] = "left"
        elif row.refused or turn.talk.state == "declined":
            self._dropped[row.id] = "declined"
        elif conversation.held_by is not None:
            self._later[row.id] = (self._now + AGAIN, "busy")
        else:
            self._ready.append((row, turn))

    def write(self) -> None:
        """Say those that may be said now, and note of the others why not."""
        said = self._said(self._within_cap())
        invitations.put_off(self._session, self._later)
        invitations.not_sent(self._session, self._dropped)
        places = {row.id: (turn.conversation.id, seq) for row, turn, seq in said}
        invitations.issue(self._session, places, self._now)
        conversations.save(self._session, [turn.conversation for _, turn, _ in said])
        contacts.record(self._session, {turn.conversation.customer_id for _, turn, _ in said}, self._now)
        rounds.noted(self._session, self._rounds, "send", self._now)

    def _within_cap(self) -> list[tuple[Due, Turn]]:
        """Nobody is written to more often than the policy has it; whose turn comes later is put off."""
        cap, now = self._policy.contact, self._now
        customers = {turn.conversation.customer_id for _, turn in self._ready}
        known = contacts.recent(self._session, customers, now - cap.span)
        allowed = []
        for row, turn in self._ready:
            before = known.setdefault(turn.conversation.customer_id, [])
            at = contact.allowed_at(before, cap, now)
            if at <= now:
                before.append(now)
                allowed.append((row, turn))
            else:
                self._later[row.id] = (at, "cap")
        return allowed

    def _said(self, rows: Sequence[tuple[Due, Turn]]) -> list[tuple[Due, Turn, int]]:
        """Each with the number under which it is said; who is in the middle of something is for later."""
        done, sayings = [], []
        for row, turn in rows:
            start = f"{invitations.START}{row.id}"
            inbound = Inbound(row.channel, row.address, start, "open", self._now, start=start)
            context = self._contexts.of(turn, inbound)
            if made := self._invite(turn, inbound, context):
                sayings += made
                done.append((row, turn, made[-1]["seq"]))
            else:
                why = "busy" if context.invited else "no_survey"
                self._later[row.id] = (self._now + AGAIN, why)
        outbox.put(self._session, sayings)
        return done

    def _invite(self, turn: Turn, inbound: Inbound, context: Context) -> list[outbox.Saying]:
        step = invite(turn.talk, inbound, context, self._now)
        return unasked.say(turn, step, self._now) if step else []
