"""What was handed in is corrected: 第二题改成4分, said when the survey is over.

The response is taken up as it stands, and the talk goes on in it as during the survey. Each answer counts at
once; that it was completed, and when, stays (docs/adr/0029).
"""

import re
from typing import Any

from bot.conversation import hearing, mending, revisiting, surveying, understanding, way
from bot.conversation.closing import CLOSED
from bot.conversation.context import HandedIn
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import NOTHING, shortened
from bot.conversation.turn import Turn
from storage.domain.question import Question
from storage.domain.questions import kind
from storage.domain.survey import Survey

__all__ = ["NOTHING", "asked", "begin", "choose", "handed_in", "leave", "over", "take_up", "wished"]


def handed_in(turn: Turn) -> bool:
    """Whether something was, and nothing is open since."""
    talk = turn.talk
    return talk.state == "menu" and bool(talk.done) and not talk.version_id and talk.draft is None


def wished(turn: Turn) -> bool:
    """Whether an answer is called by its number, or said to be another now: 物流改成2分."""
    if hearing.heard(turn, "question") or hearing.heard_in_any(turn, "amends"):
        return True
    parts = _PARTS.split(turn.inbound.text) if len(turn.inbound.text) <= _SHORT else []
    return any(hearing.put(turn, "amends", part) for part in parts)


_SHORT = 60  # characters: more is a story
_PARTS = re.compile(r"[，,。；;！!]")


def begin(turn: Turn) -> None:
    """Take it up, where it can be; else it is said why not."""
    if turn.talk.nameless:
        turn.ask_after("amend.nameless")
        return
    if turn.wanted("handed_in").late:
        turn.ask_after("amend.late")
    elif not take_up(turn):
        turn.ask_after("amend.none")
    else:
        _meant(turn)


def take_up(turn: Turn) -> bool:
    """Go on in what was handed in last, as it stands; False where there is none that can be corrected."""
    found: HandedIn = turn.wanted("handed_in")
    survey = turn.context.survey
    if found.late or not found.version_id or survey is None or turn.context.version_id != found.version_id:
        return False
    turn.move("amend", **{**CLOSED, **_taken_up(found, survey), "listed": turn.talk.listed})
    return True


def midway(turn: Turn) -> bool:
    """Whether an answer of a survey that is not over is corrected from outside of it."""
    talk = turn.talk
    begun = talk.version_id and not talk.draft and talk.state in ("menu", "resting", "waiting")
    if not begun or not surveying.at_hand(turn) or not wished(turn):
        return False
    turn.move("rest")
    turn.move("ask", guess=None)
    if number := revisiting.called(turn):
        revisiting.go_to(turn, number)
    elif not mending.mended(turn):
        surveying.go_on(turn)
    return True


def over(turn: Turn) -> bool:
    """Whether it has become too late for what is being corrected: then it stays as it stands, which is said,
    and nothing but a wish is heard."""
    if not (turn.talk.amends and turn.talk.state in (*IN_SURVEY, "amending")):
        return False
    if not turn.wanted("handed_in").late:
        return False
    turn.move("finish", **CLOSED)
    turn.wish = hearing.wished(turn, revisiting.AT_ONCE) if turn.inbound.text.strip() else None
    if not turn.wish:
        turn.ask_after("amend.late")
    return True


def _taken_up(found: HandedIn, survey: Survey) -> dict[str, Any]:
    """The talk as it stood when all was answered."""
    keys = {question.key for question in survey.questions}
    given = {key: each for key, each in found.answers.items() if key in keys}
    kept = {key: each for key, each in given.items() if key in survey.remembered and each.value is not None}
    words = {key: each.text for key, each in kept.items() if _own_words(survey, key)}
    return {
        "version_id": found.version_id,
        "at": len(survey.questions),
        "amends": True,
        "scores": {key: each.score for key, each in given.items()},
        "values": {key: each.value for key, each in kept.items()},
        "words": words,
    }


def _own_words(survey: Survey, key: str) -> bool:
    return key in survey.quoted or understanding.own(survey.question(key))


def _meant(turn: Turn) -> None:
    """To the question that was called, with the value that was said; else which one is asked."""
    number = revisiting.called(turn)
    if number:
        revisiting.go_to(turn, number)
    elif _without_more(turn) or not mending.mended(turn):
        choose(turn)


def _without_more(turn: Turn) -> bool:
    """Whether no question is named: the number in `one of my answers` is no value."""
    found = hearing.heard(turn, "amends")
    return found is not None and bool(found.groupdict().get("any"))


def choose(turn: Turn) -> None:
    """Which one? What stands there is told first."""
    found: HandedIn = turn.wanted("handed_in")
    texts = turn.context.texts
    lines = [
        texts("chat.amend.one", number=number, item=question.title, told=_told(turn, found, question))
        for number, (_, question) in enumerate(way.asked(turn.talk, turn.context), 1)
    ]
    turn.move("amend", at=len(turn.context.survey.questions) if turn.context.survey else 0, guess=None)
    turn.ask_after("amend.stands", answers="\n".join(lines))


def _told(turn: Turn, found: HandedIn, question: Question) -> str:
    given, texts = found.answers.get(question.key), turn.context.texts
    if given is None or given.missing or given.value is None:
        return texts("chat.amend.empty")
    label = kind(question.kind).label(question, given.value)
    return shortened(label if given.label else given.text)


def asked(turn: Turn, key: str) -> bool:
    """Ask this question once more; False where there is no such."""
    place = next((place for place, each in way.asked(turn.talk, turn.context) if each.key == key), -1)
    if place >= 0:
        turn.move("ask", at=place, guess=None)
        turn.ask()
    return place >= 0


def leave(turn: Turn) -> None:
    """It stays as it stands."""
    surveying.complete(turn)
    turn.ask()
