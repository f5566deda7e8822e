"""What is being told without a name, staff do not see in the talk, and do not find. Nor does anybody find
what is about themselves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import hiding, readable
from storage.search.sources import Live
from storage.tables import complaints, conversations, customers, responses


class Withheld:
    """Since when each talk is withheld from staff, and what is kept from who reads, looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._since: dict[int, datetime | None] = {}
        self._shown: dict[tuple[str, int | None], bool] = {}

    def look(self, rows: Sequence[Live]) -> None:
        """Look up the talks of these."""
        if hiding.reader(self._session) is not None:
            self._look_for_who_reads(rows)
        new = {row.talk for row in rows if row.talk is not None} - self._since.keys()
        if not new:
            return
        self._since |= dict.fromkeys(new) | readable.withheld(self._session, conversations.c.id.in_(new))

    def _look_for_who_reads(self, rows: Sequence[Live]) -> None:
        k, c, r = complaints.c, conversations.c, responses.c
        talks = select(c.id).where(hiding.shown_of(self._session, c.customer_id))
        given = select(r.id).where(hiding.shown_of(self._session, r.customer_id))
        for part, key, query in (
            ("talk", c.id, talks),
            ("response", r.id, given),
            ("complaint", k.id, select(k.id).where(hiding.shown(self._session))),
        ):
            ids = {getattr(row, part) for row in rows if getattr(row, part) is not None}
            found = set(self._session.scalars(query.where(key.in_(ids)))) if ids else set()
            self._shown |= {(part, each): each in found for each in ids}
        p, whose = customers.c, {row.id for row in rows if row.kind == "customers"}
        known = select(p.id).where(p.id.in_(whose), hiding.shown_of(self._session, p.id))
        seen = set(self._session.scalars(known)) if whose else set()
        self._shown |= {("customers", each): each in seen for each in whose}

    def hides(self, row: Live) -> bool:
        """Whether this row is withheld; its talk has been looked up."""
        of = [(part, getattr(row, part)) for part in ("talk", "complaint", "response")]
        if not all(self._shown.get(each, True) for each in (*of, (row.kind, row.id))):
            return True
        since = self._since.get(row.talk) if row.talk is not None else None
        return since is not None and row.at >= since
