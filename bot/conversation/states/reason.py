"""A score was low, and the customer is asked why. They need not say."""

import re
from typing import Any

from bot.conversation import hearing, mending, surveying, understanding
from bot.conversation.effects import Reason
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish
from nlp import Reading, read_answer
from storage.domain.question import Question
from storage.domain.questions import kind

_SCORE = 3  # characters of a score put in words: 一颗星
_UNITS = "颗顆个個分星点點级級档檔 .~-～"
_WEIGHTY = ("crisis", "complaint", "erase", "export")
_TEMPER = ("abuse",)  # 烦死了
_PARTS = re.compile(r"[，,。.；;、！!？?~\n]+|\s(?=[\u4e00-\u9fff])")


def tells(turn: Turn) -> bool:
    """Whether what elsewhere is a wish tells why it scored low: 看不懂, 让我明天再来, 发错了; but a clause of
    its own is a wish: 一直没人管，转人工."""
    return turn.talk.state == "reason" and hearing.heard_in_any(turn, "reason") and not _wishes(turn)


def _wishes(turn: Turn) -> bool:
    """Whether a clause that tells no reason has a wish in it."""
    parts = [part for part in _PARTS.split(turn.inbound.text) if part]
    beside = [part for part in parts if not hearing.put_in_any(turn, "reason", part)] if parts[1:] else []
    return any(read_answer("text", "", [], part).intent not in (None, *_TEMPER) for part in beside)


def text(turn: Turn) -> None:
    """The reason in the customer's words, or a wish, or both."""
    reading = hearing.words(turn)
    if reading.intent not in _WEIGHTY and tells(turn):
        reading = Reading("answer", turn.inbound.text)
    turn.wish = hearing.aside(reading) if reading.outcome == "answer" else hearing.wish(reading)
    if hearing.no_complaint(turn):
        turn.wish = Wish("skip")
    elif hearing.assent(turn) and not turn.talk.tries:
        turn.say("reason.go_ahead")
        turn.keep(tries=1)
    elif scored := level(turn):
        _misplaced(turn, scored)
    elif turn.wish is None and mending.mended(turn):
        return
    elif reading.outcome == "ask":
        turn.puzzled()
    else:
        _told(turn, reading)


def _misplaced(turn: Turn, level: Reading) -> None:
    """Not recorded, and said so; after that, asked differently."""
    understanding.doubt(turn, sheet(turn.talk, turn.context, turn.talk.about).question, level)
    if turn.talk.tries:
        turn.puzzled()
    else:
        turn.ask_after("reason.level")
        turn.keep(tries=1)


def level(turn: Turn) -> Reading | None:
    """A level is no reason: it was meant for a question, perhaps before this one was seen."""
    question, written = sheet(turn.talk, turn.context, turn.talk.about).question, turn.inbound.text
    reading = understanding.read(turn, question, written)
    if reading.outcome != "answer" or reading.value is None or reading.comment or reading.intent:
        return None
    told = len(written) > _SCORE and not any(map(str.isdigit, written))  # 一用就坏, 一塌糊涂
    wordless = (_scored(written) and not told) or not any(map(str.isalpha, written))
    named = written.strip(" 。.!！") in question.labels.values()
    return reading if wordless or named or _praised(question, reading.value) else None


def _scored(written: str) -> bool:
    """Whether it is a number, and nothing but what numbers are told in: 五分, but not 一般般."""
    plain = written.strip(" 。.!！")
    return any(map(str.isnumeric, plain)) and all(each.isnumeric() or each in _UNITS for each in plain)


def _praised(question: Question, value: Any) -> bool:
    """Whether this is a level of the better half: 普普通通 tells a reason, 很好 was meant for another one."""
    score, pick = kind(question.kind).score, kind(question.kind).pick
    values = [picked for key in question.labels if (picked := pick(question, (key,))) is not None]
    levels = [found for each in values if (found := score(question, each)) is not None]
    given = score(question, value)
    middle = (min(levels) + max(levels)) / 2 if levels else 0.0
    return given is not None and not question.wants_reason(given) and given > middle


def _told(turn: Turn, reading: Reading) -> None:
    if isinstance(reading.value, str):
        turn.do(Reason(sheet(turn.talk, turn.context, turn.talk.about).question.key, reading.value))
        turn.say("reason.kept")
    if reading.outcome == "answer":
        passed(turn)


def passed(turn: Turn) -> None:
    """On, unless the customer wants something else first."""
    if turn.wish:
        turn.move("ask")
    else:
        surveying.go_on(turn)


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Not saying why, or saying it as a complaint."""
    if keys in (("skip",), ("complaint",)):
        turn.wish = Wish(keys[0])
    else:
        turn.puzzled()
