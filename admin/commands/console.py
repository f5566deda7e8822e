"""What all commands share: the application, its texts, and what becomes of errors."""
# ruff: noqa: PLC0415 - a command loads what it needs, so that the others start at once

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
    from storage.trouble import trouble

    found = trouble(error, settings().database_url)
    return say(f"cli.{found.key}", **found.values) if found else ""
