"""What is told, asked or demanded while a complaint of the customer's own is open, and is no plain wish of
another kind, belongs to it; a second one begins only where they say so (GB/T 19012 7.6)."""

from typing import Final

from bot.conversation import (
    agreed,
    attending,
    choosing,
    flatly,
    hearing,
    lately,
    plainly,
    purposes,
    standing,
    verdicts,
)
from bot.conversation.at_hand import ASKED, CLOSED, UNDER_WAY, AtHand
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import noted
from bot.conversation.draft import PURPOSES
from bot.conversation.letters.courtesy import clauses
from bot.conversation.life import LIFE
from bot.conversation.outright import another, demands
from bot.conversation.turn import Turn, Wish
from nlp import read_answer
from storage.domain.complaint import OPEN

_MOVES: Final = ("edit", "back", "cancel", "skip", "restart", "go_on", "later")
"""Wishes about a survey: with more told beside them, they are said of the complaint."""

_GO_ON: Final = ("keeps", "reopen", "goes_back")

_LEAST: Final = 2
"""Letters that tell something beside such a wish."""

_TELLS: Final = 4
"""Letters that tell something where nothing is wished for."""


def begins(turn: Turn) -> bool:
    """Whether they say outright that they complain of another matter, in words that no reading takes for
    that: 对了，我还想投诉客服; 我又想投诉了. Then that is wished for."""
    if turn.mailed or not turn.context.complaints or turn.talk.draft is not None:
        return False
    if not attending.at_leisure(turn) or hearing.words(turn).intent or plainly.outright(turn):
        return False
    if another(turn):
        turn.wish = Wish("complaint", _story(turn))
        return True
    return _regrets(turn)


def _regrets(turn: Turn) -> bool:
    """Whether what they withdrew last is to go on after all: it is told how to complain anew; what they tell
    of it begins that: 我要继续投诉，沙发又塌了."""
    last, words = turn.context.complaints[0], turn.inbound.text.strip()
    parts = [words, *(each.strip() for each in clauses(words))]
    goes_on = any(hearing.put_in_any(turn, way, each) for way in _GO_ON for each in parts)
    if last.state != "withdrawn" or attending.meant(turn, OPEN) is not None or not goes_on:
        return False
    more = [each for each in parts[1:] if not any(hearing.put_in_any(turn, way, each) for way in _GO_ON)]
    if any(len(each) >= _TELLS for each in more):
        turn.wish = Wish("complaint", words)
        return True
    turn.own()
    turn.say("case.withdrawn_before", **turn.context.called(last.number))
    turn.ask()
    return True


def _story(turn: Turn) -> str:
    """The words, where one of their clauses tells what went wrong; else that is asked for."""
    words = turn.inbound.text.strip()
    more = [each for each in clauses(words) if not hearing.put_in_any(turn, "another", each.strip())]
    return words if any(len(each.strip()) >= _TELLS for each in more) else ""


def demanded(turn: Turn) -> bool:
    """Whether something is demanded where a question of a survey is open, or the talk rests: 赶紧退我钱. It
    goes to the complaint; where an answer of ours is open, that is asked about."""
    known = attending.meant(turn, OPEN)
    if known is None or turn.mailed or turn.talk.state == "menu" or not attending.listening(turn):
        return False
    if not demands(turn) or another(turn):
        return False
    agreed.by_going_on(turn)
    noted(turn, AtHand(known.number), flatly.said(turn))
    if known.state in ASKED and "open_case" in LIFE.triggers(turn.talk.state):
        verdicts.offer(turn, known)
    else:
        _stands(turn, known)
    return True


def theirs(turn: Turn) -> ComplaintState | None:
    """The open complaint of theirs to which the words belong, in chat, where nothing is asked."""
    known = None if turn.mailed or turn.talk.draft is not None else _known(turn)
    return known if known is not None and _belongs(turn) else None


def _belongs(turn: Turn) -> bool:
    reading, words = hearing.words(turn), turn.inbound.text.strip()
    if another(turn) or hearing.put_in_any(turn, "of_talk", words):
        return False
    if hearing.picked(turn, turn.open) or hearing.courtesy(turn) or _polite(turn, words):
        return False
    if reading.intent in _MOVES:
        return bool(hearing.told(reading, least=_LEAST))
    asked = any(read_answer("text", "", [], each).intent == "question" for each in clauses(words))
    if asked or reading.intent not in (None, "complaint"):
        return False
    wished = purposes.named(turn, outright=True)
    return not (wished and wished.intent in PURPOSES) and sum(map(str.isalpha, words)) >= _TELLS


def _known(turn: Turn) -> ComplaintState | None:
    """The open one that is meant, or the one that was closed just now: it was asked about last."""
    closed = attending.meant(turn, (CLOSED,))
    last = closed if closed is not None and closed.number == lately.verdict(turn) else None
    return attending.meant(turn, OPEN) or last


def told(turn: Turn, known: ComplaintState) -> None:
    """It goes there."""
    noted(turn, AtHand(known.number), turn.inbound.text.strip())
    _stands(turn, known)


def _stands(turn: Turn, known: ComplaintState) -> None:
    """Where it stands is told, and once they accepted what they can say."""
    standing.unnamed(turn, known)
    if known.state in UNDER_WAY and not _pleased(turn):
        turn.say("verdict.may_refuse")
    turn.ask()


def _pleased(turn: Turn) -> bool:
    """挺好的，师傅来过了: nobody who is content is told how to refuse."""
    words = choosing.without_number(turn, flatly.said(turn))
    return any(hearing.put_in_any(turn, "content", each.strip()) for each in (words, *clauses(words)))


def _polite(turn: Turn, words: str) -> bool:
    return any(hearing.put_in_any(turn, way, words) for way in ("thanks", "nods", "noted", "bye"))
