"""What the clock does for customers who have said nothing: talks that rested go on, and one reminder."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.conversation.due import REMIND, RESUME
from bot.performing import take_due
from storage import contacts, db, definitions
from storage.conversations import resuming
from storage.conversations.resuming import Left
from storage.domain.contact import allowed_at
from storage.domain.policy import Policy
from storage.domain.quiet import next_allowed
from storage.settings import Settings

AT_A_TIME: Final = 100
GIVEN_UP: Final = timedelta(days=2)
"""Who could not be reminded for so long (at night, or because of the cap) is left in peace."""


def quiet(settings: Settings, policy: Policy, now: datetime) -> bool:
    """Whether customers are not to be disturbed now."""
    return next_allowed(now, policy.quiet, ZoneInfo(settings.timezone)) > now


def resume(settings: Settings, engine: Engine, now: datetime) -> int:
    """Ask those again whose talk has rested until now: how many were asked."""
    if quiet(settings, definitions.policy(settings.policy), now):
        return 0
    with db.reading(engine) as session:
        if not resuming.any_due(session, now):
            return 0
    with db.writing(engine) as session:
        found = resuming.due(session, now, AT_A_TIME)
        said = take_due(session, found, RESUME, now, settings)
        resuming.rest(session, dict.fromkeys(found.values()))
    return len(said)


def remind(settings: Settings, engine: Engine, now: datetime) -> int:
    """Remind those who left something half done, as the policy allows: how many were reminded."""
    policy = definitions.policy(settings.policy)
    reminding, said = policy.reminding, 0
    if not reminding.most or quiet(settings, policy, now):
        return 0
    since, until = now - reminding.after * reminding.most - GIVEN_UP, now - reminding.after
    after = since, 0
    while portion := _left_alone(engine, since, until, after):
        with db.writing(engine) as session:
            free = resuming.lock(session, [left.id for left in portion], since, until)
            said += _remind(session, [left for left in portion if left.id in free], policy, now, settings)
        after = portion[-1].active_at, portion[-1].id
    return said


def _left_alone(engine: Engine, since: datetime, until: datetime, after: tuple[datetime, int]) -> list[Left]:
    with db.reading(engine) as session:
        return resuming.left_alone(session, since, until, after, AT_A_TIME)


def _remind(
    session: Session, portion: Sequence[Left], policy: Policy, now: datetime, settings: Settings
) -> int:
    """Those of these whom the cap allows to be written to; who stands in two talks, in the one left last."""
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
