"""What comes of what the customer says after closing: it stayed right, and how the handling was; or it is
taken up again."""

from bot.conversation.at_hand import BROKE, HANDLING, AtHand
from bot.conversation.deciding import noted
from bot.conversation.effects import Rated, Reopen, Stayed
from bot.conversation.life import LIFE
from bot.conversation.moments import by
from bot.conversation.prompts.complaint import case
from bot.conversation.registering import first_due
from bot.conversation.turn import Turn, Wish


def take(turn: Turn, number: str, key: str, words: str) -> None:
    """It stayed right, or it came back, with the `words` told beside it."""
    turn.own()
    here = AtHand(number)
    if all(each.number != number or each.state != "closed" for each in turn.context.complaints):
        _on(turn)  # it is taken up again already
    elif key == "came_back":
        _again(turn, here, words)
    else:
        turn.do(Stayed(number, stayed=True))
        turn.say("stayed.kept")
        _further(turn, here, HANDLING)


def rate(turn: Turn, number: str, level: int, remark: str) -> None:
    """How the handling was; what is said beside it stands in the record as it is."""
    turn.own()
    turn.do(Rated(number, level, remark))
    turn.say("stayed.rated")
    _on(turn)


def _again(turn: Turn, here: AtHand, words: str) -> None:
    """By when it is answered is told, then it is asked what went wrong, unless that was told."""
    turn.do(Stayed(here.number, stayed=False))
    turn.do(Reopen(here.number))
    turn.say("stayed.reopened", number=here.number, due=by(first_due(turn.context, turn.now), turn.context))
    if words.strip():
        noted(turn, here, words)
        _on(turn)
    else:
        _further(turn, here, BROKE)


def _further(turn: Turn, here: AtHand, asked: str) -> None:
    """Ask this; where something else is open that does not wait, with it, for its buttons count at any
    time."""
    if "open_case" in LIFE.triggers(turn.talk.state):
        turn.move("open_case", fact=here.fact(asked))
    elif asked == HANDLING:
        turn.do(case(turn.talk._replace(fact=here.fact(asked)), turn.context))
    turn.ask()


def _on(turn: Turn) -> None:
    """On where the talk was."""
    if turn.talk.state == "case":
        turn.wish = Wish("go_on")
    else:
        turn.ask()
