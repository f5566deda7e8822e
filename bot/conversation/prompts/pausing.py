"""The talk pauses: a person is waited for, or it rests until a time."""

from datetime import datetime

from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.conversation.moments import at
from bot.conversation.prompts.choosing import choice
from bot.conversation.talk import Talk


def waiting(talk: Talk, context: Context) -> Say:  # noqa: ARG001  every prompt takes the talk
    return choice(context.texts, 0, context.texts("chat.waiting.ask"), "waiting", ("go_on", "menu"))


def resting(talk: Talk, context: Context) -> Say:
    """When to go on; then until when the talk rests."""
    texts = context.texts
    if not talk.when:
        keys = ("tonight", "tomorrow", "in_three_days", "no_reminder")
        return choice(texts, talk.tries, texts("chat.later.ask"), "resting", keys)
    if talk.when[:1].isdigit():
        told = texts("chat.later.until", moment=at(datetime.fromisoformat(talk.when), context))
    else:
        told = texts("chat.later.no_reminder")
    return choice(texts, 0, told, "resting", ("go_on",))
