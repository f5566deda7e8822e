"""Words that say nothing of their own: nobody waits for the mail that would answer them."""

import re
from functools import cache
from typing import Final

from bot.conversation import hearing
from bot.conversation.letter import Letter
from nlp import read_answer
from storage.domain.locale import Texts

_LEAST_TOLD: Final = 4  # letters and digits that tell something beside the answers
_CLAUSE: Final = re.compile(r"[，,。.!！~\n]+")
_THANKS: Final = ("thanks", "received")
_MOST: Final = 4  # formulas below one another: 此致, 敬礼, a name, a day
_MOST_CLAUSES: Final = 100  # of more than that no single one is listened to
_BETWEEN: Final = r"[\s，,、:：。.；;!！~]"


def body(turn: Letter, words: str) -> str:
    """The words without the greeting above them, and without the formulas below with which letters end: both
    on lines of their own, or next to a number. Within a sentence they are the customer's own words."""
    left, tongues = words.strip(), turn.context.tongues.values() or (turn.context.texts,)
    for texts in tongues:
        left = _salutation(texts).sub("", left)
    for _ in range(_MOST):
        before = left
        for texts in tongues:
            left = _sign_off(texts).sub("", left).rstrip()
        if left == before:
            break
    return left


@cache
def _salutation(texts: Texts) -> re.Pattern[str]:
    greeting = texts.section("chat.hear")["salutation"]
    return re.compile(rf"^(?:{greeting})(?:(?=[^\S\n]*{_BETWEEN}?\s*\n){_BETWEEN}+|{_BETWEEN}+(?=\d|第))")


@cache
def _sign_off(texts: Texts) -> re.Pattern[str]:
    """With the name and the day below it."""
    hear = texts.section("chat.hear")
    signed = rf"(?:{_BETWEEN}+(?:{hear['signed']})){{0,2}}"
    return re.compile(
        rf"(?:^|(?<=\n)|(?<=[\d分])|(?<=[\d分]{_BETWEEN}))(?:{hear['sign_off']}){signed}{_BETWEEN}*$"
    )


def polite(turn: Letter, words: str) -> bool:
    """Whether they only greet, thank, or say that our mail was received: 好的，收到，谢谢."""
    parted = clauses(body(turn, words))
    return bool(words.strip()) and all(_courtesy(turn, each) for each in parted)


def thanks(turn: Letter, words: str) -> bool:
    """Whether they only thank, or say that our mail was received."""
    parted = clauses(words if _thanks(turn, words) else body(turn, words))
    return bool(parted) and all(_thanks(turn, each) for each in parted)


def tells(turn: Letter, words: str) -> bool:
    """Whether these words say something of their own."""
    return sum(map(str.isalnum, words)) >= _LEAST_TOLD and not polite(turn, words)


def clauses(words: str) -> list[str]:
    """The words, parted where a clause ends; of very many the rest in one piece."""
    return list(filter(str.strip, _CLAUSE.split(words, _MOST_CLAUSES)))


def _thanks(turn: Letter, words: str) -> bool:
    return any(hearing.put(turn, key, words) for key in _THANKS)


def _courtesy(turn: Letter, words: str) -> bool:
    if _thanks(turn, words) or hearing.put(turn, "nods", words):
        return True
    reading = read_answer("yes_no", "", [], words)
    said = reading.comment or reading.intent or reading.missing or reading.guess is not None
    return not (said or reading.value is False)
