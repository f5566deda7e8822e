"""What we say first: sayings that nobody waits for, each said once whatever dies."""

from datetime import datetime, timedelta
from typing import Final

from bot.conversation.effects import Say
from bot.conversation.inviting import left
from bot.conversation.letter import Letter
from bot.conversation.letters import compose
from bot.conversation.talk import load
from bot.conversation.turn import Turn as Step
from bot.turn import Turn
from storage import outbox
from storage.conversations import Conversation

BUSY: Final = timedelta(hours=1)
"""Whoever wrote within this time may still be at what they do."""


def turn(conversation: Conversation, now: datetime) -> Turn:
    """The talk as it is to be gone on with unasked: what was only left off correcting holds nobody back."""
    talk = load(conversation.talk)
    if now - conversation.active_at > BUSY:
        talk = left(talk)
    return Turn(conversation, talk, conversation.talk, None)


def say(turn: Turn, step: Step, now: datetime) -> list[outbox.Saying]:
    """What this step of the talk says, and the talk as it is then."""
    conversation = turn.conversation
    if isinstance(step, Letter):
        compose(step)
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
