"""Some weeks after closing: whether it stayed right, as it is heard, and how the handling itself was
(GB/T 19012 8.3). What comes of it: `bot.conversation.afterwards`."""

from typing import Final

from bot.conversation import afterwards, agreed, attending, choosing, flatly, hearing
from bot.conversation.at_hand import AFTERWARDS, HANDLING, STAYED, AtHand, at_hand
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import noted, reopening_offered
from bot.conversation.letter import Letter
from bot.conversation.letters.complaining import complains
from bot.conversation.letters.courtesy import clauses, tells, thanks
from bot.conversation.life import IN_SURVEY, LIFE
from bot.conversation.prompts.complaint import LEVELS
from bot.conversation.turn import Turn, Wish
from nlp import read_answer

_WAYS: Final = {
    **dict.fromkeys(("breaks_again", "reopen", "unsolved", "refuses"), "came_back"),
    "stays": "stayed",
}
"""Way to say it (`chat.hear`) -> choice."""

_AS_WORDS: Final = (None, "complaint", "question", "abuse", "offtopic")
"""Wishes that in words about the handling are none."""


def waiting(turn: Turn) -> ComplaintState | None:
    """The customer's own complaint of which it is asked whether it stayed right: the one named, else the one
    made last."""
    found = [each for each in turn.context.complaints if each.asks == STAYED]
    return next((each for each in found if each.number in turn.inbound.text), found[0] if found else None)


def heard(turn: Turn) -> bool:
    """Whether the words say so, where nothing else asks for them; then that is taken. In the middle of a
    survey, or with more beside it, it is asked whether it was meant so."""
    if (
        isinstance(turn, Letter)
        and turn.talk.state == "case"
        and asks(turn)
        and thanks(turn, flatly.said(turn))
    ):
        return True  # nobody waits for a mail
    known = waiting(turn)
    if known is None or not (attending.listening(turn) or attending.to_add(turn)):
        return False
    key, words = _put(turn)
    key = key or _by_number(turn)
    if not key:
        return _asked_again(turn, known)
    agreed.by_going_on(turn)
    doubted = _doubted(turn, key, words)
    if not (doubted or turn.talk.state in IN_SURVEY):
        afterwards.take(turn, known.number, key, words)
        return True
    if doubted:
        noted(turn, AtHand(known.number), words)
    offer(turn, known)
    return True


def offer(turn: Turn, known: ComplaintState) -> None:
    """Ask it again."""
    if "open_case" in LIFE.triggers(turn.talk.state):
        turn.move("open_case", fact=AtHand(known.number).fact(STAYED))
    turn.ask()


def pressed(turn: Turn) -> bool:
    """Whether a button of these questions was pressed, however long ago; then that is taken, if it is still
    asked. What goes wrong after that is asked about before anything is reopened."""
    kind, _, number = turn.inbound.of.partition(".")
    known = next((each for each in turn.context.complaints if each.number == number), None)
    if kind not in AFTERWARDS or known is None or len(turn.inbound.keys) != 1:
        return False
    key = turn.inbound.keys[0]
    if kind == known.asks and key in (LEVELS if kind == HANDLING else _WAYS.values()):
        _taken(turn, number, kind, key)
        return True
    late = key == "came_back" and known.state == "closed"
    return late and "offer_reopening" in LIFE.triggers(turn.talk.state) and reopening_offered(turn, number)


def asks(turn: Turn) -> bool:
    """Whether one of these questions is open in the state `case`."""
    return at_hand(turn.talk).asked in AFTERWARDS


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """One of the choices of what is open; or nothing is to be said to it."""
    here = at_hand(turn.talk)
    if keys in (("all_told",), ("skip",)):
        turn.wish = Wish("go_on")
    elif len(keys) != 1 or keys[0] not in [each.key for each in turn.open.outbound.choices]:
        turn.puzzled()
    else:
        _taken(turn, here.number, here.asked, keys[0])


def text(turn: Turn) -> None:
    """Words said to what is open. What is not understood has been asked twice by now: nothing is recorded."""
    here, reading = at_hand(turn.talk), hearing.words(turn)
    key, words = _put(turn)
    if here.asked == HANDLING and key != "came_back":
        _rated(turn, here) if not _breaks(turn) else _asked_first(turn, here)
        return
    key = key or hearing.picked(turn, turn.open)
    if key and _doubted(turn, key, words):
        noted(turn, here, words)
        turn.ask()
    elif key:
        afterwards.take(turn, here.number, key, words)
    elif reading.missing in ("refused", "unknown"):
        turn.wish = Wish("go_on")
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    else:
        turn.say("stayed.later")
        turn.wish = Wish("go_on")


def _taken(turn: Turn, number: str, kind: str, key: str) -> None:
    if kind == HANDLING:
        afterwards.rate(turn, number, int(key), "")
    else:
        afterwards.take(turn, number, key, "")


def _rated(turn: Turn, here: AtHand) -> None:
    """A level, with what is told beside it; or words without one, which go to staff: it is asked again."""
    levels = [(key, turn.context.texts(f"chat.stayed.level.{key}")) for key in reversed(LEVELS)]
    words = flatly.said(turn)
    reading = read_answer("scale", turn.open.outbound.text, levels, words)
    if reading.outcome == "answer" and reading.value is not None:
        afterwards.rate(turn, here.number, int(str(reading.value)), words if reading.comment else "")
    elif reading.missing or hearing.heard_in_any(turn, "all_told"):
        turn.wish = Wish("go_on")
    elif reading.intent not in _AS_WORDS:
        turn.wish = hearing.wish(reading)
    else:
        again = not turn.talk.tries
        noted(turn, here, words)
        _once_more(turn) if again else picked(turn, ("skip",))


def _breaks(turn: Turn) -> bool:
    """Whether a clause of it says that it went wrong again."""
    return any(hearing.put_in_any(turn, "breaks_again", each) for each in clauses(flatly.said(turn)))


def _asked_first(turn: Turn, here: AtHand) -> None:
    """It is asked whether it was meant so."""
    turn.keep(fact=here.fact(STAYED))
    turn.ask()


def _once_more(turn: Turn) -> None:
    turn.ask()
    turn.keep(tries=1)


def _put(turn: Turn) -> tuple[str, str]:
    """The choice that the words make, and what is told behind it; ("", "") where they make none."""
    head, mark, rest = hearing.parted(choosing.without_number(turn, flatly.said(turn)))
    for said, told in ((f"{head}{mark}{rest}", ""), (head, rest)):
        for way, key in _WAYS.items():
            if said and hearing.put_in_any(turn, way, said):
                return key, told
    return "", ""


def _doubted(turn: Turn, key: str, words: str) -> bool:
    return key == "stayed" and bool(words.strip()) and not hearing.put_in_any(turn, "thanks", words)


def _by_number(turn: Turn) -> str:
    """The choice that a letter names by its place, where no survey may be answered so."""
    if not isinstance(turn, Letter) or turn.offers or turn.talk.state in IN_SURVEY:
        return ""
    keys = ("stayed", "came_back")
    return hearing.named(flatly.said(turn), [(key, turn.context.texts(f"chat.choice.{key}")) for key in keys])


def _asked_again(turn: Turn, known: ComplaintState) -> bool:
    """Whether a letter tells something that may be said to it, and is none of its own: it is asked again."""
    if not isinstance(turn, Letter) or turn.offers or turn.talk.state in IN_SURVEY:
        return False
    words = flatly.said(turn)
    if not tells(turn, words) or hearing.words(turn).intent or complains(turn):
        return False
    agreed.by_going_on(turn)
    offer(turn, known)
    return True
