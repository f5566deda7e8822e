"""Before consent: what it is asked for, and who said no."""

from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.conversation.moments import day
from bot.conversation.prompts.choosing import choice
from bot.conversation.talk import Talk
from storage.domain.routing import length
from storage.domain.survey import Survey


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


def how_many(survey: Survey) -> str:
    """How many questions there are, told beforehand: no promise that a branch would break."""
    least, most = length(survey)
    return str(most) if least == most else f"{least}～{most}"


def consent_again(talk: Talk, context: Context) -> Say:
    """The same in short, for who has seen it."""
    text = context.texts("chat.consent.short")
    return choice(context.texts, talk.tries, text, "consent", ("agree", "refuse"))


def declined(talk: Talk, context: Context) -> Say:
    text = context.texts("chat.declined.ask")
    return choice(context.texts, talk.tries, text, "declined", ("come_back",))
