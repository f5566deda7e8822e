"""A step of a talk by mail: everything that it says goes into one mail."""

from datetime import datetime
from typing import Final

from bot.conversation.at_hand import looked_up
from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.conversation.prompts import by_mail, erased_first
from bot.conversation.talk import Talk
from bot.conversation.tongues import ASKED
from bot.conversation.turn import Turn
from bot.message import Inbound, Outbound

MAIL: Final = "email"
"""`Inbound.channel` of what came by mail."""


class Letter(Turn):
    """`notes` has why a question is asked again, by its key; `facts` those of a complaint that are asked for,
    by their number in the mail; `answered`: the mail reads back what was recorded; `unclear`: the text of
    `chat.mail` that says why something is asked again; `asked`: how often it was before this reply."""

    __slots__ = ("answered", "asked", "facts", "notes", "unclear")
    mailed = True

    def __init__(self, talk: Talk, inbound: Inbound, context: Context, now: datetime) -> None:
        super().__init__(talk, inbound, context, now)
        self.notes: dict[str, str] = {}
        self.facts: dict[int, str] = {}
        self.answered = False
        self.unclear = ""
        self.asked = talk.tries

    @property
    def offers(self) -> bool:
        """Whether the survey on offer is to be answered by replying: before consent, or by invitation, and
        nothing else is asked first."""
        talk, context = self.talk, self.context
        if context.survey is None or talk.draft is not None or talk.version_id or context.gone:
            return False
        if erased_first(talk) or looked_up(talk):
            return False
        return talk.state == "welcome" or (talk.state == "menu" and context.invited is not None)

    def ask(self) -> None:
        """Who asked for their own data is not asked on: the survey can be answered by another reply. Nor is a
        stranger who asked something else than that: nothing is put in place of the answer."""
        if self.requested or (self.aside and self._strange):
            self.keep(tries=0)
        else:
            super().ask()

    @property
    def open(self) -> Say:
        """What is open; a letter in which something is told is asked that, without choices."""
        return Say(Outbound(self.told)) if self.told else super().open

    @property
    def told(self) -> str:
        """What is asked of what is being told, where nothing else is asked first; else empty."""
        talk = self.talk
        first = talk.tongue == ASKED or erased_first(talk) or looked_up(talk)
        return "" if first else by_mail(talk, self.context)

    @property
    def welcomed(self) -> bool:
        """Whether consent is open and was before: it is not where something is told."""
        return super().welcomed and not self.told

    @property
    def _strange(self) -> bool:
        """Whether somebody writes whom nothing was asked."""
        talk, told = self.talk, any(type(each) is Say for each in self.effects)
        new = talk.state == "welcome" and not (talk.listed or talk.draft or talk.fact)
        return told and new and self.context.invited is None

    def ask_differently(self, tries: int) -> None:
        """What is on offer is asked again in one mail, which tells how often it was (`letters.offering`)."""
        if self.offers:
            self._show()
        else:
            super().ask_differently(tries)


def step_of(talk: Talk, inbound: Inbound, context: Context, now: datetime) -> Turn:
    """The step that this message makes: a letter, where it came by mail."""
    return (Letter if inbound.channel == MAIL else Turn)(talk, inbound, context, now)
