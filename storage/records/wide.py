"""The completed responses to one survey, a row each and a column a question: as a spreadsheet wants them, and
as an import of responses reads them."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import surveys
from storage.domain.importing import answers as cells
from storage.records.everything import SHEETS, every
from storage.records.reading import Record
from storage.records.responses import answers_of
from storage.tables import survey_versions
from storage.tables import surveys as table

HEAD: Final = ("id", "survey", "version", "completed_at", "channel", "customer_reference")
TAIL: Final = ("segment", "place", "language", "note")


def keys(session: Session) -> list[str]:
    """Of the surveys that were published."""
    query = select(table.c.key).join(survey_versions, survey_versions.c.survey_id == table.c.id)
    published = query.where(survey_versions.c.published_at.is_not(None)).distinct().order_by(table.c.key)
    return list(session.scalars(published))


def rows(session: Session, key: str) -> Iterator[list[Record]]:
    """All of a survey, some at a time; the columns of all are the same."""
    asked = _asked(session, key)
    for page in every(session, SHEETS["responses"], {"survey": key, "state": "completed"}):
        answered = answers_of(session, [row["id"] for row in page])
        yield [_row(row, answered.get(row["id"], []), asked) for row in page]


def head(session: Session, key: str) -> list[str]:
    """What each row tells, though there be none."""
    return list(_row(dict.fromkeys((*HEAD, *TAIL)), [], _asked(session, key)))


def source(session: Session, key: str) -> str:
    """The survey as TOML, as it was published last: a new installation takes it before its responses."""
    v = survey_versions.c
    query = select(v.source).join(table, table.c.id == v.survey_id).where(table.c.key == key)
    found: str = session.scalars(
        query.where(v.published_at.is_not(None)).order_by(v.number.desc()).limit(1)
    ).one()
    return found


def _row(row: Record, answered: list[Record], asked: list[str]) -> Record:
    given = {each["question"]: each for each in answered}
    found: dict[str, Any] = {name: row[name] for name in HEAD} | {name: row[name] for name in TAIL}
    for question in asked:
        each = given.get(question)
        found[question] = cells.cell(each["value"]) if each else ""
        found[question + cells.COMMENT] = each["comment"] if each else ""
    return found


def _asked(session: Session, key: str) -> list[str]:
    """The keys of the questions of all versions that were published, in the order of the latest."""
    v = survey_versions.c
    query = select(v.id).join(table, table.c.id == v.survey_id).where(table.c.key == key)
    versions = session.scalars(query.where(v.published_at.is_not(None)).order_by(v.number.desc())).all()
    found = (each.key for version in versions for each in surveys.version(session, version).questions)
    return list(dict.fromkeys(found))
