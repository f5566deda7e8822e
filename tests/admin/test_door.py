"""A write that the database ended for another's sake is done anew, so that nobody loses what they typed."""

import asyncio
from pathlib import Path
from typing import Any

import jinja2
import psycopg.errors
import pytest
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from admin.door import Door
from storage import db, definitions
from storage.settings import Settings
from storage.tables import counters
from storage.wake import Wake
from tests.databases import ON_SQLITE


class Conflicting:
    """Writes a row, and dies of a deadlock so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, session: Session) -> int:
        session.execute(insert(counters).values(key=f"left {self.left}", value=1))
        if self.left:
            self.left -= 1
            raise OperationalError("", None, psycopg.errors.DeadlockDetected())
        return session.scalar(select(func.count()).select_from(counters)) or 0


@ON_SQLITE
def test_a_write_is_tried_once_more(engine: Engine, tmp_path: Path) -> None:
    rung: list[Any] = []

    class Bell(Wake):
        def __init__(self) -> None:
            pass

        def ring(self) -> None:
            rung.append(1)

    settings = Settings(data=tmp_path)
    door = Door(engine, settings, definitions.texts("zh-CN"), jinja2.Environment(), Bell())
    before = asyncio.run(
        door.read(lambda session: session.scalar(select(func.count()).select_from(counters)))
    )
    assert asyncio.run(door.write(Conflicting(1))) == (before or 0) + 1, "nothing is left of the first time"
    with pytest.raises(db.Conflict):
        asyncio.run(door.write(Conflicting(2)))
    asyncio.run(door.note(lambda session: None))
    assert len(rung) == 1, "of what is only noted nobody hears"
