"""Each yes or no of a customer to a version of the privacy notice."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage.tables import consents


class Consent(TypedDict):
    """`version` is the notice's, `given` yes or no."""

    conversation_id: int
    version: str
    given: bool
    at: datetime


def keep(session: Session, rows: Sequence[Consent]) -> None:
    """Keep these decisions; none replaces another."""
    if rows:
        session.execute(insert(consents), rows)
