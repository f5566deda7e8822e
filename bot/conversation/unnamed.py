"""A complaint without a name is wished for, or asked about, before it is handed in: remembered until then."""

import re
from typing import Final

from bot.conversation import hearing, purposes
from bot.conversation.draft import PURPOSES
from bot.conversation.life import IN_COMPLAINT, IN_SURVEY
from bot.conversation.prompts import anonymous, sheet
from bot.conversation.turn import Turn, Wish
from nlp import read_answer

_BLANK: Final = re.compile(r"[，,。．；;!！?？\s]+")
_STOP: Final = re.compile(r"[，,。．.；;：:!！?？\n]+\s*")
_HEAD: Final = 2
"""Clauses that may say so before the rest: 我想投诉，但不想留名字，床塌了."""


def heard(turn: Turn) -> bool:
    """Whether the text says so: then that is answered, and what was told with it left as a wish. In the
    summary the plain wish hands it in; where a name is to be signed it is an answer."""
    if _named(turn):
        return True
    words, told = _apart(turn)
    state, asks = turn.talk.state, bool(hearing.put(turn, "asks", words))
    found = hearing.put(turn, "anonymously", words)
    complains = found is not None and _complains(found, told) and not asks
    becomes = complains and purposes.section(turn.talk.draft) == "purpose"
    hands_in = state == "summary" and not (told or asks or becomes)
    if found is None or hands_in or _signs(turn):
        return False
    if told and state in IN_SURVEY and not complains:
        return False
    wish = _of(turn, told, complains=complains)
    turn.keep(unnamed=True)
    kind = "purpose" if wish.intent in PURPOSES else "complaint"
    turn.say("consent.nameless" if _surveyed(turn) and not complains and not told else f"{kind}.unnamed")
    turn.aside = True
    if told or becomes or (complains and state not in IN_COMPLAINT):
        turn.wish = wish
    return True


def _complains(found: re.Match[str], told: str) -> bool:
    """Whether it is called a complaint beside that: 匿名投诉; 我想投诉但不想留名字; 投诉床塌了，不留名."""
    if found["complaint"] or found["first"]:
        return True
    return bool(told) and read_answer("text", "", [], told).intent == "complaint"


def _of(turn: Turn, told: str, *, complains: bool) -> Wish:
    """What is to be handed in without a name: what they call it, else what is being told."""
    if complains:
        return Wish("complaint", told)
    draft = turn.talk.draft
    return purposes.of(turn, told.strip()) or Wish((draft and draft.purpose) or "complaint", told)


def _named(turn: Turn) -> bool:
    """Whether a name is left after all: then it is handed in with one. It is not handed in by that."""
    told = turn.talk.unnamed or turn.talk.state in IN_COMPLAINT
    if not told or not hearing.heard_in_any(turn, "named_after_all") or _signs(turn):
        return False
    turn.keep(unnamed=False)
    turn.say("complaint.named")
    return True


def _apart(turn: Turn) -> tuple[str, str]:
    """The words that may say so, and what is told before or after them."""
    text = turn.inbound.text.strip()
    if hearing.put(turn, "anonymously", text):
        return text, ""
    blanks = [each for each in _BLANK.finditer(text) if each.end() < len(text)]
    stops = [each for each in _STOP.finditer(text) if each.end() < len(text)]
    for place in (*blanks[:1], *stops[:_HEAD]):
        head = text[: place.end()].strip(" ，,；;：:")
        if hearing.put(turn, "anonymously", head):
            return head, text[place.end() :]
    for place in (*blanks[-1:], *stops[-1:]):
        if hearing.put(turn, "anonymously", text[place.end() :]):
            return text[place.end() :], text[: place.start()]
    return text, ""


def _signs(turn: Turn) -> bool:
    asking = turn.talk.state in ("asking", "confirming")
    return asking and sheet(turn.talk, turn.context, turn.talk.at).question.reads == "signature"


def _surveyed(turn: Turn) -> bool:
    """Whether it is asked of a survey that is answered without a name."""
    if turn.talk.state in IN_SURVEY:
        return turn.talk.nameless
    return turn.talk.state == "welcome" and turn.talk.draft is None and anonymous(turn.context)
