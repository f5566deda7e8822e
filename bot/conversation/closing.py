"""How a response ends: its index, the answers that count no more, and the words that fit the result."""

from typing import Any

from bot.conversation import way
from bot.conversation.effects import Finish
from bot.conversation.turn import Turn
from storage.domain import routing, satisfaction

CLOSED: dict[str, Any] = {
    "version_id": 0,
    "at": 0,
    "about": 0,
    "scores": {},
    "values": {},
    "words": {},
    "full": (),
    "seed": 0,
    "nameless": False,
    "amends": False,
    "guess": None,
    "ahead": {},
    "invitation": 0,
    "listed": (),
}
"""How a talk stands that is in no survey."""


def finished(turn: Turn) -> tuple[Finish, str]:
    """The end of the open response, and what is said at it. Who comes when their quota is full was asked no
    more: that response is stopped, and counts for nothing (B6)."""
    talk, context, survey = turn.talk, turn.context, turn.context.survey
    if survey is None:
        return Finish("completed", anonymous=talk.nameless), context.texts("chat.asking.thanks")
    known, aside = way.known(talk, survey), way.left_behind(talk, context)
    index = satisfaction.index(way.standing(talk, context), survey.weights)
    standing = {key: each for key, each in known.items() if key not in aside}
    over = routing.over(survey, standing, frozenset(talk.full))
    text = (over.text if over else "") or routing.closing(survey, standing, index)
    finish = Finish("completed", index, aside, talk.nameless)
    if over:
        finish = Finish("stopped", None, aside, talk.nameless)
    return finish, text or context.texts("chat.asking.thanks")


def stopped(turn: Turn) -> Finish:
    """The end that a customer makes of it."""
    return Finish("stopped", None, way.left_behind(turn.talk, turn.context), turn.talk.nameless)
