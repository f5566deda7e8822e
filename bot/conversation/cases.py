"""An anonymous complaint, as its owner comes back to it: by number and code, on whatever channel.

What is said of it is concealed in this conversation: staff are not to find out here whose it is.
"""

import re
import unicodedata

from bot.conversation import hearing, standing
from bot.conversation.at_hand import ASKED, CLOSED, NUMBER, AtHand, at_hand
from bot.conversation.context import Case, ComplaintState
from bot.conversation.draft import PURPOSES
from bot.conversation.effects import Add, Conceal, Reopen
from bot.conversation.life import AGREED, LIFE
from bot.conversation.turn import Turn
from nlp import read_answer

_MINUTE = 60  # seconds
_SHORTEST, _LONGEST = 20, 120  # characters of a message that asks for one
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{4}[-‐‑–—－ ]?[0-9A-Z]{4}(?![0-9A-Z])")


def asked_for(text: str) -> str:
    """The complaint's number and the code in these words, a space between; empty where not both are there."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text).upper()
    number = NUMBER.search(plain)
    code = number and _CODE.search(f"{plain[: number.start()]} . {plain[number.end() :]}")
    if not number or not code:
        return ""
    return f"{_plain(number[0])} {code[0].replace(' ', '-')}"


def beside(turn: Turn) -> str:
    """What is told after number and code: 查投诉 T261123-0001 ABCD-EFGH 还漏电. Empty: nothing but how it is
    asked for."""
    plain = unicodedata.normalize("NFKC", turn.inbound.text)
    number = NUMBER.search(plain)
    if number is None:
        return ""
    after = plain[number.end() :]
    code = _CODE.search(after.upper())
    words = after[code.end() if code else 0 :].strip(" ,，.。;；:：!！")
    reading = read_answer("text", "", [], words)
    asks = hearing.put(turn, "case_asked", words) or hearing.put(turn, "thanks", words)
    return "" if asks or reading.intent or not isinstance(reading.value, str) else words


def number_in(text: str) -> str:
    """The complaint's number in these words, as we write it; empty where there is none."""
    found = NUMBER.search(unicodedata.normalize("NFKC", text))
    return _plain(found[0]) if found else ""


def number_out(text: str, called: str = "") -> str:
    """These words without it, or with what it is `called` in its place."""
    plain = unicodedata.normalize("NFKC", text)
    found = NUMBER.search(plain)
    return f"{plain[: found.start()]}{called}{plain[found.end() :]}" if found else text


def _plain(number: str) -> str:
    return re.sub(r"[^0-9T]", "-", re.sub(r"\s", "", number).upper())


def shown(turn: Turn, signs: str) -> None:
    """Where the complaint stands and what was answered, to who has its code. The open thing is asked next."""
    case: Case = turn.wanted("case", signs)
    if case.complaint is None:
        _not_found(turn, case.wait)
        turn.do(Conceal())
        return
    _tell(turn, case, case.complaint)
    if words := beside(turn):  # in this step, which is concealed
        turn.own()
        turn.do(Add(case.complaint.number, words))
        turn.say("case.added")
    known = case.complaint
    asked = known.state if known.state in (*ASKED, CLOSED) and known.kind not in PURPOSES else ""
    fact = AtHand(known.number, key=case.key).fact(asked)
    if turn.talk.state == "declined":
        turn.move("greet")
    at_hand_now(turn, fact)


def at_hand_now(turn: Turn, fact: str) -> None:
    """It is at hand, if what is open lets it be. Who has not agreed to anything stays where they are: what
    they add is kept under what they agreed to when they registered it."""
    if "open_case" in LIFE.triggers(turn.talk.state):
        turn.move("open_case", fact=fact, guess=None)
    elif turn.talk.state not in AGREED:
        turn.keep(fact=fact)


def opened(turn: Turn, fact: str) -> None:
    """Ready for what is to be said or added to it."""
    at_hand_now(turn, fact)
    turn.ask()


def left(turn: Turn) -> None:
    """Before consent, that is all: where something is on offer, that is open again."""
    turn.keep(fact="")
    turn.aside = True
    if turn.context.survey is None and turn.talk.draft is None:
        turn.say("menu.bye")
    else:
        turn.ask()


def reopened(turn: Turn) -> None:
    """It was closed, and is taken up again; more can be added to it."""
    here = at_hand(turn.talk)
    turn.do(Reopen(here.number, here.key))
    turn.say("reopen.again", **turn.context.called(here.number))
    turn.do(Conceal())
    opened(turn, here.fact())


def _not_found(turn: Turn, wait: int) -> None:
    """There is none such; or for so many seconds none is looked up."""
    if not wait:
        turn.say("case.unknown")
    elif wait < _MINUTE:
        turn.say("case.wait_shortly", seconds=wait)
    else:
        turn.say("case.wait", minutes=-(-wait // _MINUTE))


def _tell(turn: Turn, case: Case, known: ComplaintState) -> None:
    standing.unnamed(turn, known)
    for answer in case.answers:
        turn.tell(turn.context.texts("chat.case.answer", answer=answer))
    turn.do(Conceal())
