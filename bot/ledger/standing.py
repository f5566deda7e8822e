"""How customers stand with us: whether they agreed to the privacy notice, in which language we speak, whether
a person is needed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.effects import CallOff, CallPerson, Consent, Speak
from bot.ledger.diary import Diary
from bot.turn import Turn
from storage import alerts, consents, conversations


class Standing:
    """A person is waited for in the conversation itself, which is saved with the turn."""

    def __init__(self, now: datetime, diary: Diary) -> None:
        self._now, self._diary = now, diary
        self._consents: list[Any] = []
        self._spoken: dict[int, str] = {}
        self._called: dict[int, str] = {}

    def consent(self, turn: Turn, effect: Consent) -> None:
        """The customer said yes or no to the notice."""
        key = turn.conversation.id
        row = {"conversation_id": key, "version": effect.version, "given": effect.given, "at": self._now}
        self._consents.append(row)
        self._diary.event("conversation", key, "consent" if effect.given else "decline")

    def call_person(self, turn: Turn, effect: CallPerson) -> None:
        """A person is needed."""
        before = turn.conversation.waiting_for
        turn.wait(effect.why, self._now)
        if turn.conversation.waiting_for != before:
            self._called[turn.conversation.id] = turn.conversation.waiting_for
        self._diary.event("conversation", turn.conversation.id, "call_person", target=effect.why)

    def call_off(self, turn: Turn, _: CallOff) -> None:
        """None is, after all."""
        if turn.wait_no_more():
            self._diary.event("conversation", turn.conversation.id, "call_off")

    def speak(self, turn: Turn, effect: Speak) -> None:
        """They chose a language, or write in it."""
        turn.conversation.language = self._spoken[turn.conversation.id] = effect.language

    def write(self, session: Session) -> None:
        """Keep what was agreed to, and the languages; staff are told of what cannot wait."""
        consents.keep(session, self._consents)
        conversations.speak(session, self._spoken)
        alerts.called(session, self._called, self._now)
