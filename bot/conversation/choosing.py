"""The choice that words make of what is asked of our answer, or once it was put right."""

from typing import Final

from bot.conversation import flatly, hearing, unsettled
from bot.conversation.at_hand import ANSWERED, ASKED, VERIFIED, at_hand
from bot.conversation.letters.courtesy import clauses
from bot.conversation.turn import Turn
from nlp import read_answer

WAYS: Final = {
    ANSWERED: {"refuses": "refuse_answer", "asks_more": "ask_more", "accepts": "accept_answer"},
    VERIFIED: {"refuses": "unsolved", "asks_more": "ask_more", "accepts": "solved", "solves": "solved"},
}
"""What is asked -> way to say it (`chat.hear`) -> choice."""

KEYS: Final = frozenset(key for ways in WAYS.values() for key in ways.values())

_SHORT: Final = 100  # characters of what is read to its end for a refusal

_SURE: Final = ("accept_answer", "solved")
"""Choices that words beside them put in doubt: 可以接受，但是运费要退."""


def put(turn: Turn, asked: str, *, last: bool) -> tuple[str, str]:
    """The choice that the words make, and what is told behind it; ("", "") where they make none. `last`: it
    was asked last."""
    ways = (_put(turn, asked, each, last=last) for each in numberless(turn, flatly.said(turn)))
    return next((found for found in ways if found[0]), ("", ""))


def _put(turn: Turn, asked: str, words: str, *, last: bool) -> tuple[str, str]:
    head, mark, rest = hearing.parted(flatly.minded(turn, words))
    whole = f"{head}{mark}{rest}"
    for text, told in ((whole, ""), (head, rest)):
        for way, key in WAYS[asked].items():
            if text and hearing.put_in_any(turn, way, text):
                return key, told
    no, told = refused(turn, whole, disagrees=True)  # with the answer: no word on the privacy notice
    if no:
        return WAYS[asked]["refuses"], told
    if _unsolved(turn, asked, whole, last=last):
        return WAYS[asked]["refuses"], unsettled.beside(turn, whole)
    return "", ""


def refused(turn: Turn, words: str, *, disagrees: bool = False) -> tuple[bool, str]:
    """Whether the words refuse it, and what is told beside that: 不接受，太少了; 又坏了，我不接受. On a
    condition nothing is refused. 不同意 only `disagrees` where our answer is what was asked about."""
    ways = ("refuses", "disagrees") if disagrees else ("refuses",)
    head, mark, rest = hearing.parted(words)
    for text, told in ((f"{head}{mark}{rest}", ""), (head, rest)):
        if text and any(hearing.put_in_any(turn, way, text) for way in ways):
            return True, told
    parts = [each.strip() for each in clauses(words)]
    if len(words) > _SHORT or any(hearing.put_in_any(turn, "if_so", each) for each in parts):
        return False, ""
    no = any(hearing.put_in_any(turn, way, each) for way in ways for each in parts)
    return no, words if no else ""


def _unsolved(turn: Turn, asked: str, words: str, *, last: bool) -> bool:
    """Whether they say that it is not solved, of this one. Whether our answer was asked about last tells it
    from one that is closed."""
    if turn.talk.state == "case" and at_hand(turn.talk).asked not in ("", *ASKED):
        return False
    if last:
        return (unsettled.says if asked == VERIFIED else unsettled.outright)(turn, words)
    closed = any(each.state == "closed" for each in turn.context.complaints)
    return not closed and (bool(hearing.heard(turn, "reopen")) or _not_mended(turn, asked, words))


def _not_mended(turn: Turn, asked: str, words: str) -> bool:
    return asked == VERIFIED and hearing.put_in_any(turn, "unsolved", words)


def agreed(turn: Turn, asked: str) -> str:
    """The choice of a plain yes that says more than 好的 or 谢谢, to what was asked last; empty where there
    is none: 好的，可以; 同意，谢谢."""
    words = without_number(turn, flatly.said(turn))
    parts = [each.strip() for each in clauses(words)]
    plain = [each for each in parts if not _courtesy(turn, each)]
    yes = bool(plain) and all(hearing.put_in_any(turn, "agrees", each) for each in plain)
    return WAYS[asked]["accepts"] if yes else ""


def _courtesy(turn: Turn, clause: str) -> bool:
    """Whether a clause may be said to anything. 可以 may, too, but answers what asks for a yes."""
    if hearing.put_in_any(turn, "agrees", clause):
        return False
    polite = any(hearing.put_in_any(turn, way, clause) for way in ("thanks", "received", "noted"))
    reading = read_answer("yes_no", "", [], clause)
    return polite or not (reading.comment or reading.intent or reading.missing or reading.value is False)


def without_number(turn: Turn, words: str) -> str:
    """The words without the number of an own complaint, where they have it."""
    numbers = (each.number for each in turn.context.complaints)
    return words.replace(next((each for each in numbers if each in words), "\0"), "", 1)


def numberless(turn: Turn, words: str) -> tuple[str, ...]:
    """The words without that number, and with a complaint in its place, where they have it: 不接受T…的处理.
    The first is the one that reads as said, where the number stands apart."""
    without = without_number(turn, words).strip()
    number = next((each.number for each in turn.context.complaints if each.number in words), "")
    called = turn.context.texts("notice.kind.complaint")
    return (without, words.replace(number, called, 1).strip()) if number else (without,)


def beside(turn: Turn, words: str) -> str:
    """What is told beside a yes, without thanks."""
    parts = (each.strip() for each in clauses(words))
    return words.strip() if any(not hearing.put_in_any(turn, "thanks", each) for each in parts) else ""


def doubted(turn: Turn, key: str, words: str) -> bool:
    """Whether it is in doubt, by the words beside it. What is asked for politely besides puts nothing in
    doubt: 可以接受，麻烦发货后告诉我单号."""
    if key not in _SURE:
        return False
    parts = [each.strip() for each in clauses(words)]
    told = [each for each in parts if not hearing.put_in_any(turn, "thanks", each)]
    return bool(told) and not hearing.put_in_any(turn, "along", "，".join(told))


def yes_or_no(turn: Turn, asked: str) -> tuple[str, str]:
    """A plain yes or no, and what is told behind a no; 算了 and 不用了 are neither."""
    no, words = flatly.refused(turn, asked, flatly.said(turn))
    if no:
        return WAYS[asked]["refuses"], words
    if key := agreed(turn, asked):
        return key, ""
    said = hearing.yes_or_no(turn)
    if said is False and hearing.words(turn).missing:
        return "", ""
    return ("", "") if said is None else (WAYS[asked]["accepts" if said else "refuses"], "")
