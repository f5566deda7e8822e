"""manyi user …"""
# ruff: noqa: PLC0415 - see console.py

from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Annotated

import typer

from admin.commands.console import app, fail, out, say
from storage.settings import settings

group = typer.Typer(help=say("cli.user.help"), no_args_is_help=True)
app.add_typer(group, name="user")


@group.callback()
def users() -> None:
    """Makes `user` a group although it has one command."""


@group.command(help=say("cli.user.add.help"))
def add(
    login: Annotated[str, typer.Argument(help=say("cli.user.add.login"))],
    name: Annotated[str, typer.Option(help=say("cli.user.add.name"))] = "",
    role: Annotated[str, typer.Option(help=say("cli.user.add.role"))] = "handler",
    generate: Annotated[bool, typer.Option("--generate", help=say("cli.user.add.generate"))] = False,
) -> None:
    """Add an account; the password is asked for, or made up."""
    from storage import db
    from storage import users as accounts

    password = token_urlsafe(12) if generate else ask(accounts.SHORTEST)
    try:
        with db.writing(db.engine(settings().database_url)) as session:
            accounts.add(session, login, name, role, password, datetime.now(UTC))
    except accounts.Refused as refused:
        told = {
            "login": login,
            "role": role,
            "roles": "、".join(accounts.ROLES),
            "shortest": accounts.SHORTEST,
        }
        fail(say(f"cli.user.refused.{refused.code}", **told))
    out.print(say("cli.user.add.done", login=login, role=role), markup=False)
    if generate:
        out.print(say("cli.user.add.password", password=password), markup=False)


def ask(shortest: int) -> str:
    """The password as typed twice, unseen."""
    typed: str = typer.prompt(
        say("cli.user.add.ask", shortest=shortest), hide_input=True, confirmation_prompt=True
    )
    return typed
