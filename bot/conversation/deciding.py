"""What comes of what the customer says to our answer (GB/T 19012 7.8, 7.9).

A refusal counts at once; why is asked after it, and need not be told. It goes to staff again, and the
customer is told the ways outside. Of a complaint without a name all is concealed.
"""

from bot.conversation import cases, standing
from bot.conversation.at_hand import ASKED, MORE, WHY, AtHand, at_hand, looked_up
from bot.conversation.context import ComplaintState
from bot.conversation.effects import Add, Conceal, Decide, Supply
from bot.conversation.life import LIFE
from bot.conversation.moments import by
from bot.conversation.registering import first_due
from bot.conversation.turn import Turn, Wish


def take(turn: Turn, here: AtHand, key: str, words: str) -> None:
    """What they say to it, with the `words` told beside it. If it has gone on meanwhile, that is told."""
    turn.own()
    known = _own(turn, here)
    if known is not None and known.state not in ASKED:
        standing.unnamed(turn, known)
        _on(turn, here)
        return
    match key:
        case "accept_answer":
            turn.do(Decide(here.number, "accept", here.key))
            turn.say("verdict.accepted", **turn.context.called(here.number))
            _on(turn, here)
        case "solved":
            _note(turn, here, turn.context.texts("chat.choice.solved"))
            turn.say("verdict.solved", **turn.context.called(here.number))
            _on(turn, here)
        case "ask_more":
            _further(turn, here, MORE, words)
        case _:
            _refused(turn, here, words)


def _refused(turn: Turn, here: AtHand, words: str) -> None:
    """It counts at once. What happens next, and by when; the ways outside; then why."""
    turn.do(Decide(here.number, "refuse", here.key))
    due = by(first_due(turn.context, turn.now), turn.context)
    turn.say("verdict.refused", **turn.context.called(here.number), due=due)
    turn.say("verdict.ways")
    _further(turn, here, WHY, words)


def _further(turn: Turn, here: AtHand, asked: str, words: str) -> None:
    """Why, or what they want to know: told with it, or asked now; where something else is open, later."""
    if words.strip():
        told(turn, here, words)
    elif "open_case" in LIFE.triggers(turn.talk.state) or looked_up(turn.talk):
        cases.at_hand_now(turn, here.fact(asked))
        _conceal(turn, here)
        turn.ask()
    elif asked == MORE:
        turn.ask_after("verdict.more_later")
    else:
        turn.ask()


def told(turn: Turn, here: AtHand, words: str) -> None:
    """Why it was refused, or what they want to know: it goes to staff; then the talk goes on."""
    noted(turn, here, words)
    _on(turn, here)


def added(turn: Turn, words: str) -> None:
    """Neither accepted nor refused, but told: it goes to staff, and what is asked stays open."""
    here = at_hand(turn.talk)
    noted(turn, here, words)
    _conceal(turn, here)
    turn.ask()


def noted(turn: Turn, here: AtHand, words: str) -> None:
    """These words go to staff."""
    turn.own()
    _note(turn, here, words)
    turn.say("verdict.told" if _own(turn, here) else "case.added", **turn.context.called(here.number))


def _note(turn: Turn, here: AtHand, words: str) -> None:
    turn.do(Supply(here.number, (), words) if _own(turn, here) else Add(here.number, words))


def _on(turn: Turn, here: AtHand) -> None:
    """On where the talk was. To one without a name more can be added first: to come back takes its code."""
    if _own(turn, here) is None:
        _conceal(turn, here)
        cases.opened(turn, here.fact())
    elif turn.talk.state == "case":
        turn.wish = Wish("go_on")
    else:
        turn.ask()


def _own(turn: Turn, here: AtHand) -> ComplaintState | None:
    """It, where it is the customer's own, with a name."""
    return next((each for each in turn.context.complaints if each.number == here.number), None)


def _conceal(turn: Turn, here: AtHand) -> None:
    if _own(turn, here) is None:
        turn.do(Conceal())
