"""An anonymous complaint, as its owner comes back to it: by number and code, on whatever channel.

What is said of it is concealed in this conversation: staff are not to find out here whose it is.
"""

import re
import unicodedata

from bot.conversation import hearing
from bot.conversation.context import Case, ComplaintState
from bot.conversation.effects import Add, Conceal
from bot.conversation.life import AGREED, LIFE
from bot.conversation.moments import by
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn
from nlp import read_answer

_MINUTE = 60  # seconds
_SHORTEST, _LONGEST = 20, 120  # characters of a message that asks for one
_NUMBER = re.compile(r"(?<![0-9A-Z])T\s?\d{6}\s?[-‐‑–—－]\s?\d{4,6}(?!\d)")
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{4}[-‐‑–—－ ]?[0-9A-Z]{4}(?![0-9A-Z])")


def asked_for(text: str) -> str:
    """The complaint's number and the code in these words, a space between; empty where not both are there."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text).upper()
    number = _NUMBER.search(plain)
    code = number and _CODE.search(f"{plain[: number.start()]} . {plain[number.end() :]}")
    if not number or not code:
        return ""
    told = re.sub(r"[^0-9T]", "-", re.sub(r"\s", "", number[0]))
    return f"{told} {code[0].replace(' ', '-')}"


def beside(turn: Turn) -> str:
    """What is told after number and code: 查投诉 T261123-0001 ABCD-EFGH 还漏电. Empty: nothing but how it is
    asked for."""
    plain = unicodedata.normalize("NFKC", turn.inbound.text)
    number = _NUMBER.search(plain.upper())
    if number is None:
        return ""
    after = plain[number.end() :]
    code = _CODE.search(after.upper())
    words = after[code.end() if code else 0 :].strip(" ,，.。;；:：!！")
    reading = read_answer("text", "", [], words)
    asks = hearing.put(turn, "case_asked", words) or hearing.put(turn, "thanks", words)
    return "" if asks or reading.intent or not isinstance(reading.value, str) else words


def looked_up(talk: Talk) -> str:
    """The number of the complaint whose code was shown before consent: it is added to after a yes."""
    return talk.fact if talk.state == "welcome" and _NUMBER.fullmatch(talk.fact) else ""


def shown(turn: Turn, signs: str) -> None:
    """Where the complaint stands and what was answered, to who has its code. The open thing is asked next."""
    case: Case = turn.wanted("case", signs)
    if case.complaint is None:
        _not_found(turn, case.wait)
        turn.do(Conceal())
        return
    _tell(turn, case, case.complaint)
    if turn.talk.state in AGREED and (words := beside(turn)):  # in this step, which is concealed
        turn.own()
        turn.do(Add(case.complaint.number, words))
        turn.say("case.added")
    if "open_case" in LIFE.triggers(turn.talk.state):
        turn.move("open_case", fact=case.complaint.number, guess=None)
    elif turn.talk.state not in AGREED:
        _agreed_first(turn, case.complaint.number)


def _agreed_first(turn: Turn, number: str) -> None:
    """To add to it takes consent, which is asked next; the yes leads back to it."""
    if turn.talk.state == "declined":
        turn.move("greet")
    turn.keep(fact=number)
    turn.say("case.agree_first")


def opened(turn: Turn, number: str) -> None:
    """Ready for what is to be added."""
    turn.move("open_case", fact=number)
    turn.ask()


def _not_found(turn: Turn, wait: int) -> None:
    """There is none such; or for so many seconds none is looked up."""
    if not wait:
        turn.say("case.unknown")
    elif wait < _MINUTE:
        turn.say("case.wait_shortly", seconds=wait)
    else:
        turn.say("case.wait", minutes=-(-wait // _MINUTE))


def _tell(turn: Turn, case: Case, known: ComplaintState) -> None:
    texts = turn.context.texts
    due = by(known.due_at, turn.context) if known.due_at else ""
    state = texts(f"state.complaint.{known.state}")
    turn.say("case.due" if due else "case.stands", number=known.number, state=state, due=due)
    for answer in case.answers:
        turn.tell(texts("chat.case.answer", answer=answer))
    turn.do(Conceal())


def added(turn: Turn, words: str) -> None:
    """More words to the complaint that is open here."""
    turn.own()
    turn.do(Add(turn.talk.fact, words))
    turn.say("case.added")
    turn.do(Conceal())
    turn.ask()
