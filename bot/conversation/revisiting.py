"""Back to a question that was asked before.

Called by its number, or as the one before: 第一题改成5分 is never a value for the question that is open. Nor
is what puts right the answer just given: 按错了，是2分. Or because two messages arrived the wrong way round.
"""

import re

from bot.conversation import corrections, hearing, understanding, unfit, way
from bot.conversation.guess import Guess
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn

_NUMERALS = "一二三四五六七八九十"
_SHORT = 100  # characters: more is a story
_PAUSE = re.compile(r"[，,。；;！!]")
_MENDS = re.compile(rf"改|错|换成|更正|应该|[是给打选] ?(?:\d{{1,2}}|[{_NUMERALS}两]) ?[分颗星]")
_THIS = re.compile(r"[，,。；; ]+(?:这一?题|这一?道题?|这个问题|本题)[是给打：: ]*")
AT_ONCE = frozenset(
    ("crisis", "human", "complaint", "erase", "export", "refuse_consent", "wrong_person", "unsubscribe")
)
"""Wishes that are granted however late they come."""


def wanted(turn: Turn) -> int:
    """The number, from 1, of another question than the open one; 0 where none is called."""
    found = _called(turn)
    if found is None:
        return 0
    number = hearing.number_called(turn, found)
    if not number:  # 上一题选错了，是3分; without more it is a wish
        told = found["rest"].strip() and turn.talk.state != "confirming"
        return way.number(turn.talk, turn.context, way.before(turn.talk, turn.context)) if told else 0
    is_open = number == way.number(turn.talk, turn.context, turn.talk.at) and turn.talk.state != "reason"
    return 0 if is_open else number


def called(turn: Turn) -> int:
    """The number of the question that is called by it; 0 where none is."""
    found = _called(turn)
    return wanted(turn) if found and hearing.number_called(turn, found) else 0


def _called(turn: Turn) -> re.Match[str] | None:
    """The call of another question: the whole text, or its end, where that puts something right."""
    text = turn.inbound.text.strip()
    if turn.talk.state not in (*IN_SURVEY, "amending") or len(text) > _SHORT:
        return None
    ends = [text[each.end() :] for each in _PAUSE.finditer(text) if _MENDS.search(text, each.end())]
    found = (hearing.put(turn, "question", each) for each in (text, *ends))
    return next((each for each in found if each), None) or _slip(turn)


_HEDGED = frozenset(("number", "date"))
"""Kinds of answer that 应该是3天 may well be given to."""


def _slip(turn: Turn) -> re.Match[str] | None:
    """A slip put right before the open question was answered: what follows is a value of the one before."""
    talk, context = turn.talk, turn.context
    found = hearing.heard(turn, "slip")
    earlier = way.before(talk, context)
    if found is None or earlier < 0 or talk.state == "confirming" or talk.tries or talk.guess:
        return None
    if talk.state == "asking":
        hedged = sheet(talk, context, talk.at).question.reads in _HEDGED and not found["sure"]
        if hedged or way.answered(talk, context, talk.at) or not way.answered(talk, context, earlier):
            return None
    question = sheet(talk, context, earlier).question
    if understanding.free(question):
        return None
    reading = understanding.read(turn, question, found["rest"])
    plain = reading.outcome == "answer" and not reading.comment and not reading.intent
    return found if plain and reading.value is not None else None


def of_open(turn: Turn) -> bool:
    """Whether the open question is called by its number, with a value: then that is offered."""
    found = _called(turn) if turn.talk.state in ("asking", "confirming") else None
    if found is None or not found["rest"].strip():
        return False
    number = hearing.number_called(turn, found)
    if not number or number != way.number(turn.talk, turn.context, turn.talk.at):
        return False
    if turn.talk.state == "confirming":
        turn.move("ask", guess=None)
    return _offer(turn, found["rest"].strip())


def go_to(turn: Turn, number: int) -> None:
    """To that question, if it was asked; a value said with it is offered, to be confirmed. What was said
    before, to the open question, is offered when that is asked again."""
    several = corrections.listed(turn)
    if several:
        corrections.taken(turn, several)
        return
    position, called = way.numbered(turn.talk, turn.context, number), _called(turn)
    if called is None or position < 0 or not way.answered(turn.talk, turn.context, position):
        turn.ask_after("amend.no_such" if turn.talk.amends else "asking.not_yet", number=number)
        return
    head = turn.inbound.text.strip().removesuffix(called[0])
    if head and turn.talk.state == "asking" and not way.answered(turn.talk, turn.context, turn.talk.at):
        _offer_later(turn, turn.talk.at, head)
    told, this, own = _parted(called["rest"])
    if this and turn.talk.state == "asking":
        _offer_later(turn, turn.talk.at, own)
    turn.move("ask", at=position, guess=None)
    if _offer(turn, told.strip()):
        turn.ask()
    else:
        turn.ask_differently(1)


def _parted(rest: str) -> tuple[str, str, str]:
    """What is said of the question called, and behind it of the open one: 上一题是2分，这题4分."""
    this = _THIS.search(rest)
    return (rest[: this.start()], this[0], rest[this.end() :]) if this else (rest, "", "")


_SAID = 2  # characters that may be an answer


def _offer_later(turn: Turn, place: int, text: str) -> None:
    question = sheet(turn.talk, turn.context, place).question
    reading = understanding.read(turn, question, text)
    value = understanding.meant(reading)
    if value is not None and not understanding.free(question):
        guess = Guess(value, turn.inbound.text, "", reading.because)
        turn.keep(ahead={**turn.talk.ahead, question.key: guess})


def _offer(turn: Turn, rest: str) -> bool:
    """The value that was said with the number, as a guess; why it does not fit is told. False where what was
    said is not understood."""
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    if sum(map(str.isalnum, rest)) < 1 or understanding.free(question):
        return True
    reading = understanding.read(turn, question, rest)
    value = understanding.meant(reading)
    if reading.outcome == "ask":
        understanding.doubt(turn, question, reading)
    if value is not None:
        turn.move("doubt", guess=Guess(value, turn.inbound.text, "", reading.because))
        return True
    if line := unfit.line(turn, question, reading):
        turn.tell(line)
    return bool(line) or len(rest) < _SAID


def too_late(turn: Turn) -> None:
    """What it was said to is over: it stays readable, and only a wish is heard in it."""
    turn.wish = hearing.wished(turn, AT_ONCE)
    if not turn.wish:
        turn.ask_after("menu.heard")


def again(turn: Turn) -> None:
    """What was written after this has been taken for an answer already: that question is asked again, and
    stays open however many come late.

    Of what came late only a wish is heard, no value.
    """
    turn.wish = hearing.wished(turn, AT_ONCE)
    if turn.wish:
        return
    turn.move("ask", at=_taken_last(turn), guess=None)
    turn.ask_after("asking.late")


def _taken_last(turn: Turn) -> int:
    """The question whose answer may be another's."""
    talk, context = turn.talk, turn.context
    if talk.state == "asking" and way.answered(talk, context, talk.at):  # it is asked again already
        return talk.at
    earlier = way.before(talk, context)
    return talk.at if earlier < 0 else earlier
