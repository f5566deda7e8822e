"""Who agreed to which version of the privacy notice, in numbers (PIPL 14, 17)."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.tables import consents


class Version(NamedTuple):
    """How many said yes, and no, to this version; from when until when."""

    version: str
    agreed: int
    refused: int
    first: datetime
    latest: datetime


def versions(session: Session) -> list[Version]:
    """Each version that anybody was asked about, the one asked about last first."""
    c = consents.c
    yes = func.count().filter(c.given)
    latest = func.max(c.at).label("latest")
    query = select(c.version, yes, func.count() - yes, func.min(c.at), latest).group_by(c.version)
    return [Version(*row) for row in session.execute(query.order_by(latest.desc()))]
