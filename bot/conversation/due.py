"""What is due to a customer who has said nothing: the talk that rested goes on, or a reminder."""

from bot.conversation import hearing
from bot.conversation.life import IN_COMPLAINT, IN_SURVEY
from bot.conversation.resting import NEVER
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes.moving import go_on

RESUME, REMIND = "resume", "remind"
"""`Inbound.of` of the kind `due`."""

CAME = "came"
"""`Talk.fact` after one of these, until the customer has said something."""


def came(turn: Turn) -> None:
    """The time has come. Nothing is said to who has gone on meanwhile, or is not to be reminded."""
    said = len(turn.effects)
    if turn.inbound.of == RESUME and turn.talk.state == "resting" and turn.talk.when not in ("", NEVER):
        turn.say("later.back")
        go_on(turn, Wish("go_on"))
    elif turn.inbound.of == REMIND and _left_alone(turn):
        turn.keep(reminded=turn.talk.reminded + 1)
        turn.say("later.remind")
        go_on(turn, Wish("go_on"))
    if len(turn.effects) > said and not turn.talk.fact:
        turn.keep(fact=CAME)


def noted(turn: Turn) -> bool:
    """Whether 好的 takes note of that we came: to what was asked with it, it is no answer."""
    return turn.talk.fact == CAME and bool(hearing.heard_in_any(turn, "noted"))


def _left_alone(turn: Turn) -> bool:
    """Whether something was left half done that can be gone on with, and not too often reminded of. Who said
    later, and then not when, has left it too."""
    talk, context = turn.talk, turn.context
    in_survey = talk.version_id > 0 and talk.version_id == context.version_id and not talk.amends
    begun = talk.draft is not None or in_survey
    rests = talk.state == "resting" and not talk.when
    there = rests or talk.state in ("menu", *IN_SURVEY, *IN_COMPLAINT)
    return begun and there and talk.reminded < context.policy.reminding.most
