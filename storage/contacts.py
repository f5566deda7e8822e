"""When customers were written to unasked: `storage.domain.contact` says how often they may be."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage import dialects
from storage.tables import contacts


def recent(session: Session, customer_ids: Collection[int], since: datetime) -> dict[int, list[datetime]]:
    """When each of these was written to after `since`; who was not is left out."""
    c = contacts.c
    these = dialects.among(session.get_bind().dialect.name, c.customer_id, "these")
    found: dict[int, list[datetime]] = {}
    query = select(c.customer_id, c.at).where(these, c.at > since)
    for customer, at in session.execute(query, {"these": list(customer_ids)}):
        found.setdefault(customer, []).append(at)
    return found


def record(session: Session, customer_ids: Collection[int], at: datetime) -> None:
    """These are written to now."""
    if customer_ids:
        session.execute(insert(contacts), [{"customer_id": key, "at": at} for key in sorted(customer_ids)])
