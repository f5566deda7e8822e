"""Verbs on subscriptions: which report a member of staff is sent by itself, and that each week is sent
once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from storage import alerts, definitions, dialects, outbox
from storage.conversations import locking
from storage.domain import weekly
from storage.settings import settings
from storage.tables import subscriptions, users

WEEKLY: Final = "weekly"
"""The report there is."""

PAGE: Final = "/me/weekly"
"""Where staff subscribe to it, and stop it."""

_S, _U = subscriptions.c, users.c


class Subscription(NamedTuple):
    """From this `hour` on this `weekday` (0 Monday), of what is `asked` (filters as an address has them)."""

    id: int
    user_id: int
    weekday: int
    hour: int
    asked: dict[str, str]
    sent_for: date | None


def of(session: Session, user_id: int, report: str = WEEKLY) -> Subscription | None:
    """Theirs."""
    query = select(*(_S[name] for name in Subscription._fields))
    row = session.execute(query.where(_S.user_id == user_id, _S.report == report)).one_or_none()
    return Subscription(*row) if row else None


def subscribe(
    session: Session, user_id: int, weekday: int, hour: int, asked: Mapping[str, str], now: datetime
) -> None:
    """From the next time on that it is then; what was asked before is replaced."""
    sent = weekly.reported(weekday, hour, definitions.calendar(), now)
    told = {"weekday": weekday, "hour": hour, "asked": dict(asked), "sent_for": sent}
    new = dialects.insert(session, subscriptions).values(
        user_id=user_id, report=WEEKLY, created_at=now, **told
    )
    session.execute(new.on_conflict_do_update(index_elements=["user_id", "report"], set_=told))


def unsubscribe(session: Session, user_id: int, report: str = WEEKLY) -> None:
    """No more of it."""
    session.execute(delete(subscriptions).where(_S.user_id == user_id, _S.report == report))


def due(session: Session, now: datetime) -> list[tuple[Subscription, date]]:
    """What is to be sent now, each with the Monday of the week that it is about: in working hours, to whoever
    is told somewhere and sees all that it is about."""
    calendar = definitions.calendar()
    if not weekly.working(calendar, now):
        return []
    query = select(*(_S[name] for name in Subscription._fields)).join_from(subscriptions, users)
    query = query.where(_U.active, _U.sees == "all", _U.alert_to.is_not(None), _S.report == WEEKLY).order_by(
        _S.id
    )
    rows = [Subscription(*row) for row in session.execute(query)]
    found = ((each, weekly.reported(each.weekday, each.hour, calendar, now)) for each in rows)
    return [(each, week) for each, week in found if each.sent_for is None or each.sent_for < week]


def send(
    session: Session,
    subscription: Subscription,
    week: date,
    told: Mapping[str, str],
    details: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Tell it where they are told, once a week: the `lines`, the `link`, what it comes to (`brief`); with
    these `details` (`storage.alerts.tell`). False: it has been, or is not wanted any more."""
    ours = (_S.id == subscription.id, or_(_S.sent_for.is_(None), _S.sent_for < week))
    taken = update(subscriptions).where(*ours).values(sent_for=week).returning(_S.id)
    if session.scalar(taken) is None:
        return False
    locking.lock(session, alerts.chats(session))
    own = settings()
    texts, off = definitions.texts(own.language), f"{own.admin_address}{PAGE}"
    links = [(texts("alert.links.weekly"), told["link"]), (texts("alert.links.off"), off)]
    values: dict[str, Any] = {**told, "off": off, "day": week, "organisation": own.organisation}
    beside = {**details, outbox.LINKS: links}
    alerts.tell(session, [subscription.user_id], "alert.weekly", now, details=beside, **values)
    return True
