"""By which law the times of complaints are counted: looked up once for all that is counted together."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import definitions
from storage.domain.calendar import Calendar
from storage.domain.policy import Policy
from storage.tables import customers


class Law(NamedTuple):
    """`named`: the customers (ids) who have limits of their own, each with the name that the policy knows
    them by."""

    policy: Policy
    calendar: Calendar
    named: Mapping[int, str]


def in_force(session: Session) -> Law:
    """That which is in force now."""
    policy = definitions.policy()
    return Law(policy, definitions.calendar(), _named(session, policy))


def _named(session: Session, policy: Policy) -> dict[int, str]:
    names = frozenset[str]().union(*(each.customers for each in policy.overrides))
    if not names:
        return {}
    told = select(customers.c.id, customers.c.name).where(customers.c.name.in_(names))
    return {row.id: row.name for row in session.execute(told)}
