"""Staff have asked the customer something about their complaint, which waits for what they say: it goes
there (GB/T 19012 7.6)."""

from bot.conversation import agreed, hearing, plainly
from bot.conversation.at_hand import WAITS, AtHand
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import noted
from bot.conversation.effects import Supply
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import body, polite
from bot.conversation.life import LIFE
from bot.conversation.turn import Turn

_NO_WISH = (None, "question", "offtopic")
"""Wishes that in an answer to staff are none."""

_BY_MAIL = ("welcome", "declined", "menu", "resting")


def waiting(turn: Turn) -> ComplaintState | None:
    """The customer's own complaint that waits for them: the one named, else the one made last."""
    found = [each for each in turn.context.complaints if each.waits]
    return next((each for each in found if each.number in turn.inbound.text), found[0] if found else None)


def heard(turn: Turn) -> bool:
    """Whether a letter tells something while no survey is under way: it is said to it, and goes there."""
    known = waiting(turn)
    if known is None or not isinstance(turn, Letter) or turn.talk.state not in _BY_MAIL or turn.offers:
        return False
    words = turn.inbound.text.strip()
    if polite(turn, words) or plainly.wished(turn) or hearing.words(turn).intent not in _NO_WISH:
        return False
    agreed.by_going_on(turn)
    noted(turn, AtHand(known.number), body(turn, words) or words)
    return True


def told(turn: Turn) -> bool:
    """Whether words that are no wish, where nothing is open, are said to it: then they go there, and more can
    be added. 不知道 and 没有 are answers, too; 好的 may be said to anything: then it is asked for."""
    known = waiting(turn)
    if known is None or turn.mailed or hearing.words(turn).intent not in _NO_WISH or _polite(turn):
        return False
    if any(hearing.heard_in_any(turn, way) for way in ("noted", "nods")):
        offer(turn, known)
        return True
    noted(turn, AtHand(known.number), turn.inbound.text.strip())
    turn.move("open_case", fact=AtHand(known.number).fact())
    turn.ask()
    return True


def attached(turn: Turn) -> bool:
    """Whether a file came without words where nothing is open: it is what was asked for."""
    known = waiting(turn)
    if known is None or turn.inbound.attachment is None or turn.talk.state not in ("menu", "case"):
        return False
    turn.own()
    turn.do(Supply(known.number, (), turn.context.texts("chat.case.file")))
    turn.say("verdict.told", **turn.context.called(known.number))
    turn.ask()
    return True


def offer(turn: Turn, known: ComplaintState) -> None:
    """Ask for it."""
    if "open_case" in LIFE.triggers(turn.talk.state):
        turn.move("open_case", fact=AtHand(known.number).fact(WAITS))
    turn.ask()


def _polite(turn: Turn) -> bool:
    """Whether the words greet or thank, and answer nothing."""
    greets = hearing.courtesy(turn) and hearing.yes_or_no(turn) is None
    return greets or hearing.heard_in_any(turn, "thanks")
