"""Steps remembered: what customers say most is a button or a level, and the same talk answers it the same.

A step depends on nothing but the talk, the words, the context and, seldom, the time. So what came of one that
never asked for the time holds for every customer who stands there and says that.
"""

from datetime import datetime
from typing import Any, Final, NamedTuple

from bot.conversation.context import Context
from bot.conversation.effects import Complain, Decide, Effect, Rated, Reopen, Stayed, Supply
from bot.conversation.letter import MAIL
from bot.conversation.picked import Picked, picked
from bot.conversation.prompts import prompt
from bot.conversation.step import stepped
from bot.conversation.talk import Talk, load
from bot.conversation.tongues import LANGUAGE
from bot.message import Inbound

FEW: Final = 16
"""Characters: a label, not a story."""

MOST: Final = 4096
_KINDS: Final = frozenset(("choice", "text", "open"))
_OF_COMPLAINTS: Final = (Complain, Decide, Reopen, Stayed, Rated, Supply)


class Outcome(NamedTuple):
    """What came of a step: the talk, the text that it is kept as, what is to be done.

    `words` are what was said, or what was picked as staff read it; `choice` what was picked, or heard in a
    free text as a button would have said it. `closed` is the mark of what was open before and is no more,
    `open` of what is open now; empty where nothing is. `registers`: something is done with
    a complaint.
    """

    talk: Talk
    kept: str
    effects: tuple[Effect, ...]
    words: str
    choice: Picked | None
    closed: str
    open: str
    registers: bool


Key = tuple[Any, ...]

_young: dict[Key, Outcome] = {}
_old: dict[Key, Outcome] = {}
"""When the young are many they become the old, and the old are forgotten but for those asked for again."""


def step(kept: str, inbound: Inbound, context: Context, now: datetime) -> Outcome:
    """The step of the talk that is kept as this text: made, or remembered."""
    words = inbound.text
    if len(words) > FEW or inbound.kind not in _KINDS or inbound.channel == MAIL or not context.shared:
        return _made(kept, inbound, context, now)[0]
    came = inbound.start, inbound.late, inbound.language
    key = (kept, inbound.kind, words, inbound.keys, inbound.of, came, context)
    found = _young.get(key)
    if found is None:
        found = _old.get(key)
        if found is None:
            found, common = _made(kept, inbound, context, now)
            if not common:
                return found
        _remember(key, found)
    return found


def _remember(key: Key, outcome: Outcome) -> None:
    if len(_young) >= MOST:
        _old.clear()
        _old.update(_young)
        _young.clear()
    _young[key] = outcome


def _made(kept: str, inbound: Inbound, context: Context, now: datetime) -> tuple[Outcome, bool]:
    """The outcome, and whether others may come to the same: nobody's own words are in it, and no time."""
    before = load(kept)
    turn = stepped(before, inbound, context, now)
    talk, effects = turn.talk, tuple(turn.effects)
    words, choice = picked(inbound, context.texts, effects, context.version_id)
    if inbound.of == LANGUAGE:
        words = turn.context.texts("name")
    was = _open(before, context) if turn.was is None else turn.was
    now_open = _open(talk, turn.context)
    closed = was if was != now_open else ""
    registers = any(type(effect) in _OF_COMPLAINTS for effect in effects)
    own = any(each.draft or each.guess or each.ahead or each.words for each in (before, talk))
    made = Outcome(talk, talk.dump(), effects, words, choice, closed, now_open, registers)
    return made, turn.timeless and not own


def _open(talk: Talk, context: Context) -> str:
    """The mark of what is open where the talk stands."""
    try:
        return prompt(talk, context).outbound.of if talk.state != "new" else ""
    except (ValueError, LookupError):  # a survey that is no more
        return ""
