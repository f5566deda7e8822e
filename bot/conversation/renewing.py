"""A new version of the survey was published while the customer is in the midst: they go on in the new one.

What they have answered stays, where the question is still asked and of the same kind; only what is new is
asked.
"""

from dataclasses import replace
from typing import Any

from bot.conversation import hearing, surveying, way
from bot.conversation.context import Context
from bot.conversation.effects import Renew, SetAside
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import prompt
from bot.conversation.sheets import marked
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn
from storage.domain.question import Question
from storage.domain.survey import Survey


def settled(turn: Turn) -> bool:
    """Go on in the newer version, if there is one. Whether nothing is left to do about the message: what was
    said to a question that is no more, or that has other choices now, is an answer to none."""
    context, before = turn.context, turn.talk
    if context.former is None or not before.version_id or before.version_id != context.former_id:
        return False
    was, old = _open(before, context.former), marked(before.version_id, "")
    turn.talk = renewed(before, context)
    aside = tuple(key for key in before.scores if key not in turn.talk.scores)
    turn.do(Renew(turn.talk.version_id))
    if aside:
        turn.do(SetAside(aside))
    turn.was = _mark(before, context) if was else ""
    if turn.inbound.of.startswith(old):
        turn.inbound = turn.inbound._replace(of=marked(turn.talk.version_id, turn.inbound.of[len(old) :]))
    return _lost(turn, was, before)


def _mark(talk: Talk, context: Context) -> str:
    """The mark of what was open in the former version."""
    then = replace(context, survey=context.former, version_id=context.former_id)
    return prompt(talk, then).outbound.of


def _lost(turn: Turn, was: Question | None, before: Talk) -> bool:
    """Whether the message was said to what is no more; then what is open now is asked."""
    survey, talk, inbound = turn.context.survey, turn.talk, turn.inbound
    if survey is None or before.state not in IN_SURVEY or inbound.kind == "open" or inbound.of == "menu":
        return False
    now = _open(talk, survey)
    if was and now and talk.state == before.state and (was.key, was.choices) == (now.key, now.choices):
        return False
    if turn.mailed and _as_mailed(turn, survey):
        return False
    turn.say("asking.renewed")
    if now is None:
        surveying.complete(turn)
    turn.wish = hearing.wish(hearing.words(turn)) if inbound.text else None
    if not turn.wish:
        turn.ask()
    return True


def _as_mailed(turn: Turn, survey: Survey) -> bool:
    """Whether all questions of the mails are asked as they were there, or not at all: their numbers tell what
    a reply was said to."""
    former, talk = turn.context.former, turn.talk
    if former is None:
        return False
    keys = {question.key for question in survey.questions} & set(talk.listed)
    return all(survey.question(key).choices == former.question(key).choices for key in keys)


def _open(talk: Talk, survey: Survey) -> Question | None:
    """The question that the talk is at, or asks the reason of."""
    position = talk.about if talk.state == "reason" else talk.at
    return survey.questions[position] if position < len(survey.questions) else None


def renewed(talk: Talk, context: Context) -> Talk:
    """The talk in the new version: at the question that was open, or else at the first one not answered."""
    former, survey = context.former, context.survey
    if former is None or survey is None or context.version_id is None:
        return talk
    same = _same(former, survey)
    alike = {key for key in same if former.question(key).choices == survey.question(key).choices}
    moved = talk._replace(
        version_id=context.version_id,
        scores={key: score for key, score in talk.scores.items() if key in same},
        values=_values(talk, context, survey, same),
        words={key: words for key, words in talk.words.items() if key in same},
        full=(),  # who is in the midst may finish
        ahead={key: guess for key, guess in talk.ahead.items() if key in alike},
    )
    places = {former.position(key): survey.position(key) for key in same}
    sure = {former.position(key) for key in alike}
    return _placed(moved, talk, context, places, sure)


def _values(talk: Talk, context: Context, survey: Survey, same: frozenset[str]) -> dict[str, Any]:
    """The values that the new version depends on, as they were given; one that it has no name for is none."""
    known = {key: value for key, value in {**context.given, **talk.values}.items() if value is not None}
    wanted = [key for key in known if key in same & survey.remembered and key in talk.scores]
    return {key: known[key] for key in wanted if _has_name(survey.question(key), known[key])}


def _has_name(question: Question, value: Any) -> bool:
    keys = value if isinstance(value, list) else [value]
    return not question.choices or isinstance(value, bool) or all(key in question.labels for key in keys)


def _same(former: Survey, survey: Survey) -> frozenset[str]:
    """The questions that both versions ask in the same way."""
    kinds = {question.key: question.kind for question in survey.questions}
    return frozenset(each.key for each in former.questions if kinds.get(each.key) == each.kind)


def _placed(moved: Talk, talk: Talk, context: Context, places: dict[int, int], sure: set[int]) -> Talk:
    """With the positions of the new version. A reason or a guess goes with the question that it is about."""
    about, at = places.get(talk.about), places.get(talk.at)
    gone = (talk.state == "reason" and about is None) or (talk.state == "confirming" and talk.at not in sure)
    if gone:
        moved = moved._replace(state="asking", guess=None)
    on_it = way.way(moved, context)
    if talk.state not in IN_SURVEY[:2] or at not in on_it:
        at = way.next_open(moved, context)
    return moved._replace(at=at, about=about or 0)
