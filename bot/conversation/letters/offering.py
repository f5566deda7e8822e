"""The survey on offer, as a mail: who asks, why, how to reply, what that means, and the first questions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.conversation import surveying
from bot.conversation.closing import CLOSED
from bot.conversation.context import Context
from bot.conversation.effects import Finish, Invited
from bot.conversation.letter import Letter
from bot.conversation.letters.asks import asks
from bot.conversation.letters.listing import listed
from bot.conversation.letters.unclear import ASKED_AGAIN, given_up
from bot.conversation.moments import day
from bot.conversation.prompts import anonymous
from bot.conversation.prompts.agreeing import how_many
from bot.conversation.talk import Talk
from bot.conversation.way import next_open
from bot.message import Asked, Outbound
from storage.domain.rules import acts

_BETWEEN = "\n\n"


def told(lead: Sequence[str], asked: tuple[Asked, ...] = ()) -> Outbound:
    """A mail that says this, and then asks."""
    return Outbound(_BETWEEN.join(lead), asks=asked)


def how(turn: Letter, asked: Sequence[Asked]) -> str:
    """How to answer; that a bad score may have its reason is said with it."""
    texts, survey = turn.context.texts, turn.context.survey
    keys = {each.of.partition(".")[2] for each in asked}
    low = survey and any(each.reason_below for each in survey.questions if each.key in keys)
    why = bool(low) and "ask_reason" in acts(("low_score",), turn.context.policy)
    return texts("chat.mail.how_why" if why else "chat.mail.how")


def offers(turn: Letter) -> bool:
    """Whether the mail is to offer the survey; not the one that has just ended."""
    return turn.offers and not any(isinstance(each, Invited | Finish) for each in turn.effects)


def as_begun(turn: Letter) -> Talk:
    """The talk as it will stand when the survey on offer is begun by the reply."""
    begun: Mapping[str, Any] = {**CLOSED, "version_id": turn.context.version_id, "state": "asking"}
    seed = surveying.lot(turn) if turn.context.survey and turn.context.survey.random else 0
    talk = turn.talk._replace(**{**begun, "seed": turn.talk.seed or seed, "listed": turn.talk.listed})
    return talk._replace(at=next_open(talk, turn.context))


def offer(turn: Letter, lead: list[str]) -> Outbound:
    """The first time all of it; to a reply that answers nothing the questions once more, at most twice."""
    again = bool(turn.talk.listed) and turn.inbound.kind not in ("open", "due")
    if again and not lead and not turn.unclear:
        turn.unclear = "again_all" if turn.inbound.text.strip() else "empty"
    if again:
        turn.keep(tries=turn.asked + 1 if turn.unclear else 0)
    if turn.talk.tries > ASKED_AGAIN:
        return replace(told([*lead, given_up(turn, "offer")]), details=(("web", True),))
    return _written(turn, lead, again=again)


def _written(turn: Letter, lead: list[str], *, again: bool) -> Outbound:
    context = turn.context
    mine, begun = turn.talk, as_begun(turn)._replace(listed=())
    turn.talk = begun
    asked, list_ = asks(turn), listed(begun, context)
    turn.talk = mine
    turn.keep(listed=list_, seed=begun.seed)
    first = [context.texts(f"chat.mail.{turn.unclear}")] if turn.unclear else []
    first += [] if again else [_greeting(context)]
    said = [*lead, *first, how(turn, asked), *([_consent(turn)] if mine.state == "welcome" else [])]
    survey, mail = context.survey, replace(told(said, asked), of=turn.open.outbound.of)
    if turn.inbound.kind != "open" or survey is None:  # it answers a mail, and goes by its subject
        return mail
    named = {"organisation": context.organisation, "title": survey.title}
    return replace(mail, subject=context.texts("chat.mail.subject", **named))


def _greeting(context: Context) -> str:
    survey, invited = context.survey, context.invited
    assert survey is not None
    return context.texts(
        "chat.mail.invite_by" if invited else "chat.mail.invite",
        organisation=context.organisation,
        purpose=survey.purpose,
        minutes=survey.minutes,
        count=how_many(survey),
        day=day(invited.return_by, context) if invited else "",
    )


def _consent(turn: Letter) -> str:
    """That replying means agreeing to the notice, and how not to."""
    key = "consent_nameless" if anonymous(turn.context) else "consent"
    return turn.context.texts(f"chat.mail.{key}", version=surveying.notice(turn))
