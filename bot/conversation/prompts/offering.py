"""Nothing is open: what there is to pick for this customer."""

from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.conversation.moments import day
from bot.conversation.prompts.agreeing import how_many
from bot.conversation.prompts.choosing import choice
from bot.conversation.talk import Talk


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
