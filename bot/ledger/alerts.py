"""Chats in which staff are told what cannot wait."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.effects import LinkAlerts
from bot.turn import Turn
from storage import users


class Alerts:
    """Each linked by a code of its own."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._links: list[tuple[str, int]] = []

    def link(self, turn: Turn, effect: LinkAlerts) -> None:
        """Whose code it is, is told here."""
        self._links.append((effect.code, turn.conversation.id))

    def write(self, session: Session) -> None:
        """A code is good once: who comes second with it stays unlinked."""
        for code, conversation_id in self._links:
            users.link_alerts(session, code, conversation_id, self._now)
