"""The organisation's own models: made, chosen, gone back from; old ones go. None is ever changed."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, null, select, update
from sqlalchemy.orm import Session

from storage import events
from storage.tables import models


class Unknown(KeyError):
    """There is no such model."""


class Model(NamedTuple):
    """One that was made; `figures` are those of its making, `in_force` whether texts are read by it."""

    id: int
    figures: dict[str, Any]
    made_at: datetime
    in_force: bool


def add(session: Session, heads: bytes, figures: dict[str, Any], at: datetime) -> int:
    """Keep one; its id. Nothing is read by it before it is chosen."""
    new = insert(models).values(heads=heads, figures=figures, made_at=at).returning(models.c.id)
    made: int = session.scalars(new).one()
    events.append(session, [events.event(at, "model", made, "make", "staff")])
    return made


def tidy(session: Session, kept: int, at: datetime) -> list[int]:
    """Only the one in force and so many of the newest others stay; those that go."""
    others = select(models.c.id).where(models.c.chosen_at.is_(None)).order_by(models.c.id.desc())
    gone = list(session.scalars(others.offset(kept)))
    session.execute(delete(models).where(models.c.id.in_(gone)))
    events.append(session, [events.event(at, "model", each, "remove", "clock") for each in gone])
    return gone


def choose(session: Session, model_id: int, at: datetime) -> None:
    """Texts are read by this one from now on; 0: by ours. Raises Unknown."""
    if model_id and session.scalar(select(models.c.id).where(models.c.id == model_id)) is None:
        raise Unknown(f"no model {model_id}")
    session.execute(update(models).values(chosen_at=null()))
    session.execute(update(models).where(models.c.id == model_id).values(chosen_at=at))
    events.append(session, [events.event(at, "model", model_id, "choose", "staff")])


def in_force(session: Session) -> int:
    """The one that texts are read by; 0: ours."""
    return session.scalar(select(models.c.id).where(models.c.chosen_at.is_not(None))) or 0


def figures(session: Session) -> dict[str, Any]:
    """Those of the model in force; of ours, nothing."""
    found: dict[str, Any] | None = session.scalar(
        select(models.c.figures).where(models.c.chosen_at.is_not(None))
    )
    return found or {}


def heads(session: Session, model_id: int) -> bytes:
    """Its weights. Raises Unknown."""
    found: bytes | None = session.scalar(select(models.c.heads).where(models.c.id == model_id))
    if found is None:
        raise Unknown(f"no model {model_id}")
    return found


def listing(session: Session) -> list[Model]:
    """All there are, the newest first."""
    m = models.c
    query = select(m.id, m.figures, m.made_at, m.chosen_at.is_not(None)).order_by(m.id.desc())
    return [Model._make(row) for row in session.execute(query)]
