"""No more messages, or to be forgotten: is that truly meant?"""

from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.conversation.life import AGREED
from bot.conversation.prompts.choosing import choice
from bot.conversation.talk import Talk


def leaving(talk: Talk, context: Context) -> Say:
    """Whether no more messages are wanted at all."""
    return choice(context.texts, talk.tries, context.texts("chat.leaving.ask"), "leaving", ("yes", "no"))


ERASE = "erase"
"""`Talk.fact` while it is asked whether the customer is to be forgotten."""


def erased_first(talk: Talk) -> bool:
    """Whether that is asked of who has not agreed to anything."""
    return talk.fact == ERASE and talk.state not in AGREED


def erasing(talk: Talk, context: Context) -> Say:
    """Whether they truly want to be forgotten."""
    text = context.texts(f"chat.request.{'again' if erased_first(talk) else 'ask'}")
    return choice(context.texts, talk.tries, text, "erasing", ("erase_me", "rather_not"))
