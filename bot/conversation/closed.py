"""The customer says that a complaint which was closed is not settled, or refuses what was answered to it."""

from typing import Final

from bot.conversation import agreed, attending, choosing, flatly, hearing, lately, unsettled
from bot.conversation.at_hand import ANSWERED, CLOSED, AtHand
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import noted, reopening_offered, take
from bot.conversation.draft import PURPOSES
from bot.conversation.letter import Letter
from bot.conversation.life import IN_SURVEY
from bot.conversation.outright import another, demands
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import read_answer
from storage.domain.complaint import OPEN

_LISTENING: Final = ("menu", "asking", "waiting", "resting", "declined")
_BY_MAIL: Final = ("welcome", "declined", "menu", "resting")


def heard(turn: Turn) -> bool:
    """Whether the words say so; then it is asked whether to take it up again, or, refused outright, it is.

    Where yes or no is asked, 没有解决 is an answer; in a complaint or a reason it is part of the story.
    """
    known = _meant(turn)
    if known is None or not _listening(turn):
        return False
    ways = choosing.numberless(turn, flatly.said(turn))
    return any(_taken(turn, known, flatly.minded(turn, each)) for each in ways)


def _taken(turn: Turn, known: ComplaintState, words: str) -> bool:
    last = lately.verdict(turn) == known.number
    no, told = _refused(turn, words, last=last)
    if no and turn.talk.state not in IN_SURVEY:
        agreed.by_going_on(turn)
        take(turn, AtHand(known.number), "refuse_answer", told)
        return True
    minds = bool(lately.named(turn)) and hearing.put_in_any(turn, "goes_back", words)
    if not (no or minds or _unsettled(turn, words, last=last)):
        return False
    agreed.by_going_on(turn)
    _offered(turn, known, words)
    return True


def _offered(turn: Turn, known: ComplaintState, words: str) -> None:
    """Ask whether to take it up again; where that can't be asked, staff see what was said."""
    more = unsettled.beside(turn, words) or demands(turn)
    if more or turn.talk.state == "declined":
        noted(turn, AtHand(known.number), words)
    if not reopening_offered(turn, known.number):
        turn.ask()


def _meant(turn: Turn) -> ComplaintState | None:
    """The closed one that is named, else the one that was asked about last, else the latest."""
    found = [each for each in turn.context.complaints if each.state == CLOSED and each.kind not in PURPOSES]
    if numbers := lately.named(turn):
        return next((each for each in found if each.number in numbers), None)
    if not found:
        return None
    last = lately.verdict(turn)
    return next((each for each in found if each.number == last), None) or _newest(turn, found[0])


def _newest(turn: Turn, known: ComplaintState) -> ComplaintState | None:
    """This one, unless a complaint made after it is open: what is said of neither is said of that."""
    newer = attending.meant(turn, OPEN)
    return None if newer is not None and newer.received_at > known.received_at else known


def _listening(turn: Turn) -> bool:
    if attending.to_add(turn):
        return True
    if isinstance(turn, Letter):
        return turn.talk.state in _BY_MAIL
    if turn.talk.state == "asking":
        asks = sheet(turn.talk, turn.context, turn.talk.at).question.kind
        return asks != "yes_no" and (attending.listening(turn) or bool(hearing.heard(turn, "reopen")))
    return turn.talk.state in _LISTENING


def _refused(turn: Turn, words: str, *, last: bool) -> tuple[bool, str]:
    """Whether they refuse it outright, and what is told behind that. 不满意这个处理 is asked about."""
    if hearing.put_in_any(turn, "reopen", words):
        return False, ""
    return choosing.refused(turn, words, disagrees=last)


def _unsettled(turn: Turn, words: str, *, last: bool) -> bool:
    """Whether they say that it is not settled; of what was not asked about last, with no wish beside it.
    A plain no is said to what was asked last; 没有 may be said to anything."""
    claims = demands(turn) or hearing.words(turn).intent == "complaint"
    if claims and not (turn.mailed or another(turn)):
        return True
    if turn.talk.state == "asking":
        return bool(hearing.heard(turn, "reopen"))
    if last and read_answer("text", "", [], words).intent != "complaint":
        return unsettled.says(turn, words) or _flatly(turn, words)
    if hearing.put_in_any(turn, "breaks_again", words) or unsettled.reopens(turn, words):
        return True
    return not hearing.words(turn).intent and unsettled.says(turn, words)


def _flatly(turn: Turn, words: str) -> bool:
    no, _ = flatly.refused(turn, ANSWERED, words)
    mere = hearing.put_in_any(turn, "not_yet_solved", words)
    return no and not mere and attending.foremost(turn, last=True)
