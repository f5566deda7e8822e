"""The database: one engine a process, short transactions, migrations.

SQLite runs with WAL and `synchronous=FULL`: what has been committed survives a power cut. Write transactions
begin IMMEDIATE, so that two writers wait for each other instead of losing updates.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

REVISIONS = ("0001", "0002")
"""The migrations, oldest first. Named here, so that only who upgrades loads Alembic."""

BUSY_SECONDS = 10
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "cache_size=-16000",
)


class NewerDatabase(RuntimeError):
    """The database was written by a newer version of this software; nothing was changed."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database is at revision {revision}, which this version does not know; update it"
        )
        self.revision = revision


class NotMigrated(RuntimeError):
    """The database is empty or of an older version: `upgrade` brings it to this one."""


class NoDriver(ValueError):
    """Nothing here speaks to this `kind` of database, named as the URL begins (never all of it: secrets)."""

    def __init__(self, url: str) -> None:
        self.kind = url.partition(":")[0]
        super().__init__(f"no driver for {self.kind}; use an SQLite URL")


def engine(url: str) -> Engine:
    """An engine. The folder of an SQLite file is made. Errors quote no customer. Raises NoDriver."""
    try:
        made = create_engine(
            url, json_serializer=_written, json_deserializer=orjson.loads, hide_parameters=True
        )
    except (ArgumentError, ModuleNotFoundError):
        raise NoDriver(url) from None
    if made.dialect.name == "sqlite":
        _make_folder(url)
        event.listen(made, "connect", _on_connect)
        event.listen(made, "begin", _on_begin)
    return made


def opened(url: str) -> Engine:
    """An engine on a database of this version. Raises NewerDatabase, NotMigrated, NoDriver."""
    made = engine(url)
    match condition(made):
        case "newer":
            raise NewerDatabase(str(revision(made)))
        case "empty" | "older":
            raise NotMigrated
    return made


def _written(value: Any) -> str:
    return orjson.dumps(value).decode()


def _make_folder(url: str) -> None:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by us, in _on_begin
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A write transaction: committed at the end, rolled back on an error."""
    with Session(engine) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A read-only transaction: one snapshot, waits for no writer."""
    options: dict[str, Any] = {"reads": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with Session(engine.execution_options(**options)) as session:
        yield session


def upgrade(url: str) -> None:
    """Bring the database to this version; an empty one is made. Raises NewerDatabase."""
    made = engine(url)
    if made.dialect.name == "sqlite":  # tables are rebuilt by copying, which foreign keys would forbid
        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    try:
        with made.connect() as connection, connection.begin():
            found = _revision(connection)
            if found not in (None, *REVISIONS):
                raise NewerDatabase(str(found))
            if found != head():
                _migrate(connection)
    finally:
        made.dispose()


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - 25 MB and half a second where there is nothing to do
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revision(engine: Engine) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with engine.execution_options(reads=True).connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("select version_num from alembic_version").scalar()
    return found


def condition(engine: Engine) -> Literal["empty", "older", "current", "newer"]:
    """How the database stands to this version of the software."""
    found = revision(engine)
    if found is None:
        return "empty"
    if found == head():
        return "current"
    return "older" if found in REVISIONS else "newer"


def head() -> str:
    """The revision that this version of the software works with."""
    return REVISIONS[-1]
