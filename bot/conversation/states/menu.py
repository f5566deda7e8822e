"""Nothing is open: the customer picks what they came for."""

from bot.conversation import amending, awaited, hearing, purposes, staying, under_way, verdicts
from bot.conversation.entries import BY_BUTTON
from bot.conversation.turn import Turn, Wish
from nlp import Reading


def text(turn: Turn) -> None:
    """An entry of the menu in words, or any wish. An answer of what is handed in is corrected."""
    if amending.handed_in(turn) and amending.wished(turn):
        amending.begin(turn)
        return
    if amending.midway(turn):
        return
    if hearing.heard_in_any(turn, "bye"):
        turn.say("menu.bye_open" if turn.talk.version_id or turn.talk.draft else "menu.bye")
        return
    key, reading = hearing.picked(turn, turn.open), hearing.words(turn)
    if not key and (awaited.told(turn) or verdicts.told(turn)):
        return
    turn.wish = Wish(BY_BUTTON[key]) if key else purposes.heard(turn, hearing.wish(reading))
    if not turn.wish:
        answered(turn, reading)


def answered(turn: Turn, reading: Reading) -> None:
    """Nobody is told that their praise, question or thanks was not understood: say where it goes. What is
    not understood may be said to what is asked after
    closing: that is asked again."""
    if known := staying.waiting(turn):
        staying.offer(turn, known)
    elif reading.missing or hearing.courtesy(turn) or hearing.heard(turn, "thanks"):
        turn.ask_after("menu.polite")
    elif hearing.told(reading):
        if not under_way.told(turn):
            turn.ask_after("menu.heard")
    else:
        turn.puzzled()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:  # noqa: ARG001  an entry is a wish in any state
    """None of the entries."""
    turn.puzzled()
