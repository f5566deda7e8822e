"""The versions of a survey as those who write it see them: what is edited, who saved it, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from storage.domain import survey as law
from storage.tables import events as events_table
from storage.tables import responses, survey_versions, users
from storage.tables import surveys as surveys_table

ENTITY = "survey_version"


@dataclass(frozen=True, slots=True)
class Draft:
    """A version of a survey as it is edited: `source` is its TOML, `by` the name of whoever saved it last at
    `saved_at` (empty: it came by the command line)."""

    id: int
    key: str
    number: int
    state: str
    digest: str
    source: str
    by: str
    saved_at: datetime

    @property
    def definition(self) -> dict[str, Any]:
        """The definition as it is written."""
        return law.read(self.source)

    @property
    def commented(self) -> bool:
        """Whether its writer left notes in the TOML, which saving from the browser does not keep."""
        return any(line.lstrip().startswith("#") for line in self.source.splitlines())


class Counted(NamedTuple):
    """Responses to a version, previews aside."""

    begun: int
    completed: int
    stopped: int

    @property
    def all(self) -> int:
        """However far they came."""
        return self.begun + self.completed + self.stopped


NONE = Counted(0, 0, 0)


def newest(session: Session, key: str) -> Draft | None:
    """What is edited next: the last version that is not discarded, and where all are, the last."""
    order = (survey_versions.c.state == "discarded", survey_versions.c.number.desc())
    query = _drafts().where(surveys_table.c.key == key).order_by(None).order_by(*order)
    found = session.execute(query.limit(1)).one_or_none()
    return _draft(session, found) if found else None


def one(session: Session, key: str, number: int) -> Draft | None:
    """This version of the survey."""
    query = _drafts().where(surveys_table.c.key == key, survey_versions.c.number == number)
    found = session.execute(query).one_or_none()
    return _draft(session, found) if found else None


def there(session: Session, key: str) -> Draft:
    """The newest of a survey that there is."""
    found = newest(session, key)
    assert found is not None
    return found


def counted(session: Session) -> dict[int, Counted]:
    """The responses to each version that has any."""
    r = responses.c
    query = select(r.version_id, r.state, func.count()).where(~r.preview).group_by(r.version_id, r.state)
    found: dict[int, dict[str, int]] = {}
    for version_id, state, count in session.execute(query):
        found.setdefault(version_id, {})[state] = count
    return {
        key: Counted(row.get("begun", 0), row.get("completed", 0), row.get("stopped", 0))
        for key, row in found.items()
    }


def _drafts() -> Select[Any]:
    v = survey_versions.c
    columns = (v.id, surveys_table.c.key, v.number, v.state, v.digest, v.source, v.created_at)
    return (
        select(*columns)
        .join_from(survey_versions, surveys_table)
        .order_by(surveys_table.c.key, v.number.desc())
    )


def _draft(session: Session, row: Any) -> Draft:
    e = events_table.c
    query = (
        select(users.c.name, e.at)
        .join_from(events_table, users, users.c.id == e.user_id, isouter=True)
        .where(e.entity == ENTITY, e.entity_id == row.id, e.trigger == "save")
    )
    saved = session.execute(query.order_by(e.id.desc()).limit(1)).one_or_none()
    by, at = saved or ("", row.created_at)
    return Draft(row.id, row.key, row.number, row.state, row.digest, row.source, by or "", at)
