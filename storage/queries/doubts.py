"""What to learn from: readings that were asked again, and those that staff or the customer corrected."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from storage import surveys
from storage.domain import questions
from storage.domain.question import Question
from storage.queries.filters import Period, within
from storage.queries.readings import Understood, understood
from storage.tables import answers, asked_again, changes, messages, responses


class Doubt(NamedTuple):
    """A reading in doubt. `words` are the customer's, `guess` what they were taken for, `because` what that
    rests on, `holds` what was recorded in the end."""

    how: Literal["asked", "staff", "customer"]
    at: datetime
    kind: str
    title: str
    words: str
    guess: Understood
    holds: Understood
    because: list[str]


def doubts(session: Session, period: Period) -> list[Doubt]:
    """Those of the period, the newest first. What was picked is not among them: there was nothing to read."""
    found = [*_asked(session, period), *_changed(session, period)]
    return sorted(found, key=lambda doubt: doubt.at, reverse=True)


def _asked(session: Session, period: Period) -> Iterator[Doubt]:
    for row in session.execute(_asked_query().where(*within(asked_again.c.at, period))):
        question = surveys.question(session, row.version_id, row.question)
        guess = Understood(_label(question, row.guess), "")
        holds = Understood(row.label or "", row.missing or "")
        because = row.because or []
        yield Doubt("asked", row.at, row.kind, question.title, row.words or "", guess, holds, because)


def _asked_query() -> Select[Any]:
    k, a, m, r = asked_again.c, answers.c, messages.c, responses.c
    said = and_(m.conversation_id == r.conversation_id, m.seq == k.seq)
    finally_ = and_(a.response_id == k.response_id, a.question == k.question)
    return (
        select(
            *(k.at, k.question, k.kind, k.guess, k.because, r.version_id, m.text.label("words")),
            *(a.label, a.missing),
        )
        .join_from(asked_again, responses)
        .join(messages, said, isouter=True)
        .join(answers, finally_, isouter=True)
        .where(~r.preview)
    )


def _changed(session: Session, period: Period) -> Iterator[Doubt]:
    corrected: set[int] = set()  # what staff said last was no reading
    for row in session.execute(_changed_query().where(*within(changes.c.at, period))):
        was, holds, old = understood(row.old), Understood(row.label, row.missing), row.old or {}
        if was != holds and row.id not in corrected and old.get("text", "") not in ("", was.label):
            title = surveys.question(session, row.version_id, row.question).title
            because = old.get("because") or []
            yield Doubt(row.actor, row.at, row.kind, title, old["text"], was, holds, because)
        (corrected.add if row.actor == "staff" else corrected.discard)(row.id)


def _changed_query() -> Select[Any]:
    c, a, r = changes.c, answers.c, responses.c
    return (
        select(a.id, c.at, c.actor, c.old, a.question, a.kind, a.label, a.missing, r.version_id)
        .join_from(changes, answers, and_(c.entity == "answer", c.entity_id == a.id))
        .join(responses)
        .where(~r.preview, a.kind != "text")
        .order_by(c.id)
    )


def _label(question: Question, value: Any) -> str:
    return "" if value is None else questions.kind(question.kind).label(question, value)
