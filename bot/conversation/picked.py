"""What a message says to who reads it later: its words, and the choice that it made or came to."""

from collections.abc import Iterable
from typing import Any

from bot.conversation.at_hand import HANDLING
from bot.conversation.effects import Answer, Effect, Speak
from bot.conversation.sheets import marked
from bot.conversation.tongues import LANGUAGE
from bot.message import Inbound
from storage.domain import questions
from storage.domain.locale import Texts

_CLOSED = frozenset(("scale", "nps", "yes_no", "single", "multi", "ranking"))
"""Kinds of answer that are one of the choices shown."""

Picked = dict[str, Any]
"""{"of": the mark of a question (or the message that is meant), "keys": those picked}; where a text answered
several questions, or a yes confirmed a guess, "also": the same of each further one."""


def labels(inbound: Inbound, texts: Texts) -> str:
    """The words said; or the labels of what was picked, but for a question's own, and words with them."""
    if inbound.kind != "choice":
        return inbound.text
    named = "stayed.level" if inbound.of.startswith(f"{HANDLING}.") else "choice"
    keys = ((key, f"chat.{named}.{key}") for key in inbound.keys)
    picked = "、".join(texts(text) if texts.has(text) else key for key, text in keys)
    return f"{picked} {inbound.text}".rstrip()


def chosen(inbound: Inbound) -> Picked | None:
    """What was picked by a button, or which message is meant; None for all else."""
    return {"of": inbound.of, "keys": list(inbound.keys)} if inbound.of else None


def picked(
    inbound: Inbound, texts: Texts, effects: Iterable[Effect], version_id: int | None
) -> tuple[str, Picked | None]:
    """Words and choice of a message after the step that it made: an answer has a label, and a free text may
    have come to a choice."""
    words, choice = labels(inbound, texts), chosen(inbound)
    effects = list(effects)
    answers = [effect for effect in effects if type(effect) is Answer]
    if inbound.kind == "choice":
        words = next((answer.label for answer in reversed(answers) if answer.label), words)
    marks = [heard(version_id, answer) for answer in answers]
    return words, _confirmed(choice, marks) or _all(marks) or _spoken(effects)


def _confirmed(choice: Picked | None, marks: Iterable[Picked | None]) -> Picked | None:
    """The choice made; where that was a yes to a guess, with the one that it came to beside it."""
    also = [each for each in marks if choice and each and each["of"] != choice["of"]]
    return {**choice, "also": also} if choice and also else choice


def _spoken(effects: Iterable[Effect]) -> Picked | None:
    """The language that a text came to: its page goes on in it."""
    found = (each.language for each in effects if type(each) is Speak)
    return next(({"of": LANGUAGE, "keys": [each]} for each in found), None)


def _all(heard: Iterable[Picked | None]) -> Picked | None:
    """As one: the first, with the others beside it."""
    marks = [each for each in heard if each]
    return {**marks[0], "also": marks[1:]} if len(marks) > 1 else next(iter(marks), None)


def heard(version_id: int | None, answer: Answer) -> Picked | None:
    """The choice that a free text came to, as a button would have made it: so the customer sees it marked."""
    value = answer.value
    if version_id is None or value is None or questions.kind(answer.kind).reads not in _CLOSED:
        return None
    if isinstance(value, bool):
        value = "yes" if value else "no"
    keys = value if isinstance(value, list) else [str(value)]
    return {"of": marked(version_id, answer.question), "keys": keys}
