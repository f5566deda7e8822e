"""What the customer says to our answer, or once it was put right, as it is heard: that they accept it or do
not, or want to know more. What comes of it: `bot.conversation.deciding`."""

from typing import Final

from bot.conversation import agreed, hearing, understanding
from bot.conversation.at_hand import ANSWERED, ASKED, VERIFIED, AtHand, at_hand
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import noted, take
from bot.conversation.life import IN_SURVEY, LIFE
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn

_LISTENING: Final = ("menu", "asking", "waiting", "resting", "reopening", "declined")
_WAYS: Final = {
    ANSWERED: {"refuses": "refuse_answer", "asks_more": "ask_more", "accepts": "accept_answer"},
    VERIFIED: {"refuses": "unsolved", "asks_more": "ask_more", "accepts": "solved", "solves": "solved"},
}
"""What is asked -> way to say it (`chat.hear`) -> choice."""

_SURE: Final = ("accept_answer", "solved")
"""Choices that words beside them put in doubt: 可以接受，但是运费要退."""


def waiting(turn: Turn) -> ComplaintState | None:
    """The customer's own complaint whose answer waits for what they say: the one named, else the latest."""
    found = [each for each in turn.context.complaints if each.state in ASKED]
    return next((each for each in found if each.number in turn.inbound.text), found[0] if found else None)


def heard(turn: Turn) -> bool:
    """Whether the words are said to an answer of ours, where nothing else asks for them; then that is taken.
    In the middle of a survey, or with more beside it, it is asked whether it was meant so."""
    known = waiting(turn)
    if known is None or not listening(turn):
        return False
    key, words = _put(turn, known.state)
    if not key:
        return False
    agreed.by_going_on(turn)
    here, doubted = AtHand(known.number), _doubted(turn, key, words)
    if not (doubted or turn.talk.state in IN_SURVEY):
        take(turn, here, key, words)
        return True
    if "open_case" not in LIFE.triggers(turn.talk.state):
        return False
    if words.strip():
        noted(turn, here, words)
    offer(turn, known)
    return True


def listening(turn: Turn) -> bool:
    """Whether words may be said to what was asked some time ago. An open question comes first: what answers
    it is its answer. By mail a complaint is registered before consent to anything."""
    state = turn.talk.state
    if state != "asking":
        return state in _LISTENING or (state == "welcome" and turn.mailed)
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    if understanding.free(question):
        return False
    return understanding.read(turn, question, turn.inbound.text).outcome != "answer"


def _put(turn: Turn, asked: str) -> tuple[str, str]:
    """The choice that the words make, and what is told behind it; ("", "") where they make none."""
    head, mark, rest = hearing.parted(without_number(turn, turn.inbound.text))
    whole = f"{head}{mark}{rest}"
    for text, told in ((whole, ""), (head, rest)):
        for way, key in _WAYS[asked].items():
            if text and hearing.put_in_any(turn, way, text):
                return key, told
    if hearing.heard(turn, "reopen") and not any(each.state == "closed" for each in turn.context.complaints):
        return _WAYS[asked]["refuses"], ""
    return "", ""


def without_number(turn: Turn, words: str) -> str:
    """The words without the number of an own complaint, where they have it."""
    numbers = (each.number for each in turn.context.complaints)
    return words.replace(next((each for each in numbers if each in words), "\0"), "", 1)


def _doubted(turn: Turn, key: str, words: str) -> bool:
    return key in _SURE and bool(words.strip()) and not hearing.put_in_any(turn, "thanks", words)


def offer(turn: Turn, known: ComplaintState) -> None:
    """Ask what they say to it."""
    turn.move("open_case", fact=AtHand(known.number).fact(known.state))
    turn.ask()


def pressed(turn: Turn) -> bool:
    """Whether a button below an answer was pressed, however long ago; then that is taken, if it still waits
    for it. The complaint is the customer's own: nobody else's is among those known here."""
    kind, _, number = turn.inbound.of.partition(".")
    known = next((each for each in turn.context.complaints if each.number == number), None)
    keys = turn.inbound.keys
    if kind != "verdict" or known is None or known.state not in ASKED or len(keys) != 1:
        return False
    if keys[0] not in _WAYS[known.state].values():
        return False
    take(turn, AtHand(number), keys[0], "")
    return True


def answered(turn: Turn) -> bool:
    """Whether the words answer what is asked in the state `case`, if it is accepted; then that is taken."""
    here = at_hand(turn.talk)
    if here.asked not in ASKED:
        return False
    options = [(each.key, each.label) for each in turn.open.outbound.choices]
    key, words = _put(turn, here.asked)
    key = key or hearing.picked(turn, turn.open) or _yes_or_no(turn, here.asked)
    if key not in dict(options) or key == "all_told" or _doubted(turn, key, words):
        return False
    take(turn, here, key, words)
    return True


def _yes_or_no(turn: Turn, asked: str) -> str:
    said = hearing.yes_or_no(turn)
    if said is None and hearing.heard_in_any(turn, "disagrees"):  # here it is no word on the privacy notice
        said = False
    return "" if said is None else _WAYS[asked]["accepts" if said else "refuses"]
