"""What is due to a customer who has said nothing: the talk that rested goes on, or a reminder."""

from bot.conversation.life import IN_COMPLAINT, IN_SURVEY
from bot.conversation.resting import NEVER
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes.moving import go_on

RESUME, REMIND = "resume", "remind"
"""`Inbound.of` of the kind `due`."""


def came(turn: Turn) -> None:
    """The time has come. Nothing is said to who has gone on meanwhile, or is not to be reminded."""
    if turn.inbound.of == RESUME and turn.talk.state == "resting" and turn.talk.when not in ("", NEVER):
        turn.say("later.back")
        go_on(turn, Wish("go_on"))
    elif turn.inbound.of == REMIND and _left_alone(turn):
        turn.keep(reminded=turn.talk.reminded + 1)
        turn.say("later.remind")
        go_on(turn, Wish("go_on"))


def _left_alone(turn: Turn) -> bool:
    """Whether something was left half done that can be gone on with, and not too often reminded of. Who said
    later, and then not when, has left it too."""
    talk, context = turn.talk, turn.context
    in_survey = talk.version_id > 0 and talk.version_id == context.version_id and not talk.amends
    begun = talk.draft is not None or in_survey
    rests = talk.state == "resting" and not talk.when
    there = rests or talk.state in ("menu", *IN_SURVEY, *IN_COMPLAINT)
    return begun and there and talk.reminded < context.policy.reminding.most
