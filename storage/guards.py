"""The triggers that keep what may only be added to: whoever has the database can take them away, so whether
they are there is looked at."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

KEPT: Final = frozenset(
    {f"{table}_{name}" for table in ("events", "seals", "notices") for name in ("unchanged", "kept")}
    | {"survey_versions_unchanged"}
)
"""As the migrations made them; of published surveys nothing may be changed."""

_THERE: Final = {
    "sqlite": "select name from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname from pg_trigger where not tgisinternal and tgenabled in ('O', 'A')",
}


def missing(session: Session) -> list[str]:
    """Those that are not there, or switched off."""
    there = session.scalars(text(_THERE[session.get_bind().dialect.name]))
    return sorted(KEPT.difference(there))
