"""What is said to customers: rows of the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.effects import Say
from bot.message import Outbound
from bot.turn import Turn
from storage import outbox
from storage.conversations import Line, latest


class Sayings:
    """Each under the next number of its conversation, and in the transcript at once. `unasked`: it answers
    nobody, and can wait until quiet hours are over."""

    def __init__(self, now: datetime, *, unasked: bool = False) -> None:
        self._now = now
        self._marks = {outbox.UNASKED: True} if unasked else {}
        self._payloads: dict[int, tuple[Outbound, dict[str, Any]]] = {}
        self._rows: list[Any] = []

    def say(self, turn: Turn, effect: Say) -> None:
        """Say this."""
        known, now = self._payloads.get(id(effect.outbound)), self._now
        payload = known[1] if known else self._dumped(effect.outbound)
        conversation, seq = turn.conversation, turn.next_seq()
        turn.asked = latest.mark(payload) or turn.asked
        saying = {
            "channel": conversation.channel,
            "conversation_id": conversation.id,
            "seq": seq,
            "payload": payload,
            "speaker": "bot",
            "user_id": None,
            "due_at": now,
            "created_at": now,
        }
        self._rows.append(saying)
        turn.lines.append(Line(seq, "bot", payload["text"], now, "waiting", payload))

    def _dumped(self, outbound: Outbound) -> dict[str, Any]:
        """As JSON; what is said to many in a batch, a question most of all, is dumped once. The outbound is
        kept too, so that no other gets its id."""
        payload = {**outbound.dump(), **self._marks}
        self._payloads[id(outbound)] = (outbound, payload)
        return payload

    def write(self, session: Session) -> None:
        """Put them into the outbox."""
        outbox.put(session, self._rows)
