"""What is open in each state: said on the way in, and again after a wish or what was not understood."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from bot.conversation.context import Context
from bot.conversation.draft import FACTS, Draft
from bot.conversation.effects import Say
from bot.conversation.guess import Guess
from bot.conversation.life import AGREED
from bot.conversation.moments import at, day
from bot.conversation.sheets import Sheet, said, sheets, written
from bot.conversation.talk import Talk
from bot.conversation.tongues import ASKED, LANGUAGE
from bot.conversation.way import known, way
from bot.message import Choice, Outbound
from storage.domain.locale import Texts
from storage.domain.routing import length
from storage.domain.rules import acts
from storage.domain.survey import Survey

_SHOWN_AT_MOST = 200  # characters of a story in its summary


def prompt(talk: Talk, context: Context) -> Say:
    """What the customer is asked for now. Its mark (`Outbound.of`) tells current choices from old ones."""
    if talk.tongue == ASKED:
        return languages(context)
    return PROMPTS["erasing" if erased_first(talk) else talk.state](talk, context)


ERASE = "erase"
"""`Talk.fact` while it is asked whether the customer is to be forgotten."""


def erased_first(talk: Talk) -> bool:
    """Whether that is asked of who has not agreed to anything."""
    return talk.fact == ERASE and talk.state not in AGREED


@lru_cache
def languages(context: Context) -> Say:
    """The languages to choose from, each in its own words."""
    asked = "\n".join(texts("chat.language.ask") for texts in context.tongues.values())
    choices = tuple(Choice(name, texts("name")) for name, texts in context.tongues.items())
    return Say(Outbound(asked, choices, LANGUAGE, "buttons"))


def sheet(talk: Talk, context: Context, position: int) -> Sheet:
    """The question at this position of the survey that the talk is in."""
    found = sheets(context)
    if found is None:
        raise ValueError(f"no survey is open in state {talk.state!r}")
    return found.all[position]


def question(talk: Talk, context: Context) -> Say:
    return own_sheet(talk, context).say(talk.tries)


def own_sheet(talk: Talk, context: Context) -> Sheet:
    """The open question as this customer is asked it: where it stands on their way, and what it takes up."""
    one, survey = sheet(talk, context, talk.at), context.survey
    if survey is None or (survey.straight and not one.question.computed):
        return one
    places = way(talk, context)
    index = places.index(talk.at) if talk.at in places else 0
    opens = index == 0 or sheet(talk, context, places[index - 1]).section != one.section
    told = one.question.told(known(talk, survey))
    return said(one, told, context.texts, opens=opens, progress=(index + 1, len(places)))


def how_many(survey: Survey) -> str:
    """How many questions there are, told beforehand: no promise that a branch would break."""
    least, most = length(survey)
    return str(most) if least == most else f"{least}～{most}"


def consent(talk: Talk, context: Context) -> Say:
    texts, survey = context.texts, context.survey
    if survey is None or talk.draft is not None:
        text = texts("chat.consent.ask", organisation=context.organisation)
    else:
        text = texts(
            f"chat.{_CONSENT[context.invited is not None, anonymous(context)]}",
            organisation=context.organisation,
            purpose=survey.purpose,
            minutes=survey.minutes,
            count=how_many(survey),
            day=day(context.invited.return_by, context) if context.invited else "",
        )
    return choice(texts, talk.tries, text, "consent", ("agree", "refuse"))


_CONSENT = {
    (False, False): "consent.ask_survey",
    (False, True): "consent.ask_nameless",
    (True, False): "invitation.consent",
    (True, True): "invitation.consent_nameless",
}
"""(Invited, without a name) -> what consent is asked with."""


def anonymous(context: Context) -> bool:
    """Whether what is on offer is answered without a name."""
    asked = context.survey is not None and context.survey.anonymous
    return asked or (context.invited is not None and context.invited.anonymous)


def consent_again(talk: Talk, context: Context) -> Say:
    """The same in short, for who has seen it."""
    text = context.texts("chat.consent.short")
    return choice(context.texts, talk.tries, text, "consent", ("agree", "refuse"))


def declined(talk: Talk, context: Context) -> Say:
    text = context.texts("chat.declined.ask")
    return choice(context.texts, talk.tries, text, "declined", ("come_back",))


def menu(talk: Talk, context: Context) -> Say:
    texts, offered = context.texts, tuple(offers(talk, context))
    if context.invited and offered[0] == "survey":
        return invitation(talk, context, offered)
    return choice(texts, talk.tries, texts("chat.menu.ask"), "menu", offered)


def invitation(talk: Talk, context: Context, offered: tuple[str, ...]) -> Say:
    """The menu for who is invited: to answer now, or not to."""
    texts, survey, invited = context.texts, context.survey, context.invited
    if survey is None or invited is None:
        return choice(texts, talk.tries, texts("chat.menu.ask"), "menu", offered)
    text = texts(
        "chat.invitation.ask",
        organisation=context.organisation,
        title=survey.title,
        purpose=survey.purpose,
        minutes=survey.minutes,
        count=how_many(survey),
        day=day(invited.return_by, context),
    )
    return choice(texts, talk.tries, text, "menu", ("survey", "pass", *offered[1:]))


def offers(talk: Talk, context: Context) -> list[str]:
    """What the menu has for this customer, most likely first."""
    going_on = talk.version_id or talk.draft is not None
    again = done(talk, context) and context.invited is None
    fresh = context.offered and not going_on
    return [
        *(["go_on"] if going_on else ["survey"] if fresh and not again else []),
        "complaint",
        *(["status"] if context.complaints else []),
        *(["promises"] if context.promises else []),
        "human",
        *(["repeat"] if fresh and again else []),
    ]


def done(talk: Talk, context: Context) -> bool:
    """Whether the customer has completed the survey on offer, in whatever version."""
    return context.offered in talk.done or not context.versions.isdisjoint(talk.done)


def confirming(talk: Talk, context: Context) -> Say:
    asked = sheet(talk, context, talk.at)
    guess = talk.guess or Guess(None, "")
    read_last = asked.question.key not in talk.scores and asked.question.key not in talk.ahead
    key = "ask" if read_last else "ask_of"
    told = named(asked, guess, context.texts)
    text = context.texts(f"chat.confirm.{key}", item=asked.question.title, guess=told)
    return choice(context.texts, talk.tries, text, f"{asked.mark}.confirm.{guess.keys}", ("yes", "no"))


def named(asked: Sheet, guess: Guess, texts: Texts) -> str:
    """The guess as the customer would call it: 4 分（满意）, or the label of what was picked."""
    label = asked.kind.label(asked.question, guess.value)
    key = str(guess.value)
    if asked.question.reads not in ("scale", "nps") or not key.isdecimal():
        return texts("chat.confirm.quoted", label=label)
    return texts("chat.confirm.points" if label == key else "chat.confirm.level", key=key, label=label)


def told(asked: Sheet, value: object, texts: Texts) -> str:
    """A recorded value in short: 4 分, or the label of what was picked."""
    if value is None:
        return texts("chat.asking.noted_none")
    if asked.question.reads in ("scale", "nps") and str(value).isdecimal():
        return texts("chat.confirm.points", key=value)
    return texts("chat.confirm.quoted", label=shortened(asked.kind.label(asked.question, value)))


def reason(talk: Talk, context: Context) -> Say:
    asked = sheet(talk, context, talk.about)
    text = context.texts("chat.reason.ask", item=asked.question.title)
    offered = ("complaint",) if "offer_complaint" in acts(("low_score",), context.policy) else ()
    return choice(context.texts, talk.tries, text, f"{asked.mark}.reason", (*offered, "skip"))


def story(talk: Talk, context: Context) -> Say:
    known = talk.draft is not None and talk.draft.story
    text = context.texts("chat.story.more" if known else "chat.story.ask")
    return choice(context.texts, talk.tries, text, f"story.{talk.cases}", ("cancel",))


def facts(talk: Talk, context: Context) -> Say:
    text = context.texts(f"chat.fact.{talk.fact}")
    remedies = tuple(REMEDIES) if talk.fact == "remedy" else ()
    return choice(context.texts, talk.tries, text, f"fact.{talk.cases}.{talk.fact}", (*remedies, "skip"))


REMEDIES = ("refund", "exchange", "repair", "explanation")


def summary(talk: Talk, context: Context) -> Say:
    texts, draft = context.texts, talk.draft or Draft()
    lines = [texts(f"chat.summary.{fact}", told=shortened(told)) for fact, told in draft.known.items()]
    key, ways = ("ask_anonymous", _WITHOUT_NAME) if talk.unnamed else ("ask", _WITH_NAME)
    told = "".join(f"\n{line}" for line in lines)
    text = texts(f"chat.summary.{key}", story=shortened(draft.story), facts=told)
    return choice(texts, talk.tries, text, f"summary.{talk.cases}", (*ways, "edit", "cancel"))


_WITH_NAME = ("submit", "anonymous")
_WITHOUT_NAME = ("anonymous", "named")


def corrections(talk: Talk, context: Context) -> Say:
    """Which part of the summary is to be corrected."""
    text = context.texts("chat.summary.which")
    return choice(context.texts, talk.tries, text, f"correcting.{talk.cases}", ("story", *FACTS))


def reopening(talk: Talk, context: Context) -> Say:
    """Whether the closed complaint, whose number stands in `talk.fact`, is to be taken up again."""
    text = context.texts("chat.reopen.ask", number=talk.fact)
    return choice(context.texts, talk.tries, text, f"reopening.{talk.fact}", ("yes", "no"))


def leaving(talk: Talk, context: Context) -> Say:
    """Whether no more messages are wanted at all."""
    return choice(context.texts, talk.tries, context.texts("chat.leaving.ask"), "leaving", ("yes", "no"))


def restarting(talk: Talk, context: Context) -> Say:
    """Whether the answers given are to be set aside."""
    text = context.texts("chat.restarting.ask")
    return choice(context.texts, talk.tries, text, "restarting", ("yes", "no"))


def erasing(talk: Talk, context: Context) -> Say:
    """Whether they truly want to be forgotten."""
    text = context.texts(f"chat.request.{'again' if erased_first(talk) else 'ask'}")
    return choice(context.texts, talk.tries, text, "erasing", ("erase_me", "rather_not"))


def case(talk: Talk, context: Context) -> Say:
    """What is to be added to the anonymous complaint. The mark does not tell which: staff may read it."""
    return choice(context.texts, talk.tries, context.texts("chat.case.ask"), "case", ("all_told",))


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


def shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_AT_MOST else f"{text[:_SHOWN_AT_MOST]}…"


def choice(texts: Texts, tries: int, text: str, mark: str, keys: tuple[str, ...]) -> Say:
    """A text with choices of `chat.choice`: after a misunderstanding with an apology, then written out."""
    choices, plain = _choices(texts, keys), text if tries else ""
    if tries == 1:
        text = texts("chat.puzzled.again", question=text)
    elif tries > 1:
        listed = written(tuple((each.key, each.label) for each in choices))
        text = texts("chat.puzzled.plainly", question=text, choices=listed)
    return Say(Outbound(text, choices, mark, "buttons", plain=plain))


@lru_cache
def _choices(texts: Texts, keys: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(key, texts(f"chat.choice.{key}")) for key in keys)


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
}
