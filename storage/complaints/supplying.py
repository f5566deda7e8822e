"""What a customer tells more of their own complaint: who was waited for is waited for no more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from storage import events
from storage.complaints.adding import put
from storage.complaints.reading import of_customer
from storage.complaints.resuming import heard
from storage.complaints.saving import By, save

_FACTS: Final = ("product", "order_number", "occurred", "remedy")


def supply(
    session: Session, customer_id: int, number: str, facts: Mapping[str, str], text: str, at: datetime
) -> None:
    """Keep what the customer tells more of their own complaint under this number; a fact is set where nothing
    stands there yet. Nothing where there is none such."""
    own = [each for each in of_customer(session, [customer_id]).get(customer_id, ()) if each.number == number]
    for complaint in own:
        new = {name: told for name, told in facts.items() if name in _FACTS and not getattr(complaint, name)}
        if new:
            save(session, complaint, new, By("customer", None, at))
        put(session, complaint.id, "added", text, None, at)
        heard(session, complaint.id, at)
        events.append(session, [events.event(at, "complaint", complaint.id, "add", "customer")])
