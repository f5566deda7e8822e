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
from bot.conversation.talk import load
from bot.message import Inbound
from bot.night import allowed
from bot.together import together
from bot.turn import Turn
from storage import contacts, conversations, db, definitions, invitations, outbox, rounds
from storage.domain.contact import allowed_at
from storage.domain.policy import Policy
from storage.invitations import Unbegun
from storage.settings import Settings

PORTION: Final = 200
MOST: Final = 1000
"""At a time, so that the clock comes to its other tasks."""


def reminding(settings: Settings, engine: Engine, now: datetime) -> int:
    """Remind those whose turn it is: how many were. To be called by one process at a time."""
    policy = definitions.policy(settings.policy)
    if not policy.rounds.remind_before or allowed(settings, now) > now:
        return 0
    after, said = 0, 0
    while said < MOST and (portion := _portion(engine, policy, now, after)):
        rows = {(row.channel, row.address): row.id for row in portion[1]}
        if rows:
            act = partial(_send, settings, policy, now)
            said += together(engine, list(rows.values()), act, partial(_set_aside, now))
        after = portion[0]
    return said


def _portion(engine: Engine, policy: Policy, now: datetime, after: int) -> tuple[int, list[Unbegun]] | None:
    """The next whom the cap allows to be written to, and how far that goes; None: there are no more."""
    with db.reading(engine) as session:
        found = invitations.unbegun(session, policy.rounds, now, after, PORTION)
        return (found[-1].id, _within_cap(session, found, policy, now)) if found else None


def _within_cap(session: Session, rows: Iterable[Unbegun], policy: Policy, now: datetime) -> list[Unbegun]:
    """One a customer, and nobody more often than the policy has it: their turn may come yet."""
    first = {row.customer_id: row for row in sorted(rows, reverse=True)}
    known = contacts.recent(session, first, now - policy.contact.span)
    free = (row for key, row in first.items() if allowed_at(known.get(key, ()), policy.contact, now) <= now)
    return sorted(free)


def _send(settings: Settings, policy: Policy, now: datetime, session: Session, keys: Collection[int]) -> int:
    """Those of these that are still to be reminded; how many were. Who is in the middle of something comes
    next time."""
    portion = invitations.still_unbegun(session, keys, policy.rounds, now)
    found = conversations.load(session, {(row.channel, row.address) for row in portion}, now)
    contexts = Contexts(session, settings, now)
    said: list[tuple[Unbegun, Turn]] = []
    sayings: list[outbox.Saying] = []
    for row in _within_cap(session, portion, policy, now):
        conversation = found[row.channel, row.address]
        turn = Turn(conversation, load(conversation.talk), conversation.talk, None)
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


def _set_aside(now: datetime, session: Session, key: int, _reason: str) -> None:
    """Nothing can be said there: it is not tried again."""
    invitations.reminded(session, [key], now)
