"""What we say first: sayings that nobody waits for, each said once whatever dies."""

from datetime import datetime

from bot.conversation.effects import Say
from bot.conversation.turn import Turn as Step
from bot.turn import Turn
from storage import outbox


def say(turn: Turn, step: Step, now: datetime) -> list[outbox.Saying]:
    """What this step of the talk says, and the talk as it is then."""
    conversation = turn.conversation
    conversation.talk = step.talk.dump()
    return [
        outbox.Saying(
            channel=conversation.channel,
            conversation_id=conversation.id,
            seq=turn.next_seq(),
            payload={**effect.outbound.dump(), outbox.ONCE: True, outbox.UNASKED: True},
            speaker="bot",
            user_id=None,
            due_at=now,
            created_at=now,
        )
        for effect in step.effects
        if isinstance(effect, Say)
    ]
