"""What stands beside the answers of a mail and is none: it is answered, or a colleague is told of it."""

import re
from typing import Final

from bot.conversation import asked, hearing
from bot.conversation.effects import CallPerson
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import polite
from bot.conversation.letters.replying import Heard
from bot.conversation.letters.tone import asks, praises

_LINE: Final = 8
"""Letters and digits of a line that states something; less is a name or an address."""

_ENDS: Final = re.compile(r"[，,。.;；!！]")
_TO_NOBODY: Final = (None, "question", "offtopic", "help")
"""Wishes that need nothing but somebody who reads them; 怎么搞的 beside answers asks for no help."""


def seen(turn: Letter, found: Heard) -> None:
    """Take what was said beside answers, unless it was said of other questions or is a wish to be granted."""
    wish = found.wish.intent if found.wish else None
    if wish not in _TO_NOBODY:
        return
    found.wish = None
    lines = _left_over(found)
    told = {each: line for each in lines if (line := _line(turn, each))}
    for line in dict.fromkeys(told.values()):
        turn.tell(line)
    below = set(map(str.strip, found.below.splitlines()))
    left = [each for each in lines if each not in told]
    said = any(asks(turn, each) or (each in below and _states(turn, each)) for each in left)
    if said or (wish == "question" and not told):
        turn.do(CallPerson("human"))
        turn.say("mail.aside")


def _left_over(found: Heard) -> list[str]:
    """The lines that stand by no number, where numbers were written."""
    if not found.numbered or found.rest in found.words.values():
        return []
    return [each.strip() for each in found.rest.splitlines() if each.strip()]


def _line(turn: Letter, words: str) -> str:
    """What answers these words, where that is known."""
    whole = turn.inbound
    turn.inbound = whole._replace(text=words)
    line = asked.line(turn)
    turn.inbound = whole
    return line


def _states(turn: Letter, words: str) -> bool:
    """Whether a line is a sentence that staff should read; praise and farewells wait for nobody."""
    long = sum(map(str.isalnum, words)) >= _LINE and bool(_ENDS.search(words))
    return long and not (polite(turn, words) or praises(words) or hearing.put(turn, "answers_end", words))
