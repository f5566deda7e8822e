"""A score was low, and the customer is asked why. They need not say."""

import re

from bot.conversation import hearing, mending, surveying, understanding
from bot.conversation.effects import Reason
from bot.conversation.level import level
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish
from nlp import Reading, read_answer

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


def _misplaced(turn: Turn, scored: Reading) -> None:
    """Not recorded, and said so; after that, asked differently."""
    understanding.doubt(turn, sheet(turn.talk, turn.context, turn.talk.about).question, scored)
    if turn.talk.tries:
        turn.puzzled()
    else:
        turn.ask_after("reason.level")
        turn.keep(tries=1)


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
