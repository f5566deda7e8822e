"""A complaint without a name is wished for, or asked about, before it is handed in: remembered until then."""

import re

from bot.conversation import hearing, purposes
from bot.conversation.life import IN_COMPLAINT, IN_SURVEY
from bot.conversation.prompts import anonymous, sheet
from bot.conversation.turn import Turn, Wish

_END = re.compile(r"[，,。．；;!！?？\s]+")


def heard(turn: Turn) -> bool:
    """Whether the text says so: then that is answered, and what was told with it left as a wish. In the
    summary the plain wish hands it in; where a name is to be signed it is an answer."""
    if _named(turn):
        return True
    words, told = _apart(turn)
    state, asks = turn.talk.state, bool(hearing.put(turn, "asks", words))
    found = hearing.put(turn, "anonymously", words)
    if found is None or (state == "summary" and not told and not asks) or _signs(turn):
        return False
    complains = bool(found["complaint"]) and not asks
    if told and state in IN_SURVEY and not complains:
        return False
    turn.keep(unnamed=True)
    turn.say("consent.nameless" if _surveyed(turn) and not complains and not told else "complaint.unnamed")
    turn.aside = True
    if told or (complains and state not in IN_COMPLAINT):
        draft, other = turn.talk.draft, None if complains else purposes.of(turn, told.strip())
        turn.wish = other or Wish(draft.purpose if draft and draft.purpose else "complaint", told)
    return True


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
    breaks = [each for each in _END.finditer(text) if each.end() < len(text)]
    for place in breaks[:1]:
        if hearing.put(turn, "anonymously", text[: place.end()].strip(" ，,；;")):
            return text[: place.end()].strip(" ，,；;"), text[place.end() :]
    for place in breaks[-1:]:
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
