"""A suggestion or praise by mail: it is kept, and registered only when the reply says yes."""

from typing import Final

from bot.conversation import hearing, purposes, registering
from bot.conversation.complaining import begun
from bot.conversation.draft import PURPOSES, Draft
from bot.conversation.finding import facts_in
from bot.conversation.letter import Letter
from bot.conversation.letters import complaining, supplying
from bot.conversation.letters.courtesy import body, polite, tells
from bot.conversation.letters.heads import happened
from bot.conversation.life import IN_COMPLAINT
from bot.conversation.moments import by
from bot.conversation.turn import Wish

AT_ONCE: Final = ("crisis", "human", "erase", "export")
"""Wishes that are granted beside more of it, too."""

_LEAVES: Final = ("cancel", "skip")
"""Wishes that are a no to what is on offer."""

_AT_REST: Final = ("welcome", "declined", "menu")
"""States in which no survey asks for words."""

IN_WORDS: Final = ("question", "offtopic")
"""Wishes that in the words that were asked for are none: 能不能装个雨棚？"""


def taken(turn: Letter) -> bool:
    """Whether the words are one, or are said to the one that was offered to be registered. What answers a
    survey is none."""
    draft, talk = turn.talk.draft, turn.talk
    if draft is not None and purposes.other(turn):
        _first(turn)
        return True
    if draft is not None:
        return bool(draft.purpose) and _answered(turn, draft)
    if turn.context.invited or talk.listed or talk.version_id:
        return False
    wish = purposes.heard(turn, hearing.wish(hearing.words(turn)))
    if wish is None or wish.intent not in PURPOSES:
        return False
    _begun(turn, wish)
    return True


def beside_facts(turn: Letter) -> bool:
    """Whether a letter, while facts of a complaint are asked for, says outright that it suggests or praises
    something, or answers what was offered so: that is no part of the complaint. What stands before it is."""
    draft, text = turn.talk.draft, turn.inbound.text.strip()
    if turn.talk.state not in _AT_REST:
        return False
    if draft is not None:
        return bool(draft.purpose) and not _of_goods(turn, text) and _answered(turn, draft)
    start = purposes.place(turn, text)
    wish = purposes.of(turn, text[start:], outright=True) if start >= 0 else None
    if wish is None:
        return False
    if tells(turn, text[:start]):
        whole, turn.inbound = turn.inbound, turn.inbound._replace(text=text[:start].strip())
        supplying.supplied(turn)
        turn.inbound = whole
    _begun(turn, wish)
    return True


def _of_goods(turn: Letter, text: str) -> bool:
    """Whether it tells the facts that were asked for: 产品是沙发，订单号B123456."""
    return supplying.tells_facts(turn) or "order_number" in facts_in(text, turn.context.texts)


def said(turn: Letter, wish: Wish) -> None:
    """It is wished for; where one is on offer, the words may be the yes to it: 登记，不要留名字."""
    draft = turn.talk.draft
    if draft is not None and draft.purpose != wish.intent:
        _first(turn)
    elif draft is not None and draft.story and purposes.yes(turn, wish.words):
        complaining.register(turn, draft)
    else:
        _begun(turn, wish)


def _first(turn: Letter) -> None:
    """What was begun is told to its end before something else is."""
    turn.ask_after("purpose.first")


def _begun(turn: Letter, wish: Wish) -> None:
    """What was told is read back, with how to say yes or no; without a word of it, it is asked for."""
    draft = begun(turn, wish.intent)
    if turn.talk.state == "declined":
        turn.move("greet")
    turn.keep(draft=draft.told(wish.words, {}) if wish.words else draft)
    turn.ask()


def _dropped(turn: Letter) -> None:
    if turn.talk.state in IN_COMPLAINT:
        registering.drop(turn)
    else:
        turn.keep(draft=None, unnamed=False)
        turn.say("purpose.dropped")


def _answered(turn: Letter, draft: Draft) -> bool:
    words, wish = body(turn, turn.inbound.text) or turn.inbound.text.strip(), _wish(turn, draft)
    if complaining.wished(turn) == "complaint" and not hearing.no_complaint(turn):
        complaining.begin(turn, words)
    elif wish and wish.intent not in _LEAVES:
        turn.wish = wish
    elif draft.story and (agreed := _agreed(turn, words)):
        complaining.register(turn, draft, agreed[1])
    elif wish or purposes.declined(turn):
        _dropped(turn)
    elif draft.story and hearing.put_in_any(turn, "asks_of_it", words):
        turn.ask_after(
            "mail.purpose.once", due=by(registering.first_due(turn.context, turn.now), turn.context)
        )
    elif happened(turn, words):
        turn.keep(draft=draft.told(words, {}))
        turn.ask()
    elif not polite(turn, words):
        turn.puzzled()
    return True


def _wish(turn: Letter, draft: Draft) -> Wish | None:
    """A wish and no more, or one that does not wait. What is asked of it is none."""
    reading = hearing.words(turn)
    if reading.outcome == "intent":
        asks = hearing.heard_in_any(turn, "asks_of_it") if draft.story else reading.intent in IN_WORDS
        return None if asks else hearing.wish(reading)
    return hearing.wish(reading) if reading.intent in AT_ONCE else None


def _agreed(turn: Letter, words: str) -> tuple[bool, str] | None:
    """Whether they say yes, with the question that stands behind it: 好的，什么时候答复我？"""
    head, _, rest = hearing.parted(words)
    if purposes.yes(turn, words):
        return True, ""
    asks = bool(rest) and hearing.put_in_any(turn, "asks_of_it", rest)
    return (True, rest) if asks and purposes.yes(turn, head) else None
