"""The customer wants to go on later: they are asked when, and left in peace until then."""

from bot.conversation import hearing, purposes, resting, surveying, understanding
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish

_DAYS = {"tonight": 0, "tomorrow": 1, "in_three_days": 3}


def text(turn: Turn) -> None:
    """A time, a word to go on, another wish, or something else that changes nothing."""
    if hearing.heard(turn, "go_on") or hearing.heard(turn, "now"):
        turn.wish = Wish("go_on")
    elif hearing.heard(turn, "no_reminder"):
        resting.for_good(turn)
    elif key := hearing.picked(turn, turn.open):
        picked(turn, (key,))
    else:
        _words(turn, purposes.heard(turn, hearing.wish(hearing.words(turn))))


def _words(turn: Turn, wish: Wish | None) -> None:
    if wish and wish.intent == "skip":  # not to be asked when
        resting.for_good(turn)
    elif wish and wish.intent != "later":
        turn.wish = wish
    elif resting.answered(turn):
        return
    elif not wish and turn.talk.when and _answers(turn):
        turn.wish = Wish("go_on")
    elif wish or turn.talk.when or hearing.courtesy(turn):
        turn.ask()
    else:
        turn.puzzled()


def _answers(turn: Turn) -> bool:
    """Whether this would answer the question that rests. It is asked again: what was said may be about the
    time."""
    if not turn.talk.version_id or turn.talk.draft or not surveying.at_hand(turn):
        return False
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    return question.reads not in ("text", "") and (
        understanding.read(turn, question, turn.inbound.text).outcome == "answer"
    )


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """A time, none at all, or going on at once."""
    match keys:
        case ("tonight" | "tomorrow" | "in_three_days" as key,):
            resting.until(turn, resting.soonest(turn, _DAYS[key]))
        case ("no_reminder",):
            resting.for_good(turn)
        case ("go_on",):
            turn.wish = Wish("go_on")
        case _:
            turn.puzzled()
