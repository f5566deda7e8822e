"""What was understood of one customer: the answers of their latest response, as the pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from storage import surveys
from storage.tables import analyses, answers, conversations, customers, responses


class Read(NamedTuple):
    """One answer: `label` is what was understood, `text` what was written, `polarity` -1 to 1 once read."""

    question: str
    kind: str
    title: str
    label: str
    score: float | None
    text: str
    comment: str
    reason: str
    because: list[str]
    missing: str
    polarity: float | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Readings:
    """`state` is begun, completed or stopped; `index` 0 to 100 where it is completed."""

    survey: str
    state: str
    index: float | None
    answers: list[Read]


def of_conversation(session: Session, conversation_id: int) -> Readings | None:
    """The latest response of this conversation, its answers in the order of the questions."""
    r = responses.c
    query = select(r.id, r.version_id, r.state, r.satisfaction_index).where(
        r.conversation_id == conversation_id
    )
    response = session.execute(query.order_by(r.id.desc()).limit(1)).one_or_none()
    if response is None:
        return None
    survey = surveys.version(session, response.version_id)
    rows = {row.question: row for row in session.execute(_answers(response.id))}
    asked = [(question.title, rows[question.key]) for question in survey.questions if question.key in rows]
    return Readings(
        survey.title, response.state, response.satisfaction_index, [_read(*each) for each in asked]
    )


def newest_talk(session: Session) -> int | None:
    """The conversation in which something was said last, those of made-up customers aside."""
    c = conversations.c
    query = select(c.id).join_from(conversations, customers).where(c.seq > 0, ~customers.c.demo)
    return session.scalar(query.order_by(c.active_at.desc(), c.id.desc()).limit(1))


def polarity(session: Session, subject: str, subject_id: int) -> float | None:
    """The mood of one text, -1 to 1; None while it has not been analysed."""
    a = analyses.c
    return session.scalar(select(a.polarity).where(a.subject == subject, a.subject_id == subject_id))


def _answers(response_id: int) -> Any:
    analysed = and_(analyses.c.subject == "answer", analyses.c.subject_id == answers.c.id)
    return (
        select(answers, analyses.c.polarity)
        .join_from(answers, analyses, analysed, isouter=True)
        .where(answers.c.response_id == response_id)
    )


def _read(title: str, row: Any) -> Read:
    """A text answer is its own words; beside a value they are shown only where they say more."""
    label = "" if row.kind == "text" else row.label
    text = "" if label and row.text in (label, row.comment) else row.text
    because = [word for word in row.because or [] if word not in (label, text)]
    said = (
        label,
        row.score,
        text,
        row.comment,
        row.reason,
        because,
        row.missing,
        row.polarity,
        row.answered_at,
    )
    return Read(row.question, row.kind, title, *said)
