"""What a customer agreed to, and when: told on asking; and who agrees by going on."""

from bot.conversation import surveying
from bot.conversation.effects import Consent
from bot.conversation.moments import day
from bot.conversation.turn import Turn


def told(turn: Turn) -> None:
    """The version and the day of their last yes, or that there is none; and what they can do about it."""
    context, decided = turn.context, turn.wanted("consents")
    last = decided[0] if decided else None
    if last is None:
        turn.say("consent.none", version=context.policy.notice_version)
    else:
        key = "consent.given" if last.given else "consent.withdrawn"
        turn.say(key, version=last.version, day=day(last.at, context), organisation=context.organisation)
    turn.ask()


def by_going_on(turn: Turn) -> None:
    """Who goes on by mail with a complaint that is registered, after the notice was told, agrees to it."""
    if turn.talk.state != "welcome":
        return
    version = surveying.notice(turn)
    turn.do(Consent(version, given=True))
    turn.move("agree", consent=version)
