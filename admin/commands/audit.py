"""manyi audit …"""
# ruff: noqa: PLC0415 - see console.py

from typing import TYPE_CHECKING, Annotated

import typer

from admin.commands.console import app, fail, out, say
from storage.settings import settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from storage.seals import Verified

group = typer.Typer(help=say("cli.audit.help"), no_args_is_help=True)
app.add_typer(group, name="audit")


@group.callback()
def audit() -> None:
    """Makes `audit` a group although it has one command."""


@group.command(help=say("cli.audit.verify.help"))
def verify(
    noted: Annotated[str, typer.Option("--noted", help=say("cli.audit.verify.noted"))] = "",
) -> None:
    """Ends with 1 where the history is not as it was sealed, where what guards it is gone, or where the chain
    is not the one that was noted, here or elsewhere."""
    from storage import db, seals

    engine = db.opened(settings().database_url)
    if not told(engine):
        raise typer.Exit(1)
    if noted:
        number, _, signature = noted.partition(":")
        known = number.isascii() and number.isdecimal() and len(number) < 10
        with db.reading(engine) as session:
            if not known or not seals.holds(session, int(number), signature):
                fail(say("cli.audit.verify.other", noted=noted))
        out.print(say("cli.audit.verify.same", noted=noted), markup=False)


def told(engine: "Engine") -> bool:
    """Say whether the history is as it was sealed, and what guards it is there; whether all that is so."""
    from storage import db, guards, seals

    with db.reading(engine) as session:
        found, gone = seals.verify(session), guards.missing(session)
        end = seals.look(session, settings().data)
    out.print(line(found, end.replaceable), markup=False, style="red" if found.broken else None)
    if gone:
        out.print(say("cli.audit.verify.unguarded", names=", ".join(gone)), markup=False, style="red")
    told = say(f"cli.audit.verify.end.{end.how}", file=end.file, number=end.number)
    out.print(told, markup=False, style=None if end.replaceable else "red")
    return found.broken is None and not gone and end.replaceable


def line(found: "Verified", ends: bool) -> str:
    """What was found, in words: whole to its end, as far as that is noted, or only what is there."""
    if found.broken:
        gone = found.broken
        why = say(f"cli.audit.verify.why.{gone.why}")
        return say("cli.audit.verify.broken", seal=gone.seal, first=gone.first_id, upto=gone.upto_id, why=why)
    if found.last is None:
        return say("cli.audit.verify.none", unsealed=found.unsealed)
    last = f"{found.last[0]}:{found.last[1]}"
    key = "cli.audit.verify.whole" if ends else "cli.audit.verify.so_far"
    whole = say(key, seals=found.seals, events=found.events, unsealed=found.unsealed, last=last)
    told = (("lost", found.lost), ("gaps", found.gaps))
    return whole + "".join(say(f"cli.audit.verify.{name}", n=n) for name, n in told if n)
