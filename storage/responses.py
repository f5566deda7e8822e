"""Verbs on responses (一份答卷) and their answers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from storage import analyses, bulk, changes, completing, corrections, dialects, numbers, quotas
from storage.tables import answers, messages, responses


class Begun(TypedDict):
    """A response to begin; every key is given. An `anonymous` one has no customer."""

    version_id: int
    conversation_id: int | None
    customer_id: int | None
    anonymous: bool
    channel: str
    segment: str
    language: str
    place: str
    preview: bool
    begun_at: datetime


class Answer(TypedDict):
    """An answer to keep; every key is given. `score` is 0 to 100, `because` the words it rests on."""

    response_id: int
    question: str
    about: str
    kind: str
    value: Any
    label: str
    score: float | None
    text: str
    comment: str
    because: list[str] | None
    missing: str
    seq: int
    answered_at: datetime


class Reason(TypedDict):
    """Why a question was scored low, in the customer's words."""

    response_id: int
    question: str
    text: str


class Finished(TypedDict):
    """`state` is completed or stopped; `satisfaction_index` 0 to 100, with completed."""

    response_id: int
    state: str
    satisfaction_index: float | None
    at: datetime


_BEGUN = insert(responses)


def begin(session: Session, rows: Sequence[Begun]) -> list[int]:
    """Begin these responses; their ids, in the same order."""
    if not rows:
        return []
    ids = list(numbers.take(session, "responses", len(rows)))
    bulk.execute(session, _BEGUN, [{**row, "id": key} for key, row in zip(ids, rows, strict=True)])
    return ids


def keep(session: Session, rows: Sequence[Answer]) -> None:
    """Keep these answers. One given before is replaced; its old value and its reason go into `changes`."""
    if not rows:
        return
    new = dialects.insert_new(session, answers)
    if bulk.execute(session, new, rows) != len(rows):
        _replace(session, rows)


def _replace(session: Session, rows: Sequence[Answer]) -> None:
    """What stands there and differs was there before: those just inserted are equal to their row."""
    query = select(answers).where(answers.c.response_id.in_({row["response_id"] for row in rows}))
    standing: dict[tuple[int, str], Any] = {
        (old["response_id"], old["question"]): dict(old) for old in session.execute(query).mappings()
    }
    for row in rows:
        old = standing[row["response_id"], row["question"]]
        if all(old[name] == row[name] for name in row):  # type: ignore[literal-required]
            continue
        new = {**row, "reason": ""}  # why the old one was low says nothing of this one
        change = update(answers).where(answers.c.id == old["id"])
        session.execute(change.values(**new, revision=answers.c.revision + 1))
        analyses.drop(session, [old["id"]])
        changes.keep(session, old, new, "customer", row["answered_at"])
        old.update(new)


_REASONED = (
    update(answers)
    .where(answers.c.response_id == bindparam("response"), answers.c.question == bindparam("key"))
    .values(reason=bindparam("words"))
)


def reason(session: Session, rows: Sequence[Reason]) -> None:
    """Keep why these questions were scored low."""
    if rows:
        values = [
            {"response": row["response_id"], "key": row["question"], "words": row["text"]} for row in rows
        ]
        bulk.execute(session, _REASONED, values)


_FINISHED = (
    update(responses)
    .where(responses.c.id == bindparam("key"))
    .values(state=bindparam("to"), satisfaction_index=bindparam("index"), completed_at=bindparam("completed"))
)


def finish(session: Session, rows: Sequence[Finished], moved: quotas.Moved = quotas.NOTHING) -> None:
    """These responses are completed, or stopped (then they have no index and no time of completion). Quotas
    count what is completed, together with what else `moved` in this transaction."""
    if rows:
        values = [
            {
                "key": row["response_id"],
                "to": row["state"],
                "index": row["satisfaction_index"],
                "completed": row["at"] if row["state"] == "completed" else None,
            }
            for row in rows
        ]
        bulk.execute(session, _FINISHED, values)
    completed = [row["response_id"] for row in rows if row["state"] == "completed"]
    completing.settle(session, completed, moved)


def set_aside(session: Session, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """These answers of these responses (response_id, questions) stay as they are, but count no more."""
    for response_id, questions in rows:
        of_it = (answers.c.response_id == response_id) & answers.c.question.in_(questions)
        change = update(answers).where(of_it, answers.c.missing == "")
        session.execute(change.values(score=None, missing=corrections.ASIDE))


def given(session: Session, response_id: int) -> dict[str, Any]:
    """The values of the answers of this response that count, by question."""
    a = answers.c
    query = select(a.question, a.value).where(a.response_id == response_id, a.missing == "")
    return {row.question: row.value for row in session.execute(query)}


def renew(session: Session, versions: Mapping[int, int]) -> None:
    """These open responses go on in a newer version of their survey (response_id -> version_id)."""
    for response_id, version_id in versions.items():
        session.execute(update(responses).where(responses.c.id == response_id).values(version_id=version_id))


def answer_ids(session: Session, pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """The ids of the answers under these (response_id, question)."""
    wanted = set(pairs)
    if not wanted:
        return {}
    query = select(answers.c.response_id, answers.c.question, answers.c.id).where(
        answers.c.response_id.in_({response for response, _ in wanted}),
        answers.c.question.in_({question for _, question in wanted}),
    )
    return {(row.response_id, row.question): row.id for row in session.execute(query)}


def answered_by(session: Session, response_id: int, conversation_id: int, external_id: str) -> dict[str, Any]:
    """The questions of this response whose answers are what this message said, each with its value."""
    m = messages.c
    query = (
        select(answers.c.question, answers.c.value)
        .join(messages, m.seq == answers.c.seq)
        .where(answers.c.response_id == response_id)
        .where(m.conversation_id == conversation_id, m.external_id == external_id)
    )
    return {row.question: row.value for row in session.execute(query)}
