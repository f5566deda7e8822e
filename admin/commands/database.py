"""manyi db …"""
# ruff: noqa: PLC0415 - see console.py

from datetime import UTC, datetime
from typing import Annotated

import typer

from admin.commands.backup import size, why
from admin.commands.console import app, fail, out, say
from storage.settings import Settings, settings

WithoutBackup = Annotated[bool, typer.Option("--without-backup", help=say("cli.db.upgrade.without_backup"))]
Yes = Annotated[bool, typer.Option("--yes")]

group = typer.Typer(help=say("cli.db.help"), no_args_is_help=True)
app.add_typer(group, name="db")


@group.command(help=say("cli.db.upgrade.help"))
def upgrade(without_backup: WithoutBackup = False) -> None:
    """Bring the database to this version."""
    from storage import db

    bring_up(settings(), without_backup)
    out.print(say("cli.db.upgrade.done", revision=db.head()))


@group.command("new-key", help=say("cli.db.new_key.help"))
def new_key(yes: Yes = False) -> None:
    """Go on under the present key, where the one that contacts were sealed under is lost."""
    from storage import db

    engine = db.engine(settings().database_url)
    if db.condition(engine) != "current":
        raise db.NotMigrated
    if db.is_ours(engine):
        out.print(say("cli.db.new_key.same"))
        return
    if not yes:
        typer.confirm(say("cli.db.new_key.sure"), abort=True)
    with db.writing(engine) as session:
        db.take_key(session, datetime.now(UTC))
    out.print(say("cli.db.new_key.done"))


def bring_up(chosen: Settings, without_backup: bool) -> None:
    """The database to this version, after a backup of it; says where that is, or why there is none."""
    from storage.backup import Refused, before

    try:
        kept = before.upgrade(chosen.database_url, chosen.data, datetime.now(UTC), without=without_backup)
    except Refused as refused:
        fail(say("cli.db.upgrade.refused", why=why(refused)))
    if kept:
        out.print(say("cli.db.upgrade.kept", file=kept, size=size(kept)), markup=False)
