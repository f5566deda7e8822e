"""Whether the worker has loaded its models, which takes seconds: until then moods are late."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage import jobs

KIND, KEY = "analyse", "answer:0"


def begin(session: Session, now: datetime) -> None:
    """Put work of no consequence: once it is done, the worker is warm."""
    payload = {"subject": "answer", "subject_id": 0}
    jobs.put(session, [jobs.Job(kind=KIND, key=KEY, payload=payload, due_at=now, created_at=now)])


def going_on(session: Session) -> bool:
    """Whether moods have to be waited for."""
    return jobs.is_open(session, KIND, KEY)
