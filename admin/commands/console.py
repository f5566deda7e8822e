"""What all commands share: the application, its texts, and what becomes of errors."""
# ruff: noqa: PLC0415 - a command loads what it needs, so that the others start at once

import re
from typing import NoReturn

import typer
from rich.console import Console

from storage import definitions
from storage.settings import settings

say = definitions.texts()
out = Console(highlight=False, soft_wrap=True)
err = Console(highlight=False, soft_wrap=True, stderr=True)

app = typer.Typer(
    name="manyi",
    help=say("cli.about"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def fail(line: str) -> NoReturn:
    """End the command with this line."""
    err.print(line, style="red", markup=False)
    raise typer.Exit(1)


def run() -> int:
    """Run the command; the exit status. What can be expected to go wrong is told in a line."""
    try:
        app()
    except Exception as error:
        line = explain(error)
        if not line:
            raise
        err.print(line, style="red", markup=False)
    return 1


def explain(error: Exception) -> str:
    """What a database that can't be used wants; empty for errors that are ours."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from storage.db import NewerDatabase, NoDriver, NotMigrated

    if isinstance(error, NewerDatabase):
        return say("cli.newer_database", revision=error.revision)
    if isinstance(error, NotMigrated):
        return say("cli.not_migrated")
    if isinstance(error, NoDriver):
        return say("cli.no_driver", kind=error.kind)
    if not isinstance(error, OperationalError | ProgrammingError):
        return ""
    if re.search(r"no such table|does not exist", str(error.orig)):
        return say("cli.not_migrated")
    url = re.sub(r":[^:/@]+@", ":…@", settings().database_url)
    told = say("cli.database_unreachable", url=url, error=first_line(error.orig))
    return "" if error.statement else told


def first_line(error: object) -> str:
    """What a driver says, without its explanations."""
    return str(error).strip().partition("\n")[0]
