"""What the clock does for customers who have said nothing: talks that rested go on, one reminder, and some
weeks after a complaint was closed the question whether it stayed right."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.conversation.due import REMIND, RESUME
from bot.night import allowed
from bot.performing import take_due
from storage import contacts, db, definitions
from storage.complaints import asking_after
from storage.conversations import resuming
from storage.conversations.resuming import Left
from storage.domain.contact import allowed_at
from storage.domain.policy import Policy
from storage.settings import Settings
from storage.together import portions, together

AT_A_TIME: Final = 100
GIVEN_UP: Final = timedelta(days=2)
"""Who could not be reminded for so long (at night, or because of the cap) is left in peace."""

CLOSED_AT_A_TIME: Final = 10
"""Asked after in one transaction: on SQLite others wait meanwhile."""

CLOSED_PORTIONS: Final = 20
"""Of a round, so that the other tasks have their turn within about a second."""


def resume(settings: Settings, engine: Engine, now: datetime) -> int:
    """Ask those again whose talk has rested until now: how many were asked."""
    if allowed(settings, now) > now:
        return 0
    with db.reading(engine) as session:
        keys = resuming.due(session, now, AT_A_TIME)
    if not keys:  # asking waits for no writer
        return 0
    return together(engine, keys, partial(_resume, now, settings), partial(resuming.set_aside, now))


def _resume(now: datetime, settings: Settings, session: Session, keys: Collection[int]) -> int:
    """Those of these that still rest."""
    found = resuming.lock_due(session, keys, now)
    said = take_due(session, found, RESUME, now, settings)
    resuming.rest(session, dict.fromkeys(found.values()))
    return len(said)


def remind(settings: Settings, engine: Engine, now: datetime) -> int:
    """Remind those who left something half done, as the policy allows: how many were reminded."""
    policy = definitions.policy(settings.policy)
    if not policy.reminding.most or allowed(settings, now) > now:
        return 0
    after, said = (_span(policy, now)[0], 0), 0
    while portion := _left_alone(engine, policy, now, after):
        keys = [left.id for left in portion]
        said += together(engine, keys, partial(_remind, now, settings), partial(resuming.set_aside, now))
        after = portion[-1].active_at, portion[-1].id
    return said


def _span(policy: Policy, now: datetime) -> tuple[datetime, datetime]:
    """Since when a talk has stood still that its customer may be reminded of."""
    reminding = policy.reminding
    return now - reminding.after * reminding.most - GIVEN_UP, now - reminding.after


def _left_alone(engine: Engine, policy: Policy, now: datetime, after: tuple[datetime, int]) -> list[Left]:
    with db.reading(engine) as session:
        return resuming.left_alone(session, *_span(policy, now), after, AT_A_TIME)


def _remind(now: datetime, settings: Settings, session: Session, keys: Collection[int]) -> int:
    """Those of these whom the cap allows to be written to; who stands in two talks, in the one left last."""
    policy = definitions.policy(settings.policy)
    portion = resuming.lock(session, keys, *_span(policy, now))
    by_customer = {left.customer_id: left for left in portion}
    known = contacts.recent(session, by_customer, now - policy.contact.span)
    chosen = {
        left.address: left
        for customer, left in by_customer.items()
        if allowed_at(known.get(customer, ()), policy.contact, now) <= now
    }
    said = take_due(session, chosen, REMIND, now, settings)
    resuming.remind(session, [left.id for left in chosen.values()], now)
    contacts.record(session, {chosen[address].customer_id for address in said}, now)
    return len(said)


def ask_after(settings: Settings, engine: Engine, now: datetime) -> int:
    """Ask those whose complaint was closed long enough ago how it is: how many were asked, or looked at in
    vain where more are left."""
    if allowed(settings, now) > now:
        return 0
    ask, put_off = partial(asking_after.ask, now=now), partial(asking_after.put_off, now)
    return portions(engine, partial(_closed, now), asking_after.FIRST, ask, put_off, CLOSED_PORTIONS)


def _closed(now: datetime, session: Session, after: asking_after.After) -> list[asking_after.After]:
    return asking_after.due(session, now, after, CLOSED_AT_A_TIME)
