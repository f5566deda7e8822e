"""A complaint is asked about by its number: where one of the customer's own stands. Of any other nothing is
told, not even whether there is one."""

from typing import Final

from bot.conversation import attending, cases, flatly, hearing, lately, standing, understanding, verdicts
from bot.conversation.at_hand import at_hand
from bot.conversation.context import ComplaintState
from bot.conversation.effects import Conceal
from bot.conversation.letters.courtesy import clauses
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn
from nlp import read_answer

_WHERE: Final = ("welcome", "declined", "menu", "resting", "waiting", *IN_SURVEY)
_LONGEST: Final = 60  # characters of a message that asks for no more than that
_LONGEST_LETTER: Final = 300  # with its greeting and its formulas


def heard(turn: Turn) -> bool:
    """Whether it is asked so; then that is told, and what was open is asked again."""
    looked_at = turn.talk.state == "case" and at_hand(turn.talk).key
    if not (looked_at or turn.talk.state in _WHERE) or len(turn.inbound.text) > _LONGEST_LETTER:
        return False
    text = flatly.said(turn)
    number = cases.number_in(text) if len(text) <= _LONGEST else ""
    if not number or not _asks(turn, text):
        return False
    turn.own()
    here, known = at_hand(turn.talk), lately.own(turn, number)
    if here.key and here.number == number:
        unnamed(turn, here.key)
    elif known is None:
        turn.aside = True
        turn.ask_after("case.unknown")
    else:
        _told(turn, known)
    return True


def unnamed(turn: Turn, key: int) -> None:
    """One without a name that is at hand: its code was shown."""
    standing.unnamed(turn, turn.wanted("unnamed", str(key)))
    turn.do(Conceal())
    turn.ask()


def _told(turn: Turn, known: ComplaintState) -> None:
    standing.told(turn, known, turn.wanted("steps").get(known.number, ()))
    if turn.talk.state == "menu" and attending.waiting(turn) == known:
        verdicts.offer(turn, known)
    else:
        turn.ask()


def _asks(turn: Turn, text: str) -> bool:
    """Whether nothing is said but the number, or it is asked how that stands. The number alone may answer a
    question in free words."""
    left = "".join(filter(str.isalnum, cases.number_out(text)))
    if not left:
        return not _answers(turn)
    text = "，".join(each for each in clauses(text) if not hearing.put_in_any(turn, "thanks", each.strip()))
    rest = cases.number_out(text)
    if hearing.put_in_any(turn, "case_asked", rest) or read_answer("text", "", [], rest).intent == "status":
        return True
    tongues = turn.context.tongues.values() or (turn.context.texts,)
    names = [texts("chat.choice.complaint") for texts in tongues]
    if any(hearing.put_in_any(turn, "status_asked", cases.number_out(text, name)) for name in names):
        return True
    called = (cases.number_out(text, f" {name} ") for name in names)
    return any(read_answer("text", "", [], each).intent == "status" for each in called)


def _answers(turn: Turn) -> bool:
    if turn.talk.state == "reason":
        return True
    asks = turn.talk.state in ("asking", "confirming")
    return asks and understanding.own(sheet(turn.talk, turn.context, turn.talk.at).question)
