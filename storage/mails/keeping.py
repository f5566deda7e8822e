"""A mail is kept before anybody reads it: from then on no server need have it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import dialects
from storage.tables import mail_folders, mails


class Arrived(NamedTuple):
    """A mail as it came; `key` tells it from all others, `sender` is the bare address that it names."""

    key: str
    raw: bytes
    sender: str
    received_at: datetime


class Place(NamedTuple):
    """How far a folder has been fetched: up to `uid`, under this `validity`; when that was."""

    validity: int
    uid: int
    at: datetime


def keep(session: Session, arrived: Sequence[Arrived]) -> None:
    """Keep these, in their order; what has been kept before is passed over."""
    if arrived:
        rows = [{**each._asdict(), "size": len(each.raw)} for each in arrived]
        session.execute(dialects.insert_new(session, mails), rows)


def place(session: Session, name: str) -> Place | None:
    """How far this folder has been fetched; None: never."""
    f = mail_folders.c
    row = session.execute(select(f.validity, f.uid, f.at).where(f.name == name)).one_or_none()
    return Place(*row) if row else None


def reach(session: Session, name: str, place: Place) -> None:
    """This folder has been fetched so far."""
    new = dialects.insert(session, mail_folders).values(name=name, **place._asdict())
    told = {column: new.excluded[column] for column in Place._fields}
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_=told))
