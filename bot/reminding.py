"""Who was invited and has not begun is reminded once, in the last days of the round.

That it is done is written in the transaction that says it: whatever dies, nobody is reminded twice.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import unasked
from bot.contexts import Contexts
from bot.conversation.inviting import remind
from bot.message import Inbound
from bot.night import allowed
from bot.turn import Turn
from storage import contacts, conversations, db, definitions, invitations, outbox, rounds
from storage.domain.contact import allowed_at
from storage.domain.policy import Policy
from storage.invitations import Unbegun
from storage.settings import Settings
from storage.together import together

PORTION: Final = 200
PORTIONS: Final = 5
"""Looked at in a round of the clock, so that it comes to its other tasks."""


class Reminding:
    """Reminds those whose turn it is, one process at a time; goes on the next time where it left off."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._after = 0

    def __call__(self, engine: Engine, now: datetime) -> int:
        """How many were reminded."""
        policy, said = definitions.policy(self._settings.policy), 0
        if not policy.rounds.remind_before or allowed(self._settings, now) > now:
            return 0
        for _ in range(PORTIONS):
            last, keys = _portion(engine, policy, now, self._after)
            if keys:
                said += together(engine, keys, partial(_send, self._settings, policy, now), _set_aside)
            self._after = last
            if not last:
                break
        return said


def _portion(engine: Engine, policy: Policy, now: datetime, after: int) -> tuple[int, list[int]]:
    """How far this portion goes (0: there are no more behind it), and who in it may be written to; one at a
    place: who is invited twice comes again."""
    with db.reading(engine) as session:
        found = invitations.unbegun(session, policy.rounds, now, after, PORTION)
        free = _within_cap(session, found, policy, now) if found else []
    places = {(row.channel, row.address): row.id for row in free}
    return found[-1].id if len(found) == PORTION else 0, list(places.values())


def _within_cap(session: Session, rows: Iterable[Unbegun], policy: Policy, now: datetime) -> list[Unbegun]:
    """One a customer, and nobody more often than the policy has it: their turn may come yet."""
    first = {row.customer_id: row for row in sorted(rows, reverse=True)}
    known = contacts.recent(session, first, now - policy.contact.span)
    free = (row for key, row in first.items() if allowed_at(known.get(key, ()), policy.contact, now) <= now)
    return sorted(free)


def _send(settings: Settings, policy: Policy, now: datetime, session: Session, keys: Collection[int]) -> int:
    """Those of these that are still to be reminded; how many were. Who is in the middle of something comes
    next time. Locked as whoever answers locks it: the conversations, then their invitations."""
    rows = invitations.still_unbegun(session, keys, policy.rounds, now)
    found = conversations.load(session, {(row.channel, row.address) for row in rows}, now)
    portion = invitations.lock_unbegun(session, keys, policy.rounds, now)
    contexts = Contexts(session, settings, now)
    said: list[tuple[Unbegun, Turn]] = []
    sayings: list[outbox.Saying] = []
    for row in _within_cap(session, portion, policy, now):
        if (row.channel, row.address) not in found:
            continue  # gone on elsewhere since they were looked for
        turn = unasked.turn(found[row.channel, row.address], now)
        if made := _remind(turn, row, contexts, now):
            sayings += made
            said.append((row, turn))
    outbox.put(session, sayings)
    conversations.save(session, [turn.conversation for _, turn in said])
    contacts.record(session, {row.customer_id for row, _ in said}, now)
    invitations.reminded(session, [row.id for row, _ in said], now)
    rounds.noted(session, {row.round_id for row, _ in said}, "remind", now)
    return len(said)


def _remind(turn: Turn, row: Unbegun, contexts: Contexts, now: datetime) -> list[outbox.Saying]:
    start = f"{invitations.START}{row.id}"
    inbound = Inbound(row.channel, row.address, start, "open", now, start=start)
    step = remind(turn.talk, inbound, contexts.of(turn, inbound), now)
    return unasked.say(turn, step, now) if step else []


def _set_aside(session: Session, key: int, _reason: str) -> None:
    """Nothing can be said there: it is not tried again."""
    invitations.not_reminded(session, key)
