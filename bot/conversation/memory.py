"""Steps remembered: what customers say most is a button or a level, and the same talk answers it the same.

A step depends on nothing but the talk, the words, the context and, seldom, the time. So what came of one that
never asked for the time holds for every customer who stands there and says that.
"""

from datetime import datetime
from typing import Any, NamedTuple

from bot.conversation.context import Context
from bot.conversation.effects import Answer, Complain, Effect, Reopen
from bot.conversation.sheets import marked
from bot.conversation.step import stepped
from bot.conversation.talk import Talk, load
from bot.message import Inbound
from storage.domain.locale import Texts

FEW = 16  # characters: a label, not a story
MOST = 8192
_KINDS = frozenset(("choice", "text", "open"))

Picked = dict[str, Any]
"""{"of": the mark of a question, "keys": those picked}."""


class Outcome(NamedTuple):
    """What came of a step: the talk, the text that it is kept as, what is to be done.

    `words` are what was said, or what was picked as staff read it; `choice` what was picked, or heard in a
    free text as a button would have said it. `registers`: a complaint is begun or taken up again.
    """

    talk: Talk
    kept: str
    effects: tuple[Effect, ...]
    words: str
    choice: Picked | None
    registers: bool


_remembered: dict[tuple[Any, ...], Outcome] = {}


def step(kept: str, inbound: Inbound, context: Context, now: datetime) -> Outcome:
    """The step of the talk that is kept as this text: made, or remembered."""
    words = inbound.text
    if len(words) > FEW or inbound.kind not in _KINDS or not context.shared:
        return _made(kept, inbound, context, now)[0]
    key = (kept, inbound.kind, words, inbound.keys, inbound.of, inbound.start, inbound.late, context)
    found = _remembered.get(key)
    if found is None:
        found, timeless = _made(kept, inbound, context, now)
        if timeless:
            if len(_remembered) >= MOST:
                _remembered.clear()
            _remembered[key] = found
    return found


def chosen(inbound: Inbound) -> Picked | None:
    """What was picked by a button; None for all else."""
    return {"of": inbound.of, "keys": list(inbound.keys)} if inbound.kind == "choice" else None


def labels(inbound: Inbound, texts: Texts) -> str:
    """The words said, or the labels of the picked keys that are not a question's own."""
    if inbound.kind != "choice":
        return inbound.text
    keys = ((key, f"chat.choice.{key}") for key in inbound.keys)
    return "、".join(texts(text) if texts.has(text) else key for key, text in keys)


def _made(kept: str, inbound: Inbound, context: Context, now: datetime) -> tuple[Outcome, bool]:
    turn = stepped(load(kept), inbound, context, now)
    words, choice, registers = labels(inbound, context.texts), chosen(inbound), False
    for effect in turn.effects:
        if type(effect) is Answer:
            words = effect.label or words if inbound.kind == "choice" else words
            choice = choice or _heard(context.version_id, effect)
        registers = registers or type(effect) in (Complain, Reopen)
    made = Outcome(turn.talk, turn.talk.dump(), tuple(turn.effects), words, choice, registers)
    return made, turn.timeless


def _heard(version_id: int | None, answer: Answer) -> Picked | None:
    """The choice that a free text came to, as a button would have made it: so the customer sees it marked."""
    value = answer.value
    if version_id is None or value is None or answer.kind == "text":
        return None
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return {"of": marked(version_id, answer.question), "keys": value if isinstance(value, list) else [value]}
