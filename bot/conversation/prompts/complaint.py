"""A complaint is told, looked at before it is handed in, or taken up again; and our answer to it."""

from collections.abc import Mapping
from typing import Final

from bot.conversation.at_hand import (
    ANSWERED,
    BROKE,
    CLOSED,
    HANDLING,
    MORE,
    STAYED,
    VERIFIED,
    WAITS,
    WHY,
    WITHDRAW,
    at_hand,
)
from bot.conversation.context import Context
from bot.conversation.draft import FACTS, PURPOSES, Draft
from bot.conversation.effects import Say
from bot.conversation.moments import day
from bot.conversation.prompts.choosing import choice, offered, shortened
from bot.conversation.talk import Talk
from bot.message import Choice, Outbound
from storage.domain.complaint import OPEN


def story(talk: Talk, context: Context) -> Say:
    known = talk.draft is not None and talk.draft.story
    if talk.draft is not None and talk.draft.purpose:
        ask = context.texts("chat.story.more" if known else f"chat.purpose.ask_{talk.draft.purpose}")
        return choice(context.texts, talk.tries, ask, f"story.{talk.cases}", ("not_needed",))
    text = context.texts("chat.story.more" if known else "chat.story.ask")
    return choice(context.texts, talk.tries, text, f"story.{talk.cases}", ("cancel",))


def by_mail(talk: Talk, context: Context) -> str:
    """What a letter asks in place of consent or the menu, where something is being told: to that a yes is
    said. Empty where nothing is."""
    draft, texts = talk.draft, context.texts
    if draft is None or talk.state not in _TOLD_BY_MAIL:
        return ""
    if not draft.purpose:
        asked = "chat.mail.complaint.again" if draft.story else "chat.mail.complaint.story"
        return texts(asked) if talk.state == "welcome" else ""
    if not draft.story:
        return texts(f"chat.purpose.ask_{draft.purpose}")
    offer = texts(f"chat.purpose.offer_{draft.purpose}", story=draft.story)
    return f"{offer}\n\n{texts('chat.mail.purpose.how')}"


_TOLD_BY_MAIL: Final = ("welcome", "menu", "story")


def facts(talk: Talk, context: Context) -> Say:
    text = context.texts(f"chat.fact.{talk.fact}")
    remedies = tuple(REMEDIES) if talk.fact == "remedy" else ()
    return choice(context.texts, talk.tries, text, f"fact.{talk.cases}.{talk.fact}", (*remedies, "skip"))


REMEDIES = ("refund", "exchange", "repair", "explanation")


def summary(talk: Talk, context: Context) -> Say:
    texts, draft = context.texts, talk.draft or Draft()
    if draft.purpose:
        ways = ("anonymous", "named") if talk.unnamed else ("register",)
        text = texts(f"chat.purpose.offer_{draft.purpose}", story=shortened(draft.story))
        return choice(texts, talk.tries, text, f"summary.{talk.cases}", (*ways, "not_needed"))
    known = {**draft.known, **_chosen(draft, context)}
    lines = [texts(f"chat.summary.{fact}", told=shortened(told)) for fact, told in known.items()]
    key, ways = ("ask_anonymous", _WITHOUT_NAME) if talk.unnamed else ("ask", _WITH_NAME)
    told = "".join(f"\n{line}" for line in lines)
    text = texts(f"chat.summary.{key}", story=shortened(draft.story), facts=told)
    return choice(texts, talk.tries, text, f"summary.{talk.cases}", (*ways, "edit", "cancel"))


def _chosen(draft: Draft, context: Context) -> dict[str, str]:
    """What was chosen, in the language that is spoken by now."""
    languages = (context.texts, *context.tongues.values())
    for key in REMEDIES if draft.remedy else ():
        label = f"chat.choice.{key}"
        if any(texts(label) == draft.remedy for texts in languages):
            return {"remedy": context.texts(label)}
    return {}


_WITH_NAME = ("submit", "anonymous")

_WITHOUT_NAME = ("anonymous", "named")


def corrections(talk: Talk, context: Context) -> Say:
    """Which part of the summary is to be corrected."""
    text = context.texts("chat.summary.which")
    return choice(context.texts, talk.tries, text, f"correcting.{talk.cases}", ("story", *FACTS))


def reopening(talk: Talk, context: Context) -> Say:
    """Whether the closed complaint, whose number stands in `talk.fact`, is to be taken up again."""
    text = context.texts("chat.reopen.ask", **context.called(talk.fact))
    return choice(context.texts, talk.tries, text, f"reopening.{talk.fact}", ("yes", "no"))


def case(talk: Talk, context: Context) -> Say:
    """What is asked of the complaint at hand, else what is to be added to it. Of one without a name neither
    the words nor the mark tell which: staff may read them."""
    here = at_hand(talk)
    if here.asked == HANDLING:
        return handling(talk, context)
    if here.asked == WITHDRAW and not here.number:
        return which(talk, context)
    text, kind, keys = _ASKED.get(here.asked, _ADDED)
    own = any(each.number == here.number for each in context.complaints)
    text = text if own else _UNNAMED.get(here.asked, text)
    mark = f"{kind}.{here.number}" if own else f"case.{kind}" if here.asked else "case"
    ends = () if own or here.asked == WITHDRAW or "all_told" in keys else ("all_told",)
    asked = context.texts(f"chat.{text}", **context.called(here.number))
    return choice(context.texts, talk.tries, asked, mark, (*keys, *ends))


_ADDED = ("case.ask", "case", ("all_told",))
_ASKED: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    ANSWERED: ("verdict.ask", "verdict", ("accept_answer", "refuse_answer", "ask_more")),
    VERIFIED: ("verdict.ask_verified", "verdict", ("solved", "unsolved", "ask_more")),
    CLOSED: ("case.ask_closed", "closed", ("reopen",)),
    WHY: ("verdict.why", "why", ("skip",)),
    MORE: ("verdict.more", "more", ("all_told",)),
    STAYED: ("stayed.ask", "stayed", ("stayed", "came_back")),
    BROKE: ("stayed.what", "what", ("skip",)),
    WAITS: ("case.ask_waiting", "waits", ("all_told",)),
    WITHDRAW: ("case.ask_withdraw", "withdraw", ("withdraw_it", "keep_it")),
}
"""What is asked -> (the text of `chat`, the mark's first word, the choices)."""

_UNNAMED: Final = {
    ANSWERED: "case.ask_answered",
    VERIFIED: "case.ask_verified",
    WITHDRAW: "case.ask_withdraw_unnamed",
}
"""What is asked -> the text of `chat` without its number."""


def which(talk: Talk, context: Context) -> Say:
    """Which of their complaints is to be withdrawn: each with its day, by which they know it."""
    texts, own = context.texts, [each for each in context.complaints if each.kind not in PURPOSES]
    open_ones = tuple(
        Choice(each.number, texts("chat.case.one_of", number=each.number, day=day(each.received_at, context)))
        for each in own
        if each.state in OPEN
    )
    choices = (*open_ones, Choice("keep_it", texts("chat.choice.keep_it")))
    return offered(texts, talk.tries, texts("chat.case.ask_withdraw_which"), WITHDRAW, choices)


LEVELS: Final = ("5", "4", "3", "2", "1")


def handling(talk: Talk, context: Context) -> Say:
    """How the handling of the complaint at hand was."""
    number, texts = at_hand(talk).number, context.texts
    choices = tuple(Choice(level, texts(f"chat.stayed.level.{level}")) for level in LEVELS)
    asked = texts("chat.stayed.handling", number=number)
    return Say(Outbound(asked, choices, f"{HANDLING}.{number}", "levels"))
