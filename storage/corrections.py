"""Staff correct what was understood. The customer's words stay; what it was taken for changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import changes, events, quotas, surveys
from storage.domain import questions, satisfaction
from storage.domain.question import Question
from storage.tables import answers, responses

ASIDE = "aside"
"""Why an answer has no score any more: its question is not on the customer's way, or not asked any more."""

UNANSWERED = "unanswered"
"""Why there is no value: what the customer wrote was no answer."""


class Unknown(KeyError):
    """There is no such answer."""


class Stale(RuntimeError):
    """The answer has changed since it was read; nothing was saved. Read it again, then decide."""


class Unfit(ValueError):
    """The question cannot be answered so: it has no such choices, or not so many of them may be chosen."""


def correct(
    session: Session,
    answer_id: int,
    keys: Sequence[str],
    user_id: int,
    at: datetime,
    revision: int,
    talk: int | None = None,
) -> None:
    """The customer meant these choices of the question; none of them: what they wrote was no answer.

    The index of a completed response follows. `revision` is that of the answer as the member of staff saw it;
    an answer given in another conversation than `talk`, where one is named, is unknown.
    Raises Unknown, Stale, Unfit.
    """
    response_id = session.scalar(_response_of(answer_id, talk))
    if response_id is None:
        raise Unknown(f"no answer {answer_id}")
    response = session.execute(_locked(response_id)).one()
    old = dict(session.execute(select(answers).where(answers.c.id == answer_id)).mappings().one())
    found = _meant(surveys.question(session, response.version_id, old["question"]), keys)
    if old["missing"] == ASIDE:  # it counts no more, whatever it was
        found |= {"score": None, "missing": ASIDE}
    if all(old[name] == found[name] for name in found):
        return
    _save(session, answer_id, revision, found)
    changes.keep(session, old, {**old, **found}, "staff", at, user_id)
    events.append(session, [events.event(at, "answer", answer_id, "correct", "staff", user_id=user_id)])
    if response.state == "completed":
        recount(session, response_id, response.version_id)
        was, now = _counting(old), _counting(found)
        quotas.count(session, quotas.corrected(session, response_id, old["question"], was, now))


def _counting(answer: dict[str, Any]) -> Any:
    """Its value, where it counts."""
    return None if answer["missing"] else answer["value"]


def _response_of(answer_id: int, talk: int | None) -> Any:
    """The response that the answer is part of, given in that conversation."""
    found = select(responses.c.id).join(answers, answers.c.response_id == responses.c.id)
    found = found.where(answers.c.id == answer_id)
    return found if talk is None else found.where(responses.c.conversation_id == talk)


def _locked(response_id: int) -> Any:
    """Two who correct answers of one response do it one after the other: both count in its index."""
    r = responses.c
    return select(r.version_id, r.state).where(r.id == response_id).with_for_update(key_share=True)


def _meant(question: Question, keys: Sequence[str]) -> dict[str, Any]:
    """The columns that say what was understood. Raises Unfit."""
    if not question.choices:
        raise Unfit(f"question {question.key} has no choices")
    if not keys:
        return {"value": None, "label": "", "score": None, "missing": UNANSWERED}
    kind = questions.kind(question.kind)
    value = kind.pick(question, keys)
    if value is None:
        raise Unfit(f"question {question.key} cannot be answered so")
    return {
        "value": value,
        "label": kind.label(question, value),
        "score": kind.score(question, value),
        "missing": "",
    }


def _save(session: Session, answer_id: int, revision: int, found: dict[str, Any]) -> None:
    change = (
        update(answers)
        .where(answers.c.id == answer_id, answers.c.revision == revision)
        .values(revision=revision + 1, **found)
        .returning(answers.c.id)
    )
    if session.execute(change).one_or_none() is None:
        raise Stale(f"answer {answer_id} is not at revision {revision} any more")


def recount(session: Session, response_id: int, version_id: int) -> None:
    """The satisfaction index by the rule of completion, from the answers as they stand: the talk, which
    remembers one, knows nothing of what staff have corrected."""
    a = answers.c
    given = session.execute(select(a.question, a.score).where(a.response_id == response_id))
    scores = {row.question: row.score for row in given}
    index = satisfaction.index(scores, surveys.version(session, version_id).weights)
    session.execute(update(responses).where(responses.c.id == response_id).values(satisfaction_index=index))
