"""The choice that words make of what is asked of our answer, or once it was put right."""

from typing import Final

from bot.conversation import flatly, hearing
from bot.conversation.at_hand import ANSWERED, ASKED, VERIFIED, at_hand
from bot.conversation.turn import Turn

WAYS: Final = {
    ANSWERED: {"refuses": "refuse_answer", "asks_more": "ask_more", "accepts": "accept_answer"},
    VERIFIED: {"refuses": "unsolved", "asks_more": "ask_more", "accepts": "solved", "solves": "solved"},
}
"""What is asked -> way to say it (`chat.hear`) -> choice."""

_SURE: Final = ("accept_answer", "solved")
"""Choices that words beside them put in doubt: 可以接受，但是运费要退."""


def put(turn: Turn, asked: str) -> tuple[str, str]:
    """The choice that the words make, and what is told behind it; ("", "") where they make none."""
    head, mark, rest = hearing.parted(without_number(turn, flatly.said(turn)))
    whole = f"{head}{mark}{rest}"
    for text, told in ((whole, ""), (head, rest)):
        for way, key in WAYS[asked].items():
            if text and hearing.put_in_any(turn, way, text):
                return key, told
    if hearing.put_in_any(turn, "disagrees", whole):  # with the answer: no word on the privacy notice
        return WAYS[asked]["refuses"], ""
    open_first = turn.talk.state == "case" and at_hand(turn.talk).asked not in ("", *ASKED)
    closed = any(each.state == "closed" for each in turn.context.complaints)
    if hearing.heard(turn, "reopen") and not (closed or open_first):
        return WAYS[asked]["refuses"], ""
    return "", ""


def without_number(turn: Turn, words: str) -> str:
    """The words without the number of an own complaint, where they have it."""
    numbers = (each.number for each in turn.context.complaints)
    return words.replace(next((each for each in numbers if each in words), "\0"), "", 1)


def doubted(turn: Turn, key: str, words: str) -> bool:
    """Whether it is in doubt, by the words beside it."""
    return key in _SURE and bool(words.strip()) and not hearing.put_in_any(turn, "thanks", words)


def yes_or_no(turn: Turn, asked: str) -> tuple[str, str]:
    """A plain yes or no, and what is told behind a no; 算了 and 不用了 are neither."""
    no, words = flatly.refused(turn, asked, flatly.said(turn))
    if no:
        return WAYS[asked]["refuses"], words
    said = hearing.yes_or_no(turn)
    if said is False and hearing.words(turn).missing:
        return "", ""
    return ("", "") if said is None else (WAYS[asked]["accepts" if said else "refuses"], "")
