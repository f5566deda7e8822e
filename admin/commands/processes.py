"""manyi serve, bot, admin, worker, demo: what runs until it is stopped."""
# ruff: noqa: PLC0415 - see console.py

import asyncio
import errno
import os
import sys
from typing import Annotated

import typer

from admin.commands.console import app, fail, out, say
from admin.commands.database import WithoutBackup, bring_up
from storage.settings import Settings, settings


@app.command(help=say("cli.serve.help"))
def serve(without_backup: WithoutBackup = False) -> None:
    """All processes, kept up."""
    from admin import serve as keeper

    chosen = settings()
    bring_up(chosen, without_backup)
    for door in ("bot", "admin"):
        port = getattr(chosen, f"{door}_port")
        if not keeper.free(getattr(chosen, f"{door}_host"), port):
            fail(say("cli.port_taken", port=port, setting=f"MANYI_{door.upper()}_PORT"))
    asyncio.run(keeper.house(chosen, tell, lambda: show_addresses(chosen)))


def tell(name: str, what: str, number: int) -> None:
    """What became of a process."""
    style = "yellow" if what == "died" else "dim"
    out.print(say(f"cli.serve.{what}", name=name, number=number), style=style)


def show_addresses(chosen: Settings) -> None:
    """Where the doors are."""
    out.print(say("cli.serve.addresses", bot=chosen.bot_address, admin=chosen.admin_address))
    out.print(say("cli.serve.stop"), style="dim")


@app.command(help=say("cli.bot.help"))
def bot() -> None:
    """The customers' door: a program of its own, which takes this one's place."""
    os.execv(sys.executable, [sys.executable, "-m", "bot"])  # noqa: S606


@app.command(help=say("cli.admin.help"))
def admin() -> None:
    """The staff's door."""
    from aiohttp import web

    from admin import web as door
    from admin.first import owner
    from storage import db, logs, options, users

    chosen = settings()
    logs.configure(chosen.log_level, chosen.log_format)
    engine = db.opened(chosen.database_url)
    with db.reading(engine) as session:
        options.refresh(session, chosen)
        if not users.anybody(session):
            out.print(say("cli.admin.open", link=owner.link(chosen), code=owner.code()), markup=False)
    made = door.app(engine, chosen)
    try:
        web.run_app(made, host=chosen.admin_host, port=chosen.admin_port, print=None, access_log=None)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        fail(say("cli.port_taken", port=chosen.admin_port, setting="MANYI_ADMIN_PORT"))


@app.command(help=say("cli.worker.help"))
def worker(
    check: Annotated[bool, typer.Option("--check", help=say("cli.worker.check"))] = False,
) -> None:
    """What takes long; or only whether it is being done, wherever that may be."""
    if check:
        check_worker()
        return
    from admin import worker as hands
    from storage import db, logs

    chosen = settings()
    logs.configure(chosen.log_level, chosen.log_format)
    asyncio.run(hands.run(db.opened(chosen.database_url), chosen))


def check_worker() -> None:
    """Ends with 1 where the worker has not said for long that it works. Starts and writes nothing."""
    from storage import db, heartbeats
    from storage.queries import standing

    with db.reading(db.opened(settings().database_url)) as session:
        seconds = standing.heartbeat(session, db.now(session))
    if seconds is None:
        fail(say("cli.worker.never"))
    if seconds > heartbeats.MISSED.total_seconds():
        fail(say("cli.worker.silent", minutes=int(seconds // 60)))
    out.print(say("cli.worker.works", seconds=int(seconds)))


@app.command(help=say("cli.demo.help"))
def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help=say("cli.demo.fresh"))] = False,
    browser: Annotated[bool, typer.Option(envvar="MANYI_DEMO_BROWSER", help=say("cli.demo.browser"))] = True,
) -> None:
    """A made-up organisation, filled, served and shown."""
    from admin.demo import showing

    showing.show(fresh, browser)
