"""What a survey is called: a version by its own title, the survey by that of the version published last, or
where none was by that of the newest. So what is only being written renames nothing that was answered."""

from typing import Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from storage.tables import survey_versions, surveys

TITLE: Final[ColumnElement[str]] = survey_versions.c.definition["title"].as_string()
"""Of a version."""


def name(session: Session, key: str) -> None:
    """Call this survey as its versions now have it: after any of them was written, published or moved."""
    v = survey_versions.c
    order = (v.published_at.is_(None), v.state == "discarded", v.number.desc())
    title = select(TITLE).where(v.survey_id == surveys.c.id).order_by(*order).limit(1).scalar_subquery()
    session.execute(update(surveys).where(surveys.c.key == key).values(title=title))
