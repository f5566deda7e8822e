"""manyi backup, manyi restore."""
# ruff: noqa: PLC0415 - see console.py

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from admin.commands.console import app, fail, out, say
from storage.settings import settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from storage.backup import About, Refused

File = Annotated[Path, typer.Argument(help=say("cli.backup.file"))]


@app.command(help=say("cli.backup.help"))
def backup(
    file: File, force: Annotated[bool, typer.Option("--force", help=say("cli.backup.force"))] = False
) -> None:
    """All of the database into one file, while everything runs."""
    from storage import backup as keeping

    begun = monotonic()
    try:
        about = keeping.backup(settings().database_url, file, datetime.now(UTC), force)
    except keeping.Refused as refused:
        fail(why(refused))
    out.print(say("cli.backup.done", file=file, size=size(file), seconds=monotonic() - begun), markup=False)
    out.print(described(about), markup=False)


@app.command(help=say("cli.restore.help"))
def restore(
    file: File,
    force: Annotated[bool, typer.Option("--force", help=say("cli.restore.force"))] = False,
    without_key: Annotated[bool, typer.Option("--without-key", help=say("cli.restore.without_key"))] = False,
) -> None:
    """A backup becomes the database, where nobody is signed in; its history says so. Ends with 1 where that
    is not as it was sealed. Without its key nobody can tell."""
    from admin.commands.audit import told
    from storage import backup as keeping
    from storage import db

    begun, url = monotonic(), settings().database_url
    try:
        about = keeping.restore(url, file, force, without_key)
    except keeping.Refused as refused:
        fail(why(refused))
    engine = db.engine(url)
    note(engine, datetime.now(UTC))
    out.print(say("cli.restore.done", file=file, size=size(file), seconds=monotonic() - begun), markup=False)
    out.print(described(about), markup=False)
    out.print(say("cli.restore.anew"))
    if not keeping.opens(about):
        out.print(say("cli.restore.lost"), style="yellow")
        return
    out.print(say("cli.restore.start"))
    out.print(say("cli.restore.checked"), end=" ")
    if not told(engine):
        raise typer.Exit(1)


def note(engine: "Engine", at: datetime) -> None:
    """It was restored on purpose: its history says so, and its last seal is the one that counts from now on.
    Where that cannot be noted, the history is told to be cut off, with what to do."""
    from storage import db, events, seals

    with db.writing(engine) as session:
        events.append(session, [events.event(at, "database", 0, "restore", "staff")])
    with db.reading(engine) as session, suppress(OSError):
        seals.anew(session, settings().data)


def why(refused: "Refused") -> str:
    """The reason, and what to do next; a kind of database is named as people call it."""
    kinds = ("kind", "wanted")
    named = {
        name: say(f"cli.backup.kind.{value}") if name in kinds else value
        for name, value in refused.values.items()
    }
    return say(f"cli.backup.refused.{refused.code}", **named)


def described(about: "About") -> str:
    """Which database, in which version, as it was when."""
    at = about.at.astimezone(ZoneInfo(settings().timezone))
    return say("cli.backup.about", kind=say(f"cli.backup.kind.{about.kind}"), revision=about.revision, at=at)


def size(file: Path) -> str:
    """The size of the file as people say it."""
    length = float(file.stat().st_size)
    for unit in ("B", "kB", "MB"):
        if length < 1000:
            return f"{length:.3g} {unit}"
        length /= 1000
    return f"{length:,.1f} GB"
