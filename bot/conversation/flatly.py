"""A plain no, or words that are one, to what is asked of an answer of ours; and that it is not mended."""

from typing import Final

from bot.conversation import hearing, lately
from bot.conversation.at_hand import VERIFIED
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import body
from bot.conversation.letters.supplying import open_facts, tells_facts
from bot.conversation.turn import Turn
from nlp import read_answer

_CLAUSES: Final = 3
"""Within which they say that they changed their mind."""


def said(turn: Turn) -> str:
    """What is said, of a letter without its greeting and its formulas."""
    words = turn.inbound.text.strip()
    return (body(turn, words) or words) if isinstance(turn, Letter) else words


def minded(turn: Turn, words: str) -> str:
    """The words without the first clauses that only say that they changed their mind: 不好意思，我反悔了，
    不接受."""
    rest, left = words, words
    for _ in range(_CLAUSES):
        _, _, rest = hearing.parted(rest)
        if rest and hearing.put_in_any(turn, "goes_back", words.removesuffix(rest).rstrip("，,；; ")):
            left = rest
    return left


def facts_asked(turn: Turn) -> bool:
    """Whether a letter may be said to facts of a complaint that were asked for. Once our answer to it came,
    it is said to that, unless it tells them."""
    if not isinstance(turn, Letter) or not open_facts(turn):
        return False
    return lately.verdict(turn) != turn.talk.fact.partition(" ")[0] or tells_facts(turn)


def refused(turn: Turn, asked: str, words: str) -> tuple[bool, str]:
    """Whether the words say no to what is asked, and what is told behind it. A question is no no."""
    head, mark, rest = hearing.parted(words)
    for text, told in ((f"{head}{mark}{rest}", ""), (head, rest)):
        if text and (_no(turn, text) or (asked == VERIFIED and _not_mended(turn, text))):
            return True, told
    return False, ""


def _not_mended(turn: Turn, text: str) -> bool:
    """没有 may tell that a fact is not known, where that was asked too."""
    if hearing.put_in_any(turn, "not_yet_solved", text):
        return not facts_asked(turn) or read_answer("text", "", [], text).missing is None
    return hearing.put_in_any(turn, "breaks_again", text)


def _no(turn: Turn, text: str) -> bool:
    """不用了 and 算了 want nothing more: they refuse nothing. 没有 may tell that a fact is not known."""
    if any(mark in text for mark in "?？"):
        return False
    facts = facts_asked(turn)
    if hearing.put_in_any(turn, "flatly_no", text):
        return not (facts and read_answer("text", "", [], text).missing)
    reading = read_answer("yes_no", "", [], text)
    plain = reading.value is False and not (reading.comment or reading.intent or reading.missing)
    return plain and read_answer("text", "", [], text).missing is None
