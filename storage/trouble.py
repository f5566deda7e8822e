"""What keeps us from the database, so that a door can say in a sentence what to do next."""

import re
from typing import Any, NamedTuple

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from storage import db


class Trouble(NamedTuple):
    """The text is `cli.<key>`, the doctor's `cli.doctor.<key>`. No value holds a password."""

    key: str
    values: dict[str, Any]


# libpq tells of a failed connection in words alone: in the server's language, English or Chinese here.
_REFUSALS = {
    "database_password": r"password|no pg_hba\.conf entry|peer authentication|role .* does not exist"
    r"|密码|口令|角色.*不存在",
    "database_missing": r"database .* does not exist|数据库.*不存在",
}
_PLAIN: dict[type, str] = {db.NotMigrated: "not_migrated", db.OtherKey: "other_key"}
_NO_TABLE = r"no such table|relation .* does not exist"
_UNDEFINED_TABLE = "42P01"


def trouble(error: Exception, url: str) -> Trouble | None:
    """What this error says of the database at `url`; None: it is an error of ours."""
    cause = error.__cause__ if isinstance(error, db.OutOfReach) else error
    match cause:
        case db.NewerDatabase():
            return Trouble("newer_database", {"revision": cause.revision})
        case db.NotMigrated() | db.OtherKey():
            return Trouble(_PLAIN[type(cause)], {})
        case db.NoDriver():
            return Trouble("no_driver", {"kind": cause.kind})
        case db.OldServer():
            return Trouble("old_server", {"version": cause.version, "oldest": db.OLDEST_SERVER})
        case OperationalError() | ProgrammingError():
            return _refused(cause, url)
    return None


def _refused(error: OperationalError | ProgrammingError, url: str) -> Trouble | None:
    said = str(error.orig)
    if getattr(error.orig, "sqlstate", None) == _UNDEFINED_TABLE or re.search(_NO_TABLE, said):
        return Trouble("not_migrated", {})
    if error.statement:
        return None
    key = next((key for key, words in _REFUSALS.items() if re.search(words, said, re.IGNORECASE)), "")
    return Trouble(key or "database_unreachable", {"url": shown(url), "error": first_line(said)})


def shown(url: str) -> str:
    """The URL without its secrets: of what follows the `?`, only where the server is."""
    try:
        made = make_url(url)
    except ArgumentError:
        return url.partition(":")[0]
    where = {name: made.query[name] for name in ("host", "port") if name in made.query}
    return made.set(query=where).render_as_string(hide_password=True)


def first_line(said: object) -> str:
    """What a driver says, without its explanations."""
    return str(said).strip().partition("\n")[0]
