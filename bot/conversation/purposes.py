"""What else than a complaint a customer tells us: a suggestion, which goes to a department and is answered,
or praise, which is passed on to whom it praises. It is registered only when they say yes."""

import re

from bot.conversation import hearing
from bot.conversation.draft import PURPOSES, Draft
from bot.conversation.turn import Turn, Wish
from nlp import read_answer

_HEAD = 90  # characters at whose beginning it is said what it is
_LEAST = 2  # letters that tell something beside that
_CLAUSE = re.compile(r"[，,。.；;!！~\n]+")


_NO_WISH = ("question", "offtopic")
"""Wishes that in a suggestion are none: 建议装个雨棚，行吗？"""


def heard(turn: Turn, wish: Wish | None) -> Wish | None:
    """The wish that was heard, or the one to suggest or to praise something, where that is none of ours."""
    return wish if wish and wish.intent not in _NO_WISH else named(turn) or wish


def of(turn: Turn, text: str) -> Wish | None:
    """The same of these words."""
    for purpose in PURPOSES:
        if found := hearing.put(turn, purpose, text[:_HEAD]):
            told = sum(map(str.isalpha, found["rest"] or "")) >= _LEAST
            return Wish(purpose, text if told else "")
    return None


def named(turn: Turn) -> Wish | None:
    """The wish to make a suggestion or to praise somebody, with the words where they do so. An inquiry is
    none: a person answers it at once."""
    return of(turn, turn.inbound.text.strip())


def other(turn: Turn) -> Wish | None:
    """The wish for something of another kind than what is begun, which is told to its end first. What is
    suggested in a complaint that is being told belongs to it."""
    draft = turn.talk.draft
    if draft is None or (draft.story and not draft.purpose):
        return None
    wish = named(turn)
    return wish if wish and wish.intent != draft.purpose else None


def section(draft: Draft | None) -> str:
    """The section of `chat` that has the words for what is being told."""
    return "purpose" if draft is not None and draft.purpose else "complaint"


def declined(turn: Turn) -> bool:
    """Whether what is on offer is not to be registered: 不用了, 算了, 先不登记."""
    no = hearing.no_complaint(turn) or hearing.heard_in_any(turn, "let_drop")
    label = [("not_needed", turn.context.texts("chat.choice.not_needed"))]
    named_no = hearing.named(turn.inbound.text, label) or hearing.heard_in_any(turn, "hold")
    return bool(no or named_no) or hearing.yes_or_no(turn) is False


def agreed(turn: Turn) -> bool:
    """Whether it is to be registered: 登记, 好的, 是的."""
    return yes(turn, turn.inbound.text)


def yes(turn: Turn, words: str) -> bool:
    """Whether these words say so, each clause of them, and no more: 好的，登记; 是建议，请登记."""
    parted = list(filter(None, map(str.strip, _CLAUSE.split(words))))
    told = [each for each in parted if not hearing.put_in_any(turn, "thanks", each)]
    return bool(told) and all(_yes(turn, each) for each in told)


def _yes(turn: Turn, clause: str) -> bool:
    texts = turn.context.texts
    labels = [(key, texts(f"chat.choice.{key}")) for key in ("register", "submit")]
    if hearing.named(clause, labels):
        return True
    for name in (*(label for _, label in labels), *(texts(f"notice.kind.{each}") for each in PURPOSES)):
        clause = clause.removesuffix(name)
    reading = read_answer("yes_no", "", [], clause)
    return reading.value is True and not reading.comment and not reading.intent
