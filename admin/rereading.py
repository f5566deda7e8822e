"""All that was written is read anew when the model or the categories have changed: a job a portion, in the
background. What is newly written waits for one portion at most."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.orm import Session

import nlp
from admin import naming, own_model
from storage import analyses, db, jobs, written
from storage.analyses import Analysis, Due

JOB = jobs.REREAD
"""The kind of job; payload: `model`, the version to be read by, and `at`, how far each step has come."""

PORTION = 200
STEPS = ("stale", "answer", "complaint")
"""What another model read; then what none ever read."""


class Portion(NamedTuple):
    """What was found in the next texts, and the payload to go on with; None: all is read."""

    rows: list[Analysis]
    rest: dict[str, Any] | None
    now: datetime


def begin(engine: Engine, data: Path, now: datetime) -> str:
    """Take the model and the categories in force, and have all texts read by them; their version."""
    own_model.adopt(engine, data)
    with db.reading(engine) as session:
        version = nlp.version(naming.in_force(session))
        left = any(_due(session, version, step, 0, 1) for step in STEPS)
    if left:
        with db.writing(engine) as session:
            put(session, {"model": version, "step": 0, "after": 0}, now)
    return version


def put(session: Session, payload: dict[str, Any], now: datetime) -> None:
    """The next portion."""
    key = f"{payload['model']}:{payload['step']}:{payload['after']}"
    jobs.put(session, [jobs.Job(kind=JOB, key=key, payload=payload, due_at=now, created_at=now)])


def read(engine: Engine, payload: dict[str, Any], now: datetime) -> Portion:
    """The next portion, outside of any transaction. Of a model that is in force no more, nothing."""
    with db.reading(engine) as session:
        taxonomy = naming.in_force(session)
        if payload["model"] != nlp.version(taxonomy):
            return Portion([], None, now)
        due = _due(session, payload["model"], STEPS[payload["step"]], payload["after"], PORTION)
        texts = written.wholes(session, [(each.subject, each.subject_id) for each in due])
    spoken = {each: words for each in due if (words := texts.get((each.subject, each.subject_id)))}
    found = nlp.analyse(list(spoken.values()), taxonomy=taxonomy)
    rows = [_row(each, spoken[each], one, now) for each, one in zip(spoken, found, strict=True)]
    return Portion(rows, _rest(payload, due), now)


def _row(due: Due, words: str, found: nlp.Analysis, now: datetime) -> Analysis:
    signature = nlp.signature(words) if due.subject == "complaint" else None
    return analyses.row(due.subject, due.subject_id, words, found, now, signature)


def _rest(payload: dict[str, Any], due: Sequence[Due]) -> dict[str, Any] | None:
    if due:
        return {**payload, "after": due[-1].id}
    step = payload["step"] + 1
    return {**payload, "step": step, "after": 0} if step < len(STEPS) else None


def _due(session: Session, version: str, step: str, after: int, limit: int) -> Sequence[Due]:
    if step == "stale":
        return analyses.stale(session, version, after, limit)
    return analyses.missing(session, step, after, limit)


def keep(session: Session, portions: Sequence[Portion]) -> None:
    """Keep all that was found at once, for it locks talks and then texts; and put the next portions."""
    analyses.keep(session, [row for portion in portions for row in portion.rows])
    for portion in portions:
        if portion.rest:
            put(session, portion.rest, portion.now)
