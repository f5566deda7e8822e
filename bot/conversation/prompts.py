"""What is open in each state: said on the way in, and again after a wish or what was not understood."""

from collections.abc import Callable
from functools import lru_cache

from bot.conversation.context import Context
from bot.conversation.draft import FACTS, Draft
from bot.conversation.effects import Say
from bot.conversation.guess import Guess
from bot.conversation.sheets import Sheet, sheets, written
from bot.conversation.talk import Talk
from bot.message import Choice, Outbound
from storage.domain.locale import Texts
from storage.domain.rules import acts

_SHOWN_AT_MOST = 200  # characters of a story in its summary


def prompt(talk: Talk, context: Context) -> Say:
    """What the customer is asked for now. Its mark (`Outbound.of`) tells current choices from old ones."""
    return PROMPTS[talk.state](talk, context)


def sheet(talk: Talk, context: Context, position: int) -> Sheet:
    """The question at this position of the survey that the talk is in."""
    found = sheets(context)
    if found is None:
        raise ValueError(f"no survey is open in state {talk.state!r}")
    return found.all[position]


def question(talk: Talk, context: Context) -> Say:
    return sheet(talk, context, talk.at).say(talk.tries)


def consent(talk: Talk, context: Context) -> Say:
    texts, survey = context.texts, context.survey
    if survey is None or talk.draft is not None:
        text = texts("chat.consent.ask", organisation=context.organisation)
    else:
        text = texts(
            "chat.consent.ask_survey",
            organisation=context.organisation,
            purpose=survey.purpose,
            minutes=survey.minutes,
            count=len(survey.questions),
        )
    return choice(texts, talk.tries, text, "consent", ("agree", "refuse"))


def consent_again(talk: Talk, context: Context) -> Say:
    """The same in short, for who has seen it."""
    text = context.texts("chat.consent.short")
    return choice(context.texts, talk.tries, text, "consent", ("agree", "refuse"))


def declined(talk: Talk, context: Context) -> Say:
    text = context.texts("chat.declined.ask")
    return choice(context.texts, talk.tries, text, "declined", ("come_back",))


def menu(talk: Talk, context: Context) -> Say:
    texts, offered = context.texts, tuple(offers(talk, context))
    return choice(texts, talk.tries, texts("chat.menu.ask"), "menu", offered)


def offers(talk: Talk, context: Context) -> list[str]:
    """What the menu has for this customer, most likely first."""
    going_on = talk.version_id or talk.draft is not None
    again = context.offered in talk.done
    fresh = context.offered and not going_on
    return [
        *(["go_on"] if going_on else ["survey"] if fresh and not again else []),
        "complaint",
        *(["status"] if context.complaints else []),
        *(["promises"] if context.promises else []),
        "human",
        *(["repeat"] if fresh and again else []),
    ]


def confirming(talk: Talk, context: Context) -> Say:
    asked = sheet(talk, context, talk.at)
    guess = talk.guess or Guess(None, "")
    read_last = talk.at >= talk.front and asked.question.key not in talk.ahead
    key = "ask" if read_last else "ask_of"
    told = named(asked, guess, context.texts)
    text = context.texts(f"chat.confirm.{key}", item=asked.question.title, guess=told)
    return choice(context.texts, talk.tries, text, f"{asked.mark}.confirm.{guess.keys}", ("yes", "no"))


def named(asked: Sheet, guess: Guess, texts: Texts) -> str:
    """The guess as the customer would call it: 4 分（满意）, or the label of what was picked."""
    label = asked.kind.label(asked.question, guess.value)
    key = str(guess.value)
    if asked.question.kind not in ("scale", "nps") or not key.isdecimal():
        return texts("chat.confirm.quoted", label=label)
    return texts("chat.confirm.points" if label == key else "chat.confirm.level", key=key, label=label)


def told(asked: Sheet, value: object, texts: Texts) -> str:
    """A recorded value in short: 4 分, or the label of what was picked."""
    if value is None:
        return texts("chat.asking.noted_none")
    if asked.question.kind in ("scale", "nps") and str(value).isdecimal():
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
    text = texts(
        "chat.summary.ask", story=shortened(draft.story), facts="".join(f"\n{line}" for line in lines)
    )
    return choice(texts, talk.tries, text, f"summary.{talk.cases}", ("submit", "edit", "cancel"))


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


def waiting(talk: Talk, context: Context) -> Say:  # noqa: ARG001  every prompt takes the talk
    return choice(context.texts, 0, context.texts("chat.waiting.ask"), "waiting", ("go_on", "menu"))


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
}
