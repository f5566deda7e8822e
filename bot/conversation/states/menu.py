"""Nothing is open: the customer picks what they came for."""

from bot.conversation import amending, awaited, belonging, hearing, purposes, staying, verdicts
from bot.conversation.entries import BY_BUTTON
from bot.conversation.turn import Turn, Wish
from nlp import Reading


def text(turn: Turn) -> None:
    """An entry of the menu in words, or any wish. An answer of what is handed in is corrected. What belongs
    to a complaint that is open changes no survey."""
    theirs = belonging.theirs(turn)
    if theirs is None and amending.handed_in(turn) and amending.wished(turn):
        amending.begin(turn)
        return
    if theirs is None and amending.midway(turn):
        return
    if hearing.heard_in_any(turn, "bye"):
        turn.say("menu.bye_open" if turn.talk.version_id or turn.talk.draft else "menu.bye")
        return
    key, reading = hearing.picked(turn, turn.open), hearing.words(turn)
    if not key and (awaited.told(turn) or verdicts.told(turn)):
        return
    if not key and theirs is not None and staying.waiting(turn) is None:
        belonging.told(turn, theirs)
        return
    turn.wish = Wish(BY_BUTTON[key]) if key else purposes.heard(turn, hearing.wish(reading))
    if not turn.wish:
        answered(turn, reading)


def answered(turn: Turn, reading: Reading) -> None:
    """Nobody is told that their praise, question or thanks was not understood: say where it goes. What is
    not understood may be said to what is asked after closing: that is asked again."""
    if known := staying.waiting(turn):
        staying.offer(turn, known)
    elif reading.missing or _polite(turn):
        turn.ask_after("menu.polite")
    elif hearing.told(reading):
        turn.ask_after("menu.heard")
    else:
        turn.puzzled()


def _polite(turn: Turn) -> bool:
    """Whether it is only polite: 谢谢; 好的; 👍."""
    return hearing.courtesy(turn) or any(hearing.heard_in_any(turn, way) for way in ("thanks", "nods"))


def picked(turn: Turn, keys: tuple[str, ...]) -> None:  # noqa: ARG001  an entry is a wish in any state
    """None of the entries."""
    turn.puzzled()
