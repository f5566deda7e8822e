"""Rounds for tests: prepared in a word."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Engine

from storage import db, rounds
from tests.storage.conftest import NOW


def plan(**changed: Any) -> rounds.Plan:
    """All at once, two weeks from now."""
    made = {
        "title": "第四季度",
        "target": 80.0,
        "return_by": NOW + timedelta(days=14),
        "starts_at": NOW,
        "wave_size": 0,
        "wave_minutes": 0,
        "remind": True,
        **changed,
    }
    return cast(rounds.Plan, made)


def planned(engine: Engine, anonymous: bool = False, **changed: Any) -> int:
    """A round of the survey that ships, in preparation."""
    with db.writing(engine) as session:
        return rounds.add(session, "satisfaction", plan(**changed), anonymous, None, NOW)
