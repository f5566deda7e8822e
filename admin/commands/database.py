"""manyi db …"""
# ruff: noqa: PLC0415 - see console.py

import typer

from admin.commands.console import app, out, say
from storage.settings import settings

group = typer.Typer(help=say("cli.db.help"), no_args_is_help=True)
app.add_typer(group, name="db")


@group.callback()
def database() -> None:
    """Makes `db` a group although it has one command."""


@group.command(help=say("cli.db.upgrade.help"))
def upgrade() -> None:
    """Bring the database to this version."""
    from storage import db

    db.upgrade(settings().database_url)
    out.print(say("cli.db.upgrade.done", revision=db.head()))
