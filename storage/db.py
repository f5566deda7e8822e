"""The database: one engine a process, short transactions, migrations.

SQLite runs with WAL and `synchronous=FULL`: what has been committed survives a power cut. Write transactions
begin IMMEDIATE, so that two writers wait for each other instead of losing updates. What is deleted is
overwritten at once (`secure_delete`), and the log cut off soon after (`storage.written_ahead`).

PostgreSQL does the same with `synchronous_commit`; several processes and machines may share it. A connection
that has died while nobody used it is replaced unseen; one that dies in use costs its transaction. Who stops
in the middle of writing (a machine suspended, a process frozen) loses its locks to the others after a while.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from storage import outage, private, sealing
from storage.tables import sealing_keys

REVISIONS = tuple(f"{number:04}" for number in range(1, 28))
"""The migrations, oldest first. Named here, so that only who upgrades loads Alembic."""

BUSY_SECONDS = 10
UPGRADING_SECONDS = 3600
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "cache_size=-16000",
)

OLDEST_SERVER = 13
"""PostgreSQL's major version, from which on we are at home."""

POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
LIBPQ = {
    "fallback_application_name": "manyi",
    "connect_timeout": "5",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
"""Where the URL does not say otherwise: a server that is gone without a word is noticed in seconds."""

FILE_POOL = {"pool_size": 5, "max_overflow": 35}
POOL = {"pool_size": 8, "max_overflow": 32, "pool_pre_ping": True}
"""At most 40 connections each: `asyncio.to_thread` has at most 32 threads, and few of them need a second one
for a moment (`numbers.take`). A few stay open."""

SESSION = "set time zone 'UTC'; set synchronous_commit = on"

STALLED_SECONDS = 60
"""Who writes and says nothing to PostgreSQL for so long has stopped: the transaction is undone, its locks are
free. Reading holds up nobody, and may take as long as who downloads."""

MIGRATING = 0x6D616E7969
"""Key of the advisory lock that one migrates under: "manyi" in ASCII."""

SQLITE_TROUBLE = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    )
)
"""Primary result codes (sqlite.org/rescode.html) that are no statement's mistake."""

CONFLICTS = ("40001", "40P01", "25P03")
"""SQLSTATE serialization_failure, deadlock_detected and idle_in_transaction_session_timeout: the server ended
this one for another's sake."""


_MAY_BE_OUT_OF_REACH = (OperationalError, InternalError, InterfaceError, NoConnection)


class OutOfReach(Exception):
    """The database cannot be reached, or not in time: to be tried again, nobody's mistake. See its cause."""


class Conflict(OutOfReach):
    """The database ended this transaction for another's sake: the same once more will do."""


class NewerDatabase(RuntimeError):
    """The database was written by a newer version of this software; nothing was changed."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database is at revision {revision}, which this version does not know; update it"
        )
        self.revision = revision


class NotMigrated(RuntimeError):
    """The database is empty or of an older version: `upgrade` brings it to this one."""


class OtherKey(RuntimeError):
    """What is sealed in the database was sealed under another key than ours (`storage.sealing`)."""


class NoDriver(ValueError):
    """Nothing here speaks to this `kind` of database, named as the URL begins (never all of it: secrets)."""

    def __init__(self, url: str) -> None:
        self.kind = url.partition(":")[0]
        super().__init__(f"no driver for {self.kind}; use an SQLite or a PostgreSQL URL")


class OldServer(RuntimeError):
    """The PostgreSQL server is of a `version` that we do not run on."""

    def __init__(self, version: int) -> None:
        super().__init__(f"PostgreSQL {version} is too old; {OLDEST_SERVER} or later is needed")
        self.version = version


def engine(url: str) -> Engine:
    """An engine. The folder of an SQLite file is made; the file, which is its owner's alone, by who connects.
    Errors quote no customer. Raises NoDriver.

    Connecting raises OldServer where the server is too old.
    """
    try:
        spoken = address(url)
        options: dict[str, Any] = {"json_serializer": _written, "json_deserializer": _loaded}
        made = create_engine(spoken, hide_parameters=True, **options, **_pool(spoken))
    except (ArgumentError, ModuleNotFoundError):
        raise NoDriver(url) from None
    if made.dialect.name == "sqlite":
        if file := _file(spoken):
            file.parent.mkdir(parents=True, exist_ok=True)
            event.listen(made, "do_connect", lambda *_: private.make(file))
        event.listen(made, "connect", _on_connect)
        event.listen(made, "begin", _on_begin)
    elif is_postgresql(url):
        event.listen(made, "connect", _on_server)
    else:
        raise NoDriver(url)
    return made


def _pool(spoken: URL) -> dict[str, Any]:
    """What is in memory has one connection a thread, by SQLAlchemy's own choice."""
    if spoken.get_backend_name() == "postgresql":
        return POOL
    return FILE_POOL if _file(spoken) else {}


def _file(spoken: URL) -> Path | None:
    """SQLite's; none for what is in memory."""
    return Path(spoken.database) if spoken.database and spoken.database != ":memory:" else None


def is_postgresql(url: str) -> bool:
    """Whether this is the URL of a PostgreSQL database."""
    return url.partition(":")[0] in POSTGRESQL


def address(url: str) -> URL:
    """The URL as SQLAlchemy takes it, with what libpq is to be told where it does not say otherwise."""
    made = make_url(url)
    if not is_postgresql(url):
        return made
    return made.set(drivername="postgresql+psycopg", query={**LIBPQ, **made.query})


@contextmanager
def reaching(*, writes: bool = False) -> Iterator[None]:
    """Raises OutOfReach or Conflict for what is no mistake of ours; the log says when the database goes and
    when it is back (`storage.outage`)."""
    try:
        yield
    except _MAY_BE_OUT_OF_REACH as failure:
        found = getattr(failure, "orig", None)
        if getattr(found, "sqlstate", None) in CONFLICTS:
            raise Conflict from failure
        if isinstance(failure, InternalError) or _is_mistake(found):
            raise
        outage.OURS.found(failure, time.monotonic(), writes=writes)
        raise OutOfReach from failure
    outage.OURS.over(time.monotonic(), writes=writes)


def _is_mistake(found: object) -> bool:
    """SQLite has the same error for a statement that is wrong as for a file that can't be read."""
    code = getattr(found, "sqlite_errorcode", None)
    return code is not None and code & 0xFF not in SQLITE_TROUBLE


def opened(url: str) -> Engine:
    """An engine on a database of this version, sealed with our key. Raises NewerDatabase, NotMigrated,
    OtherKey, NoDriver, OldServer."""
    made = engine(url)
    match condition(made):
        case "newer":
            raise NewerDatabase(str(revision(made)))
        case "empty" | "older":
            raise NotMigrated
    if not is_ours(made):
        raise OtherKey
    return made


def take_key(session: Session, at: datetime) -> None:
    """From now on our key is the right one: what was sealed under another opens no more, nor are its seals
    ours to check (`storage.seals`)."""
    session.execute(insert(sealing_keys), [{"proof": sealing.proof(), "begun_at": at}])


def is_ours(engine: Engine) -> bool:
    """Whether our key is the one that what is sealed there was sealed under."""
    with engine.execution_options(reads=True).connect() as connection:
        proof = connection.scalar(select(sealing_keys.c.proof).order_by(sealing_keys.c.id.desc()).limit(1))
    return proof is None or proof == sealing.proof()


def _loaded(kept: Any) -> Any:
    """JSON from the database. SQLite keeps a bare number as a number, and hands it back as one."""
    return kept if isinstance(kept, int | float) else orjson.loads(kept)


def _written(value: Any) -> str:
    return orjson.dumps(value).decode()


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by us, in _on_begin
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_upgrading(connection: Any, _: object) -> None:
    """Tables are rebuilt by copying, which foreign keys would forbid. Who comes second waits as long as it
    takes."""
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(f"PRAGMA busy_timeout={UPGRADING_SECONDS * 1000}")


def _on_server(connection: Any, _: object) -> None:
    version = connection.info.server_version // 10000
    if version < OLDEST_SERVER:
        raise OldServer(version)
    connection.autocommit = True
    connection.execute(SESSION)
    connection.autocommit = False


def _on_begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def now(session: Session) -> datetime:
    """The time by which leases and dues are kept: one clock for all who share the database. PostgreSQL has
    its own; who shares a file of SQLite's is on one machine, and goes by that.
    """
    if session.get_bind().dialect.name != "postgresql":
        return datetime.now(UTC)
    told: datetime = session.connection().exec_driver_sql("select clock_timestamp()").scalar_one()
    return told.astimezone(UTC)


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A write transaction: committed at the end, rolled back on an error. Raises OutOfReach."""
    with reaching(writes=True), Session(engine) as session, session.begin():
        not_stalling(session.connection())
        yield session


def not_stalling(connection: Connection) -> None:
    """Who writes here and stops keeps the others waiting for `STALLED_SECONDS`."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"set local idle_in_transaction_session_timeout = '{STALLED_SECONDS}s'")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A read-only transaction: one snapshot, waits for no writer. Raises OutOfReach."""
    options: dict[str, Any] = {"reads": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with reaching(), Session(engine.execution_options(**options)) as session:
        yield session


def upgrade(url: str, before: Callable[[], None] | None = None) -> None:
    """Bring the database to this version; an empty one is made. Of several at once, one does it.

    `before` is called first where there is something to upgrade, while the others wait: what it raises leaves
    all as it was. Raises NewerDatabase, NoDriver, OldServer.
    """
    made = engine(url)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _on_upgrading)
    try:
        with made.connect() as connection, connection.begin():
            if made.dialect.name == "postgresql":
                connection.exec_driver_sql(f"select pg_advisory_xact_lock({MIGRATING})")
            found = _revision(connection)
            if found not in (None, *REVISIONS):
                raise NewerDatabase(str(found))
            if found != head():
                if before and found:
                    before()
                if made.dialect.name == "sqlite" and (file := _file(made.url)):
                    private.tighten(file)
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
