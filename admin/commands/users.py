"""manyi user …"""
# ruff: noqa: PLC0415 - see console.py

from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from admin.commands.console import app, err, fail, out, say
from storage.settings import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.users import User

group = typer.Typer(help=say("cli.user.help"), no_args_is_help=True)
app.add_typer(group, name="user")


Login = Annotated[str, typer.Argument(help=say("cli.user.add.login"))]
Generate = Annotated[bool, typer.Option("--generate", help=say("cli.user.add.generate"))]


@group.command(help=say("cli.user.add.help"))
def add(
    login: Login,
    name: Annotated[str, typer.Option(help=say("cli.user.add.name"))] = "",
    role: Annotated[str, typer.Option(help=say("cli.user.add.role"))] = "handler",
    department: Annotated[str, typer.Option(help=say("cli.user.add.department"))] = "",
    own: Annotated[bool, typer.Option("--own", help=say("cli.user.add.own"))] = False,
    also: Annotated[list[str] | None, typer.Option(help=say("cli.user.add.also"))] = None,
    generate: Generate = False,
) -> None:
    """Add an account; the password is asked for, or made up."""
    from storage import db, departments
    from storage import users as accounts

    engine = db.opened(settings().database_url)
    if role not in accounts.ROLES:
        refuse("role_unknown", role=role)
    with db.reading(engine) as session:
        there = departments.names(session)
    if department not in ("", *there):
        refuse("department_unknown", department=department, departments="、".join(there) or "–")
    further = {part: to for part, _, to in (each.rpartition(":") for each in also or ())}
    scope = accounts.Scope("own" if own or also else "all", further)
    new = made_up() if generate else ask()
    try:
        with db.writing(engine) as session:
            accounts.enter(session, login, name, role, department, new, None, datetime.now(UTC), scope)
    except accounts.Refused as refused:
        told = {"login": login, "role": role, "department": department}
        refuse(refused.code, **told, departments="、".join(there) or "–")
    out.print(say("cli.user.add.done", login=login, role=role), markup=False)
    show(new if generate else "")


@group.command(help=say("cli.user.password.help"))
def password(login: Login, generate: Generate = False) -> None:
    """Another password, asked for or made up; whoever is signed in with the old one is so no more."""
    from storage import users as accounts

    new = made_up() if generate else ask()
    try:
        changed(login, lambda session, user: accounts.set_password(session, user.id, new))
    except accounts.Refused as refused:
        refuse(refused.code)
    out.print(say("cli.user.password.done", login=login), markup=False)
    show(new if generate else "")


@group.command(help=say("cli.user.disable.help"))
def disable(login: Login) -> None:
    """Keep this user out, from this moment on."""
    from storage import users as accounts

    changed(login, lambda session, user: accounts.set_active(session, user.id, active=False))
    out.print(say("cli.user.disable.done", login=login), markup=False)


@group.command(help=say("cli.user.enable.help"))
def enable(login: Login) -> None:
    """Let this user in again."""
    from storage import users as accounts

    changed(login, lambda session, user: accounts.set_active(session, user.id, active=True))
    out.print(say("cli.user.enable.done", login=login), markup=False)


@group.command("second-factor", help=say("cli.user.second_factor.help"))
def second_factor(login: Login) -> None:
    """Take the second factor away: the phone is lost, and no administrator can sign in."""
    from storage import users as accounts

    taken = []
    changed(
        login,
        lambda session, user: taken.append(accounts.reset(session, user.id, None, datetime.now(UTC))),
    )
    key = "done" if taken[0] else "none"
    out.print(say(f"cli.user.second_factor.{key}", login=login), markup=False)


def changed(login: str, change: Callable[["Session", "User"], None]) -> None:
    """Make this change to the account of this login. Ends the command where there is none."""
    from storage import db
    from storage import users as accounts

    with db.writing(db.opened(settings().database_url)) as session:
        user = accounts.find(session, login)
        if user is None:
            logins = "、".join(known.login for known in accounts.listing(session))
            refuse("login_unknown", login=login, logins=logins or "–")
        change(session, user)


def refuse(code: str, **told: object) -> NoReturn:
    """End the command: the accounts refuse this."""
    from storage import users as accounts
    from storage.domain import login

    known = {"shortest": accounts.SHORTEST, "longest": login.LONGEST, "roles": "、".join(accounts.ROLES)}
    fail(say(f"cli.user.refused.{code}", **known, **told))


def made_up() -> str:
    """A password that nobody can guess."""
    return token_urlsafe(12)


def ask() -> str:
    """The password as typed twice, unseen."""
    from storage import users as accounts

    while True:
        typed: str = typer.prompt(say("cli.user.add.ask", shortest=accounts.SHORTEST), hide_input=True)
        if typer.prompt(say("cli.user.add.ask_again"), hide_input=True) == typed:
            return typed
        err.print(say("cli.user.add.differs"), style="red")


def show(made: str) -> None:
    """The password that was made up, if it was: the only time that anybody sees it."""
    if made:
        out.print(say("cli.user.add.password", password=made), markup=False)
