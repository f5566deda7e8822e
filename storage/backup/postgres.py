"""PostgreSQL: a backup is an archive of pg_dump's own, read by pg_restore. Its tools have to be installed.

The password goes to them through the environment: a command line can be read by everybody on the machine.
"""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Engine, text

from storage import db
from storage.backup import ended
from storage.backup.about import About
from storage.backup.refused import Refused

MAGIC = b"PGDMP"

NOT_OURS = ("--no-owner", "--no-privileges")
"""Owners and rights are those of the database that it is restored into."""

GOING = 10.0
"""Seconds within which who has left is gone for the server too."""


def save(url: URL, new: Path, _: datetime) -> None:
    """Dump one snapshot, for which no writer waits. The archive notes the time itself."""
    with _engine(url) as engine:
        found = db.revision(engine)
    if found is None:
        raise Refused("nothing", database=url.database)
    _run(["pg_dump", "-Fc", *NOT_OURS, "-f", str(new)], url)


def about(file: Path) -> About:
    """What the backup is. Raises Refused for a damaged file, after reading all of it."""
    try:
        _run(["pg_restore", "-f", os.devnull, str(file)])
    except Refused as refused:
        if "end of file" in (error := str(refused.values.get("error"))):
            raise Refused("cut_off", file=file, error=error) from refused
        raise
    listing = _run(["pg_restore", "-l", str(file)])
    revision = _run(["pg_restore", "-a", "-t", "alembic_version", "-f", "-", str(file)])
    taken = re.search(r"Archive created at (\S+ \S+) UTC", listing)
    found = re.search(r"^COPY .*alembic_version.*\n(\S+)$", revision, re.MULTILINE)
    if not taken or not found:
        raise Refused("not_backup", file=file)
    at = datetime.fromisoformat(taken[1]).replace(tzinfo=UTC)
    return About("postgresql", found[1], at, _proof(file))


def _proof(file: Path) -> str:
    """Of the key in use; empty before there was any."""
    rows = _run(["pg_restore", "-a", "-t", "sealing_keys", "-f", "-", str(file)])
    found = re.search(r"^COPY .*sealing_keys \(id, proof, .*\n((?:\d.*\n)*)", rows, re.MULTILINE)
    keys = [row.split("\t") for row in found[1].splitlines()] if found else []
    return max(keys, key=lambda row: int(row[0]))[1] if keys else ""


def restore(url: URL, file: Path, force: bool) -> None:
    """Put the backup into the database, all or nothing; nobody is signed in there. Then bring it to this
    version."""
    with _engine(url) as engine:
        there = _there(engine)
        if there and not force:
            raise Refused("not_empty", database=url.database)
        if _in_use(engine):
            raise Refused("in_use", database=url.database)
    _replace(url, file, there)
    with _engine(url) as engine:
        ended.end(engine)
    db.upgrade(_text(url))


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    """The database, left again whatever happens: a connection that stays would count as its being in use."""
    engine = db.engine(_text(url))
    try:
        yield engine
    finally:
        engine.dispose()


def _there(engine: Engine) -> list[str]:
    """What stands in the database, as DROP calls it, but for what extensions brought."""
    with engine.connect() as connection:
        return list(connection.scalars(text(_OWN)))


_OWN = """
select case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end || ' if exists '
       || oid::regclass
from pg_class c where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'S')
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid
                  and deptype in ('e', 'a', 'i'))
union all
select 'function if exists ' || oid::regprocedure
from pg_proc p where pronamespace = current_schema()::regnamespace
  and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid
                  and deptype = 'e')
"""


def _in_use(engine: Engine) -> bool:
    """Whether others stay connected: the server notices only a moment later that one has gone."""
    until = time.monotonic() + GOING
    while time.monotonic() < until:
        if not _others(engine):
            return False
        time.sleep(0.1)
    return _others(engine) > 0  # however long the looks before took


def _others(engine: Engine) -> int:
    """How many others are connected to this database."""
    query = """select count(*) from pg_stat_activity where datname = current_database()
               and backend_type = 'client backend' and pid <> pg_backend_pid()"""
    with engine.connect() as connection:
        return int(connection.scalar(text(query)) or 0)


def _replace(url: URL, file: Path, there: list[str]) -> None:
    """One transaction, that psql commits only once pg_restore has read the archive to its end."""
    connection, environment = _reached(url)
    psql = [_tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-d", connection]
    archive = [_tool("pg_restore"), *NOT_OURS, "-f", "-", str(file)]
    pipe = subprocess.PIPE
    with subprocess.Popen(psql, stdin=pipe, stderr=pipe, text=True, env=environment) as writing:  # noqa: S603
        assert writing.stdin
        writing.stdin.write("set client_min_messages = warning;\nbegin;\n")
        writing.stdin.writelines(f"drop {each} cascade;\n" for each in there)
        writing.stdin.flush()
        reading = subprocess.run(archive, stdout=writing.stdin, stderr=pipe, text=True, check=False)  # noqa: S603
        _, told = writing.communicate("" if reading.returncode else "commit;\n")
    if writing.returncode:
        raise _failed("psql", told)
    if reading.returncode:
        raise _failed("pg_restore", reading.stderr)


def _run(command: list[str], url: URL | None = None) -> str:
    """What the tool writes. Raises Refused with what it says when it fails."""
    connection, environment = _reached(url) if url else ("", _environment())
    where = ["-d", connection] if connection else []
    full = [_tool(command[0]), *command[1:], *where]
    done = subprocess.run(full, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        raise _failed(command[0], done.stderr)
    return done.stdout


def _tool(name: str) -> str:
    found = which(name)
    if found is None:
        raise Refused("no_tool", tool=name)
    return found


def _reached(url: URL) -> tuple[str, dict[str, str]]:
    """How libpq is told where the database is, and the environment with the password."""
    _, options = url.get_dialect()().create_connect_args(url)
    password = options.pop("password", None)
    secret = {"PGPASSWORD": str(password)} if password else {}
    return make_conninfo(**options), _environment() | secret


def _environment() -> dict[str, str]:
    """pg_dump notes the local time without its zone, and tools speak the user's language."""
    return {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _failed(tool: str, told: str) -> Refused:
    """With the first line of what the tool says."""
    return Refused("tool_failed", tool=tool, error=told.strip().partition("\n")[0])
