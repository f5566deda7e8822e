"""One complaint is at hand: the customer's own, whose answer they are asked about, or one without a name,
whose code they have shown. What they write goes to it."""

from bot.conversation import (
    cases,
    choosing,
    deciding,
    flatly,
    hearing,
    numbered,
    retracting,
    staying,
    unsettled,
    verdicts,
)
from bot.conversation.at_hand import ASKED, BROKE, CLOSED, MORE, UNDER_WAY, WAITS, WHY, at_hand, looked_up
from bot.conversation.turn import Turn, Wish
from nlp import Reading

_WORDS = (WHY, MORE, BROKE, WAITS)
"""Where whatever is written is what was asked for."""

_AS_WORDS = (None, "complaint", "question", "abuse", "offtopic")
"""Wishes that in such words are none."""


def text(turn: Turn) -> None:
    """What they say to the answer, that it is all, a wish, or more to the complaint."""
    for each in (staying, retracting):
        if each.asks(turn):
            each.text(turn)
            return
    if not _decided(turn):
        _written(turn)


def _decided(turn: Turn) -> bool:
    """Whether it is said to an answer of ours, or to how it stands, where nothing is asked; then that is
    taken."""
    here = at_hand(turn.talk)
    if verdicts.answered(turn) or (not here.asked and verdicts.told(turn)):
        return True
    if here.asked:
        return False
    if here.key and hearing.put_in_any(turn, "accepts", flatly.said(turn)):
        numbered.unnamed(turn, here.key)
        return True
    known, (no, beside) = deciding.known_now(turn, here), _refused(turn)
    if known is not None and known.state in UNDER_WAY and no:
        deciding.take(turn, here, deciding.REFUSALS[0], beside)
    elif not (no or _against(turn)):
        return False
    else:
        deciding.added(turn, turn.inbound.text.strip())
    return True


def _written(turn: Turn) -> None:
    here, key, reading = at_hand(turn.talk), hearing.picked(turn, turn.open), hearing.words(turn)
    if here.asked == CLOSED and (key == "reopen" or _again(turn)):
        cases.reopened(turn)
    elif key or hearing.heard(turn, "all_told") or (not here.asked and hearing.courtesy(turn)):
        picked(turn, (key or "all_told",))
    elif _left(here.asked, reading.missing):
        picked(turn, ("all_told",))
    elif here.asked in _WORDS and reading.intent in _AS_WORDS:
        deciding.told(turn, here, turn.inbound.text)
    elif isinstance(reading.value, str) or _tells(here.asked, reading):
        deciding.added(turn, turn.inbound.text.strip())
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    else:
        turn.puzzled()


def _again(turn: Turn) -> bool:
    return unsettled.says(turn, flatly.said(turn)) or choosing.refused(turn, flatly.said(turn))[0]


def _refused(turn: Turn) -> tuple[bool, str]:
    """Whether they refuse what was answered, where nothing is asked, and why: 我不接受，太少了."""
    words = flatly.minded(turn, choosing.without_number(turn, flatly.said(turn)))
    return choosing.refused(turn, words, disagrees=True)


def _against(turn: Turn) -> bool:
    """Whether they say no to what was told of it, where nothing is asked: 不满意; 还没修."""
    words = flatly.minded(turn, flatly.said(turn))
    if hearing.words(turn).missing is None:
        head, _, _ = hearing.parted(words)
        if any(hearing.put_in_any(turn, "flatly_no", each) for each in (words, head)):
            return True
    return unsettled.says(turn, flatly.said(turn))


def _tells(asked: str, reading: Reading) -> bool:
    """Where an answer is asked about: 什么时候退款; 还是老样子. Else a complaint in words is more of this
    one."""
    if asked not in ASKED:
        return not asked and reading.intent == "complaint" and bool(hearing.told(reading))
    return reading.intent == "question" or reading.missing == "same"


def _left(asked: str, missing: str | None) -> bool:
    """Whether nothing is said to it: 不想说; 算了, 不用了."""
    if asked in ASKED:
        return missing in ("refused", "none")
    return asked in _WORDS and asked != WAITS and missing is not None


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """What they say to the answer; or that is all: on where the talk was."""
    for each in (staying, retracting):
        if each.asks(turn):
            each.picked(turn, keys)
            return
    here, shown = at_hand(turn.talk), [each.key for each in turn.open.outbound.choices]
    late = here.asked in ASKED and len(keys) == 1 and keys[0] in choosing.KEYS
    if len(keys) != 1 or not (late or keys[0] in (*shown, "all_told")):
        turn.puzzled()
    elif keys[0] in ("all_told", "skip") and looked_up(turn.talk):
        cases.left(turn)
    elif keys[0] in ("all_told", "skip"):
        turn.wish = Wish("go_on")
    elif keys[0] == "reopen":
        cases.reopened(turn)
    else:
        deciding.take(turn, here, keys[0], "")
