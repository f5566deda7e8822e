"""A survey's source becomes the newest draft of it."""

from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from storage import dialects
from storage.domain import survey as law
from storage.domain.survey import Survey
from storage.surveys.checking import checked, digest_of
from storage.surveys.naming import name
from storage.tables import survey_versions, surveys


def import_(session: Session, source: str, at: datetime) -> int:
    """Keep this source as the newest draft of its survey; the id of the version. The same source again is the
    same version. Raises Refused."""
    definition, survey = checked(source)
    survey_id = _survey_id(session, survey, at)
    digest = digest_of(definition)
    v = survey_versions.c
    mine = v.survey_id == survey_id
    wanted = (mine, v.state != "discarded")
    same: int | None = session.scalar(
        select(v.id).where(*wanted, v.digest == digest).order_by(v.id.desc()).limit(1)
    )
    if same is not None:
        return same
    row = {
        "survey_id": survey_id,
        "number": (session.scalar(select(func.max(v.number)).where(mine)) or 0) + 1,
        "definition": definition,
        "source": source,
        "digest": digest,
        "state": law.LIFE.initial,
        "created_at": at,
    }
    made: int = session.scalars(insert(survey_versions).returning(v.id), [row]).one()
    name(session, survey.key)
    return made


def _survey_id(session: Session, survey: Survey, at: datetime) -> int:
    row = {"key": survey.key, "title": survey.title, "created_at": at}
    session.execute(dialects.insert(session, surveys).on_conflict_do_nothing(), [row])
    mine = select(surveys.c.id).where(surveys.c.key == survey.key).with_for_update()
    found: int = session.scalars(mine).one()
    return found
