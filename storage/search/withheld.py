"""What is being told without a name: staff do not see it in the talk, and do not find it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import concealing
from storage.search.sources import Live
from storage.tables import conversations


class Withheld:
    """Since when each talk is withheld from staff, looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._since: dict[int, datetime | None] = {}

    def look(self, rows: Sequence[Live]) -> None:
        """Look up the talks of these. Most are told with a name, which one query tells of all."""
        new = {row.talk for row in rows if row.talk is not None} - self._since.keys()
        if not new:
            return
        self._since |= dict.fromkeys(new)
        c = conversations.c
        unnamed = select(c.id).where(c.id.in_(new), concealing.TELLS_UNNAMED)
        for talk in self._session.scalars(unnamed).all():
            self._since[talk] = concealing.withheld_since(self._session, talk)

    def hides(self, row: Live) -> bool:
        """Whether this row is withheld; its talk has been looked up."""
        since = self._since.get(row.talk) if row.talk is not None else None
        return since is not None and row.at >= since
