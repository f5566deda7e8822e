"""One step being made: what came in, what is known, where the talk has got to and what is to be done."""

from datetime import date, datetime
from typing import Any, NamedTuple

from bot.conversation.at_hand import looked_up
from bot.conversation.context import Context, Lacking
from bot.conversation.effects import CallPerson, Effect, Say, Speak
from bot.conversation.life import IN_SURVEY, LIFE
from bot.conversation.prompts import consent_again, erased_first, prompt
from bot.conversation.talk import Talk
from bot.conversation.tongues import ASKED
from bot.message import Inbound, Outbound
from storage.domain.rules import acts


class Wish(NamedTuple):
    """What a customer wants besides answering. `words`: what they told with it, where that was more."""

    intent: str
    words: str = ""


class Turn:
    """Handlers move `talk` on and add to `effects`; a `wish` they hear is left to be granted after them.

    `was` is the mark of what was open before, where the context cannot tell any more. `aside`: something else
    was told before what is open was asked again, and a yes may take note of that. `led`: the customer came by
    a link to something else than what was on offer before. `requested`: what of their own data, where that
    was asked for now. `alarmed`: they tell of somebody in danger, and were told where help is.
    """

    __slots__ = (
        "_before",
        "_now",
        "alarmed",
        "aside",
        "context",
        "effects",
        "inbound",
        "led",
        "requested",
        "talk",
        "timeless",
        "was",
        "wish",
    )
    mailed = False
    """Whether what is said goes into one mail (`bot.conversation.letters`)."""

    def __init__(self, talk: Talk, inbound: Inbound, context: Context, now: datetime) -> None:
        self.talk, self.inbound, self.context, self._now = talk, inbound, context, now
        self._before = talk.state
        self.effects: list[Effect] = []
        self.wish: Wish | None = None
        self.timeless = True
        self.aside = False
        self.alarmed = False
        self.led = False
        self.requested = ""
        self.was: str | None = None

    @property
    def now(self) -> datetime:
        """The time. Who asks for it makes the step one that another time might have taken elsewhere."""
        self.timeless = False
        return self._now

    def wanted(self, what: str, signs: str = "") -> Any:
        """What of `Wanted` this step needs. Where it is not there, the step is given up: it is made again
        once that is loaded."""
        found = getattr(self.context.wanted, what, None)
        if found is None:
            raise Lacking(what, signs)
        return found

    @property
    def today(self) -> date:
        """The customer's day: that of the organisation's time zone."""
        return self.now.astimezone(self.context.calendar.timezone).date()

    def own(self) -> None:
        """What came in is one customer's alone: what comes of it holds for nobody else."""
        self.timeless = False

    def move(self, trigger: str, **changes: Any) -> None:
        """Into the state that the life of a talk names, with these changes; `tries` begins anew."""
        self.keep(state=LIFE.move(self.talk.state, trigger), **{"tries": 0, **changes})

    def keep(self, **changes: Any) -> None:
        """These changes, in the same state."""
        self.talk = Talk._make(map(changes.get, Talk._fields, self.talk))

    def speak(self, language: str) -> None:
        """Go on in this language, and keep it."""
        if language != self.context.texts.language:
            self.context = self.context.speaking(language)
            self._before = ""  # nothing has been read in this language yet
            self.do(Speak(language))

    def do(self, effect: Effect) -> None:
        """Have this done, after what is to be done already."""
        self.effects.append(effect)

    def tell(self, text: str) -> None:
        """Say this text, without choices."""
        self.effects.append(Say(Outbound(text)))

    def say(self, key: str, **values: object) -> None:
        """Say the text under this key of the locale's section `chat`."""
        self.tell(self.context.texts(f"chat.{key}", **values))

    def ask(self) -> None:
        """Say what is open where the talk stands now; what came in was understood, so `tries` begins anew."""
        self.keep(tries=0)
        self._show()

    def ask_after(self, key: str, **values: object) -> None:
        """Say a text, then what is open."""
        self.say(key, **values)
        self.ask()

    @property
    def open(self) -> Say:
        """What is open where the talk stands now."""
        return prompt(self.talk, self.context)

    @property
    def _offers(self) -> bool:
        """Whether nothing but what we have on offer is open."""
        first = erased_first(self.talk) or looked_up(self.talk)
        return self.talk.state == "welcome" and self.talk.draft is None and not first

    @property
    def welcomed(self) -> bool:
        """Whether consent is open and was before this step. Who says that they came is welcomed anew."""
        again = self._before == self.talk.state == "welcome" and self.talk.tongue != ASKED
        first = erased_first(self.talk) or looked_up(self.talk)
        return again and self.inbound.kind != "open" and not first

    def puzzled(self) -> None:
        """Not understood: ask differently, then with the choices written out, then call a person as well, and
        never twice in the same words."""
        self.ask_differently(self.talk.tries + 1)

    def ask_differently(self, tries: int) -> None:
        """Say what is open as after so many misunderstandings."""
        self.keep(tries=tries)
        if self.talk.tries == 3 and "call_person" in acts(("not_understood",), self.context.policy):
            self.do(CallPerson("misunderstood"))
            self.say("puzzled.person")
        elif self.talk.tries > 3 and self.talk.tries % 2 == 0:
            self.say("puzzled.still")
        self._show()

    def _show(self) -> None:
        """In short where that is consent, asked for before; not to who needs help, nor what a survey asks."""
        if self.alarmed and (self._offers or (self.talk.state in IN_SURVEY and not self.mailed)):
            return
        self.effects.append(consent_again(self.talk, self.context) if self.welcomed else self.open)
