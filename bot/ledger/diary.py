"""What is noted beside the rows themselves: the history, and what the worker is to read."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage import events, jobs


class Diary:
    """Filled while the other pages of the ledger are, written after them."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._events: list[Any] = []
        self._jobs: list[Any] = []

    def event(self, entity: str, key: int, trigger: str, source: str = "", target: str = "") -> None:
        """The customer did this."""
        self._events.append(events.event(self._now, entity, key, trigger, "customer", source, target))

    def analyse(self, subject: str, key: int) -> None:
        """There are words of theirs to be read at leisure."""
        self._jobs.append(
            {
                "kind": "analyse",
                "key": f"{subject}:{key}",
                "payload": {"subject": subject, "subject_id": key},
                "due_at": self._now,
                "created_at": self._now,
            }
        )

    def write(self, session: Session) -> None:
        """Append to the history, and hand over to the worker."""
        events.append(session, self._events)
        jobs.put(session, self._jobs)
