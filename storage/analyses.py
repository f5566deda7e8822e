"""What `nlp.analyse` found in answers and complaints."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import dialects
from storage.days import day
from storage.tables import analyses, answers, complaints, responses


class Analysis(TypedDict):
    """`subject` is answer or complaint; `polarity` -1 to 1, under 1/3 in size is neutral."""

    subject: str
    subject_id: int
    polarity: float
    confidence: float
    intent: str
    keywords: list[str]
    model: str
    at: datetime


def keep(session: Session, rows: Sequence[Analysis]) -> None:
    """Keep these; an earlier analysis of the same subject is replaced. Of answers without a name the day
    alone is kept: the moment would tell whose they are."""
    if not rows:
        return
    nameless = _nameless(session, [row["subject_id"] for row in rows if row["subject"] == "answer"])
    new = dialects.insert(session, analyses)
    replaced = ("polarity", "confidence", "intent", "keywords", "model", "at")
    session.execute(
        new.on_conflict_do_update(
            index_elements=["subject", "subject_id"], set_={name: new.excluded[name] for name in replaced}
        ),
        [{**row, "at": day(row["at"])} if _of(row, nameless) else row for row in rows],
    )


def _nameless(session: Session, answer_ids: Sequence[int]) -> set[int]:
    if not answer_ids:
        return set()
    query = select(answers.c.id).join_from(answers, responses)
    return set(session.scalars(query.where(answers.c.id.in_(answer_ids), responses.c.anonymous)))


def _of(row: Analysis, answer_ids: Collection[int]) -> bool:
    return row["subject"] == "answer" and row["subject_id"] in answer_ids


def words(session: Session, subject: str, subject_id: int) -> str:
    """What the customer wrote there: beside an answer and why it was low, an open answer, a story.
    Empty where nothing stands (any more)."""
    a, c = answers.c, complaints.c
    if subject == "complaint":
        return session.scalar(select(c.story).where(c.id == subject_id)) or ""
    query = select(a.kind, a.text, a.comment, a.reason).where(a.id == subject_id)
    row = session.execute(query).one_or_none()
    if row is None:
        return ""
    said = row.comment or (row.text if row.kind == "text" else "")
    return "\n".join(part for part in (said, row.reason) if part)
