"""A complaint is told, looked at before it is handed in, or taken up again."""

from bot.conversation.context import Context
from bot.conversation.draft import FACTS, Draft
from bot.conversation.effects import Say
from bot.conversation.prompts.choosing import choice, shortened
from bot.conversation.talk import Talk


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
    text = context.texts("chat.reopen.ask", number=talk.fact)
    return choice(context.texts, talk.tries, text, f"reopening.{talk.fact}", ("yes", "no"))


def case(talk: Talk, context: Context) -> Say:
    """What is to be added to the anonymous complaint. The mark does not tell which: staff may read it."""
    return choice(context.texts, talk.tries, context.texts("chat.case.ask"), "case", ("all_told",))
