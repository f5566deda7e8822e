"""Going on elsewhere: a code is given here, and brought there; the talk follows it."""

import re
from functools import lru_cache

from bot.conversation import surveying, understanding
from bot.conversation.context import Arrival
from bot.conversation.effects import Move, Say
from bot.conversation.life import IN_COMPLAINT, IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.talk import Talk, load
from bot.conversation.turn import Turn
from bot.message import Outbound
from storage.domain.code import LENGTH, SIGNS, plain
from storage.domain.locale import Texts

_START = re.compile(rf"c_([{SIGNS}]{{{LENGTH}}})")
"""`Inbound.start` of a link with a code; no survey is called so."""

_LONGEST = 60  # characters of a message with a code
_BARE = re.compile(r"\s*[0-9A-Za-z]{4}[-‐‑–—－][0-9A-Za-z]{4}\s*")
_LOOSE = re.compile(
    r"\s*(?=.*[A-Za-z])(?:(?=.*[0-9])[0-9A-Za-z]{4} ?[0-9A-Za-z]{4}|[0-9A-Z]{4} ?[0-9A-Z]{4})\s*"
)
"""Without its dash it looks like a word or a day: it has letters and digits, or capitals alone."""
_MIXED = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])|\s*[A-Z]{4}\W[A-Z]{4}")


def code(turn: Turn) -> str:
    """The code in what came in; empty where there is none. A code alone may be an answer, and without its
    dash a word: there it is one only if it leads somewhere; where the number of an order is asked for, it
    takes a word."""
    inbound, words = turn.inbound, turn.inbound.text
    if signs := brought(inbound.start):
        return signs
    if inbound.kind != "text" or not LENGTH <= len(words) <= _LONGEST:
        return ""
    dashed = bool(_BARE.fullmatch(words))
    if (dashed or _LOOSE.fullmatch(words)) and (signs := plain(words)) and not _numbered(turn):
        return signs if (dashed and not _answers(turn)) or _leads(turn, signs) else ""
    told = _told(turn.context.texts).fullmatch(words.strip())
    return plain(told["code"]) if told else ""


def brought(start: str) -> str:
    """The code in what a link asks for; empty where there is none."""
    found = _START.fullmatch(start) if start else None
    return found[1] if found else ""


def _answers(turn: Turn) -> bool:
    """Whether what looks like a code may be an answer: words are asked for, or it has digits alone."""
    state = turn.talk.state
    if state not in IN_SURVEY:
        return state in IN_COMPLAINT
    if state == "reason" or not _MIXED.search(turn.inbound.text):
        return True
    asked = sheet(turn.talk, turn.context, turn.talk.at).question if surveying.at_hand(turn) else None
    return asked is not None and understanding.free(asked)


def _numbered(turn: Turn) -> bool:
    """Whether the number of an order or a telephone is asked for."""
    talk = turn.talk
    if talk.state in ("asking", "confirming"):
        at_hand = surveying.at_hand(turn)
        return at_hand and sheet(talk, turn.context, talk.at).question.reads in ("order", "phone")
    return talk.state == "facts" and talk.fact == "order_number"


def _leads(turn: Turn, signs: str) -> bool:
    """Looked up as what may be a word, and is one to whoever has guessed too often."""
    seen: Arrival = turn.wanted("glimpse", signs)
    return bool(seen.talk) or seen.here


def start(code: str) -> str:
    """What a link with this code asks for."""
    return f"c_{plain(code)}"


def web_link(door: str, code: str) -> str:
    """The link that brings this code to the web chat: after the #, which browsers keep for themselves, so
    that it stands in no log on the way."""
    return f"{door}/#{start(code)}"


@lru_cache
def _told(texts: Texts) -> re.Pattern[str]:
    return re.compile(texts.section("chat.hear")["code"], re.IGNORECASE)


def give(turn: Turn) -> None:
    """A code to go on elsewhere with. What is open stays open until it is brought there."""
    given = turn.wanted("passage")
    turn.say("passing.code", code=given.code)
    for how, link in given.links:
        drawn = (("scan", plain(given.code)),) if how == "scan" else ()
        turn.do(Say(Outbound(turn.context.texts(f"chat.passing.{how}", link=link), details=drawn)))
    turn.ask()


def arrived(turn: Turn, signs: str) -> None:
    """A code was brought here: its talk goes on, unless it is none or something else is open."""
    if turn.talk.state == "new":
        turn.move("greet")
    turn.keep(start="")
    turn.aside = True
    arrival = turn.wanted("arrival", signs)
    if arrival.wait:
        turn.ask_after("passing.wait", seconds=arrival.wait)
    elif arrival.here:
        if turn.inbound.kind != "open" or turn.inbound.text:
            turn.ask_after("passing.here")
    elif not arrival.talk:
        turn.ask_after("passing.wrong")
    elif turn.talk.version_id or turn.talk.draft:
        turn.ask_after("passing.busy")
    else:
        _move(turn, arrival)


def bring(turn: Turn, arrival: Arrival, before: Talk) -> None:
    """Go on here as it stood there."""
    left = Talk("menu", before.consent, done=before.done, cases=before.cases, tongue=before.tongue)
    turn.do(Move(arrival.left, left.dump()))
    if arrival.language:
        turn.speak(arrival.language)
    turn.talk = before._replace(tries=0, when="", back="", album="")


def _move(turn: Turn, arrival: Arrival) -> None:
    before = load(arrival.talk)
    bring(turn, arrival, before)
    turn.say("passing.arrived")
    if arrival.held:
        turn.say("passing.held")
    elif before.state == "resting":
        turn.move("rest")
        surveying.go_on(turn) if before.version_id and not before.draft else turn.ask()
    elif before.state in IN_SURVEY and not surveying.at_hand(turn):
        surveying.lose(turn)
    else:
        turn.ask()
