"""Words that are said to a complaint of the customer's own which is under way, and of which nothing is asked:
they refuse what they accepted before, tell that it is not solved or that it is, or would let it be (GB/T
19012 7.3, 7.8). What only tells goes to staff."""

from typing import Final

from bot.conversation import (
    agreed,
    attending,
    cases,
    choosing,
    flatly,
    hearing,
    lately,
    standing,
    understanding,
    unsettled,
)
from bot.conversation.at_hand import ANSWERED, ASKED, UNDER_WAY, AtHand
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import noted, take
from bot.conversation.effects import Supply
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import clauses
from bot.conversation.letters.parts import Numbers, cut
from bot.conversation.life import IN_SURVEY, LIFE
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish
from nlp import read_answer
from storage.domain.complaint import OPEN

_THANKS: Final = ("thanks", "noted")
_SOLVES: Final = ("solves", "stays")


def heard(turn: Turn) -> bool:
    """Whether they are; then that is taken. A closed one that was asked about last comes first."""
    known, decided = attending.meant(turn, OPEN), attending.meant(turn, UNDER_WAY)
    if known is None or not listening(turn):
        return False
    ways = choosing.numberless(turn, flatly.said(turn))
    said = ways[0]
    if decided is not None and not _of_closed(turn) and any(_verdict(turn, decided, each) for each in ways):
        return True
    if known.state in ASKED:
        return False
    let_be = hearing.put_in_any(turn, "let_be", said)
    if let_be or _pressed(turn, known, said):
        _kept(turn, known, "may_withdraw" if let_be else "")
        return True
    return False


def _pressed(turn: Turn, known: ComplaintState, said: str) -> bool:
    """Whether they say that it is not solved while our answer is awaited, and nothing was closed since of
    which that may be said: 没人联系我; 还是坏的. A complaint by its name is another one."""
    own = turn.context.complaints
    closed = any(each.state == "closed" and each.received_at >= known.received_at for each in own)
    if closed or _of_closed(turn) or turn.mailed or turn.talk.state in IN_SURVEY or _complains(turn, said):
        return False
    return choosing.refused(turn, said)[0] or unsettled.says(turn, said)


def _complains(turn: Turn, said: str) -> bool:
    return any(hearing.put_in_any(turn, "complaint_only", each.strip()) for each in clauses(said))


def listening(turn: Turn) -> bool:
    """Whether nothing else asks for words of one's own; a letter that answers by number is said to that.
    不用处理了 answers no question of a survey."""
    if isinstance(turn, Letter) and cut(turn.inbound.text, Numbers(range(1, len(turn.talk.listed) + 1)))[1]:
        return False
    if attending.to_add(turn) or attending.listening(turn):
        return True
    if turn.talk.state != "asking" or not hearing.heard_in_any(turn, "let_be"):
        return False
    return not understanding.free(sheet(turn.talk, turn.context, turn.talk.at).question)


def _of_closed(turn: Turn) -> bool:
    """Whether it is said to one that is closed: it is named, or it was asked about last."""
    closed = [each.number for each in turn.context.complaints if each.state == "closed"]
    named = any(number in turn.inbound.text for number in closed)
    return named or (bool(closed) and lately.verdict(turn) in closed)


def _verdict(turn: Turn, known: ComplaintState, said: str) -> bool:
    """What they say to what was answered, or to the measures."""
    here, words = AtHand(known.number), flatly.minded(turn, said)
    no = _refusal(turn, known, words)
    if no is not None and turn.talk.state not in IN_SURVEY:
        agreed.by_going_on(turn)
        take(turn, here, "refuse_answer", no)
        if read_answer("text", "", [], no).intent == "human":
            turn.wish = Wish("human")
    elif no is not None or words != said or hearing.put_in_any(turn, "goes_back", words):
        return _asked_first(turn, here, no or (words if words != said else ""))
    elif _complains(turn, words):
        return False
    elif unsettled.says(turn, words) or _flatly(turn, words):
        _kept(turn, known, "may_refuse")
    elif _solved(turn, words):
        agreed.by_going_on(turn)
        turn.own()
        turn.do(Supply(known.number, (), words))
        turn.ask_after("verdict.solved", **turn.context.called(known.number))
    elif hearing.put_in_any(turn, "accepts", words):
        standing.unnamed(turn, known)
        turn.ask()
    else:
        return False
    return True


def _asked_first(turn: Turn, here: AtHand, words: str) -> bool:
    """Ask whether it is accepted: in the middle of a survey, or where they only say that they changed their
    mind."""
    agreed.by_going_on(turn)
    if "open_case" not in LIFE.triggers(turn.talk.state):
        return False
    if words.strip():
        noted(turn, here, words)
    cases.opened(turn, here.fact(ANSWERED))
    return True


def _refusal(turn: Turn, known: ComplaintState, words: str) -> str | None:
    """What is told beside a refusal; None where it is none. 不同意 is said to what was asked last."""
    no, beside = choosing.refused(turn, words, disagrees=lately.verdict(turn) == known.number)
    return beside if no else None


def _flatly(turn: Turn, words: str) -> bool:
    """我不满意, where nothing else is asked."""
    if not attending.foremost(turn) or hearing.put_in_any(turn, "not_yet_solved", words):
        return False
    return hearing.put_in_any(turn, "flatly_no", words) and hearing.words(turn).missing is None


def _solved(turn: Turn, words: str) -> bool:
    """Whether they say that it is solved, and nothing more but thanks."""
    parts = [each.strip() for each in clauses(words)]
    told = [each for each in parts if not any(hearing.put_in_any(turn, way, each) for way in _THANKS)]
    return bool(told) and all(any(hearing.put_in_any(turn, way, each) for way in _SOLVES) for each in told)


def _kept(turn: Turn, known: ComplaintState, how: str = "") -> None:
    """It goes to staff; where it stands is told, and what they can say if they mean more by it."""
    agreed.by_going_on(turn)
    noted(turn, AtHand(known.number), flatly.said(turn))
    standing.unnamed(turn, known)
    if how:
        turn.say(f"verdict.{how}")
    turn.ask()
