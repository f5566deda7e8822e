"""What comes of what the customer says to our answer (GB/T 19012 7.8, 7.9).

A refusal counts at once; why is asked after it, and need not be told. It goes to staff again, and the
customer is told the ways outside. Of a complaint without a name all is concealed. Nothing is told that is not
recorded: what the complaint, as it stands now, does not take is asked about, or told where it stands.
"""

from typing import Final

from bot.conversation import cases, lately, standing
from bot.conversation.at_hand import (
    ANSWERED,
    ASKED,
    CLOSED,
    MORE,
    UNDER_WAY,
    VERIFIED,
    WHY,
    AtHand,
    at_hand,
    looked_up,
)
from bot.conversation.context import ComplaintState
from bot.conversation.effects import Add, Conceal, Decide, Reopen, Supply
from bot.conversation.life import LIFE
from bot.conversation.moments import by
from bot.conversation.registering import first_due
from bot.conversation.turn import Turn, Wish

REFUSALS: Final = ("refuse_answer", "unsolved")

_MEANT: Final = {(VERIFIED, "accept_answer"): "solved"}
"""(Where it stands now, choice) -> what the choice comes to there."""

_UNOPPOSED: Final = "unopposed"
"""Outcome (`storage.domain.handling.OUTCOMES`) of what was closed because nothing was said against it."""


def take(turn: Turn, here: AtHand, key: str, words: str) -> None:
    """What they say to it, with the `words` told beside it, as it stands now."""
    turn.own()
    known = known_now(turn, here)
    key = _MEANT.get((known.state, key), key) if known else key
    if known is not None and known.state == CLOSED and key in REFUSALS:
        _refused_late(turn, here, known, words)
    elif known is not None and known.state in UNDER_WAY and key in REFUSALS:
        _refused(turn, here, words)
    elif known is not None and known.state not in ASKED:
        _has_gone_on(turn, here, known, words)
    elif known is not None and (known.state, key) == (ANSWERED, "solved"):
        noted(turn, here, words or turn.context.texts("chat.choice.solved"))
        _asked(turn, here, ANSWERED)
    else:
        _taken(turn, here, key, words)


def _taken(turn: Turn, here: AtHand, key: str, words: str) -> None:
    match key:
        case "accept_answer":
            turn.do(Decide(here.number, "accept", here.key))
            turn.say("verdict.accepted", **turn.context.called(here.number))
            _with(turn, here, words)
        case "solved":
            _note(turn, here, turn.context.texts("chat.choice.solved"))
            turn.say("verdict.solved", **turn.context.called(here.number))
            _with(turn, here, words)
        case "ask_more":
            _further(turn, here, MORE, words)
        case _:
            _refused(turn, here, words)


def _with(turn: Turn, here: AtHand, words: str) -> None:
    if words.strip():
        noted(turn, here, words)
    _on(turn, here)


def _refused(turn: Turn, here: AtHand, words: str) -> None:
    """It counts at once. What happens next, and by when; the ways outside; then why."""
    turn.do(Decide(here.number, "refuse", here.key))
    _goes_on(turn, here, "refused", words)


def _goes_on(turn: Turn, here: AtHand, told_as: str, words: str) -> None:
    due = by(first_due(turn.context, turn.now), turn.context)
    turn.say(f"verdict.{told_as}", **turn.context.called(here.number), due=due)
    turn.say("verdict.ways")
    _further(turn, here, WHY, words)


def _refused_late(turn: Turn, here: AtHand, known: ComplaintState, words: str) -> None:
    """It was closed before: what they refuse is not left closed as unopposed. Else it is asked whether it is
    to be taken up again."""
    if known.outcome == _UNOPPOSED or _own(turn, here) is None:
        turn.do(Reopen(here.number, here.key))
        _goes_on(turn, here, "reopened", words)
        return
    if words.strip():
        noted(turn, here, words)
    if reopening_offered(turn, here.number):
        return
    if not words.strip():
        noted(turn, here, turn.context.texts("chat.choice.refuse_answer"))
    turn.ask()


def reopening_offered(turn: Turn, number: str) -> bool:
    """Whether it could be asked here whether this closed one is to be taken up again; then it is."""
    if "offer_reopening" not in LIFE.triggers(turn.talk.state):
        if "rest" not in LIFE.triggers(turn.talk.state):
            return False
        turn.move("rest", guess=None)
    turn.move("offer_reopening", fact=number)
    turn.ask()
    return True


def _has_gone_on(turn: Turn, here: AtHand, known: ComplaintState, words: str) -> None:
    """It stands elsewhere by now, which is told; what was told goes to staff."""
    if words.strip():
        noted(turn, here, words)
    standing.unnamed(turn, known)
    _on(turn, here)


def _further(turn: Turn, here: AtHand, asked: str, words: str) -> None:
    """Why, or what they want to know: told with it, or asked now; where something else is open, later."""
    if words.strip():
        told(turn, here, words)
    elif "open_case" in LIFE.triggers(turn.talk.state) or looked_up(turn.talk):
        _asked(turn, here, asked)
    elif asked == MORE:
        turn.ask_after("verdict.more_later")
    else:
        turn.ask()


def _asked(turn: Turn, here: AtHand, asked: str) -> None:
    cases.at_hand_now(turn, here.fact(asked))
    _conceal(turn, here)
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
    return lately.own(turn, here.number)


def known_now(turn: Turn, here: AtHand) -> ComplaintState | None:
    """It, as it stands now; one without a name, where its code led to it."""
    found: ComplaintState | None = _own(turn, here)
    return found or (turn.wanted("unnamed", str(here.key)) if here.key else None)


def _conceal(turn: Turn, here: AtHand) -> None:
    if _own(turn, here) is None:
        turn.do(Conceal())
