"""What a survey asks, as whoever enters responses needs to know it."""

from typing import Any

from sqlalchemy.orm import Session

from storage import surveys
from storage.domain import entering


def asked_by(session: Session, key: str) -> dict[str, Any] | None:
    """The version that is published, with its questions and what can be picked; None where none is."""
    found = surveys.published(session, key)
    if found is None:
        return None
    version_id, survey = found
    asked = [
        {
            "key": each.key,
            "kind": each.kind,
            "text": each.told({}).text,
            "required": each.required,
            "options": [{"key": code, "label": label} for code, label in each.choices],
            "low": each.low,
            "high": each.high,
        }
        for each in entering.asked(survey)
    ]
    return {"version_id": version_id, "questions": asked}
