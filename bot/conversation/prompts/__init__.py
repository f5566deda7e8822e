"""What is open in each state: said on the way in, and again after a wish or what was not understood."""

from collections.abc import Callable
from functools import lru_cache

from bot.conversation.at_hand import looked_up
from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.conversation.prompts.agreeing import anonymous, consent, consent_again, declined
from bot.conversation.prompts.choosing import shortened
from bot.conversation.prompts.complaint import (
    REMEDIES,
    by_mail,
    case,
    corrections,
    facts,
    reopening,
    story,
    summary,
)
from bot.conversation.prompts.offering import done, menu
from bot.conversation.prompts.parting import ERASE, erased_first, erasing, leaving
from bot.conversation.prompts.pausing import resting, waiting
from bot.conversation.prompts.survey import (
    NOTHING,
    amending,
    confirming,
    own_sheet,
    question,
    reason,
    restarting,
    sheet,
    told,
)
from bot.conversation.talk import Talk
from bot.conversation.tongues import ASKED, LANGUAGE
from bot.message import Choice, Outbound

__all__ = [
    "ERASE",
    "NOTHING",
    "PROMPTS",
    "REMEDIES",
    "anonymous",
    "by_mail",
    "consent_again",
    "corrections",
    "done",
    "erased_first",
    "languages",
    "own_sheet",
    "prompt",
    "sheet",
    "shortened",
    "summary",
    "told",
]


def prompt(talk: Talk, context: Context) -> Say:
    """What the customer is asked for now. Its mark (`Outbound.of`) tells current choices from old ones."""
    if talk.tongue == ASKED:
        return languages(context)
    if looked_up(talk):
        return case(talk, context)
    return PROMPTS["erasing" if erased_first(talk) else talk.state](talk, context)


@lru_cache
def languages(context: Context) -> Say:
    """The languages to choose from, each in its own words."""
    asked = "\n".join(texts("chat.language.ask") for texts in context.tongues.values())
    choices = tuple(Choice(name, texts("name")) for name, texts in context.tongues.items())
    return Say(Outbound(asked, choices, LANGUAGE, "buttons"))


PROMPTS: dict[str, Callable[[Talk, Context], Say]] = {
    "new": consent,
    "welcome": consent,
    "declined": declined,
    "menu": menu,
    "asking": question,
    "confirming": confirming,
    "reason": reason,
    "story": story,
    "facts": facts,
    "summary": summary,
    "correcting": corrections,
    "waiting": waiting,
    "reopening": reopening,
    "leaving": leaving,
    "resting": resting,
    "erasing": erasing,
    "case": case,
    "restarting": restarting,
    "amending": amending,
}
