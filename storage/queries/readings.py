"""What was understood of one customer: the answers of their latest response, as the pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from storage import hiding, surveys, written
from storage.domain.question import Question
from storage.queries import analysed as analysed_texts
from storage.queries.analysed import Analysed
from storage.queries.filters import STANDS_ALONE
from storage.tables import answers, changes, complaints, conversations, customers, responses, users
from storage.written import Part


class Understood(NamedTuple):
    """As the question shows it; or why there is no value; or nothing at all."""

    label: str
    missing: str


class Correction(NamedTuple):
    """What an answer `was` before it was corrected: `by` staff, of whom that is the `name`; or by the
    customer, after they had handed it in."""

    by: str
    name: str
    at: datetime
    was: Understood


class Read(NamedTuple):
    """One answer: `label` is what was understood, `text` what was written, `polarity` -1 to 1 once read.

    `choices` are (key, label, whether it is what was understood), none where nothing can be chosen; of
    `several` more than one may be. `parts` are the fields that `analysis`, None until it is done, is of.
    """

    id: int
    revision: int
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
    choices: list[tuple[str, str, bool]]
    several: bool
    corrected: Correction | None
    parts: list[Part]
    analysis: Analysed | None


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
    read = read_all(session, response.id, response.version_id)
    return Readings(survey.title, response.state, response.satisfaction_index, read)


def read_all(session: Session, response_id: int, version_id: int) -> list[Read]:
    """The answers of this response, in the order of the questions of its version."""
    survey = surveys.version(session, version_id)
    rows = {row.question: row for row in session.execute(_answers(response_id))}
    corrected = _corrected(session, response_id)
    parts = {row.id: written.answer(row) for row in rows.values()}
    found = analysed_texts.of(session, "answer", parts.keys(), parts)
    asked = [question for question in survey.questions if question.key in rows]
    gone = rows.keys() - {question.key for question in asked}  # a newer version asks them no more
    asked += [surveys.question(session, version_id, key) for key in sorted(gone)]
    told = ((question, rows[question.key]) for question in asked)
    return [_read(each, row, corrected.get(row.id), parts[row.id], found.get(row.id)) for each, row in told]


def newest_talk(session: Session) -> int | None:
    """The conversation in which something was said last, those of made-up customers aside."""
    c = conversations.c
    query = select(c.id).join_from(conversations, customers).where(c.seq > 0, ~c.preview, ~customers.c.demo)
    return session.scalar(query.order_by(c.active_at.desc(), c.id.desc()).limit(1))


def withheld(session: Session, subject: str, subject_id: int) -> bool:
    """Whether it is an answer that is still being told without a name: nobody's to read yet; or not for who
    reads."""
    if subject == "complaint":
        its = select(complaints.c.id).where(complaints.c.id == subject_id, hiding.shown(session))
        return session.scalar(its) is None
    given = select(answers.c.id).join_from(answers, responses).where(answers.c.id == subject_id)
    if session.scalar(given.where(~STANDS_ALONE)) is not None:
        return True
    shown = hiding.shown_of(session, responses.c.customer_id)
    return hiding.reader(session) is not None and session.scalar(given.where(shown)) is None


def analysed(session: Session, subject: str, subject_id: int) -> Analysed | None:
    """What was found in one text; None while it has not been analysed."""
    return analysed_texts.of(session, subject, [subject_id]).get(subject_id)


def _answers(response_id: int) -> Any:
    return select(answers).where(answers.c.response_id == response_id)


def _corrected(session: Session, response_id: int) -> dict[int, Correction]:
    """The answers that staff changed last, or the customer after handing them in: their id, and how."""
    c = changes.c
    query = (
        select(c.entity_id, c.actor, c.at, c.old, users.c.name, responses.c.completed_at)
        .join_from(changes, answers, and_(c.entity == "answer", c.entity_id == answers.c.id))
        .join(responses, responses.c.id == answers.c.response_id)
        .join(users, users.c.id == c.user_id, isouter=True)
        .where(answers.c.response_id == response_id)
        .order_by(c.id)
    )
    last = {row.entity_id: row for row in session.execute(query)}
    return {
        key: Correction(row.actor, row.name or "", row.at, understood(row.old))
        for key, row in last.items()
        if row.actor == "staff" or (row.completed_at and row.at > row.completed_at)
    }


def understood(values: dict[str, Any] | None) -> Understood:
    """Of old or new values; nothing where they were erased."""
    return Understood(values["label"], values["missing"]) if values else Understood("", "")


def _read(
    question: Question,
    row: Any,
    corrected: Correction | None,
    parts: list[Part],
    analysis: Analysed | None,
) -> Read:
    """A text answer is its own words; beside a value they are shown only where they say more."""
    label = "" if row.kind == "text" else row.label
    text = "" if label and row.text in (label, row.comment) else row.text
    meant = picked(row.value)
    return Read(
        id=row.id,
        revision=row.revision,
        question=row.question,
        kind=row.kind,
        title=question.title,
        label=label,
        score=row.score,
        text=text,
        comment=row.comment,
        reason=row.reason,
        because=[word for word in row.because or [] if word not in (label, text)],
        missing=row.missing,
        polarity=analysis.polarity if analysis else None,
        at=row.answered_at,
        choices=[(key, shown, key in meant) for key, shown in question.choices],
        several=question.kind == "multi",
        corrected=corrected,
        parts=parts,
        analysis=analysis,
    )


def picked(value: Any) -> list[str]:
    """The keys of the choices that this value stands for."""
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return value if isinstance(value, list) else [] if value is None else [str(value)]
