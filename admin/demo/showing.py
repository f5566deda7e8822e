"""Runs the demo: its own database, free ports, a password made up on the spot, the guided page."""

import asyncio
import os
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from admin import serve, warming
from admin.commands.console import out, say
from admin.demo.filling import fill, filled, read
from storage import db, one_time_keys, seals, users
from storage.settings import Settings, settings

DATABASE = Path("var") / "demo.db"
LOGIN = "demo"


def show(fresh: bool, browser: bool) -> None:
    """Fill where needed, serve until stopped."""
    if fresh:
        empty(DATABASE)
    chosen, new = choose(), not DATABASE.exists()
    db.upgrade(chosen.database_url)
    engine = db.engine(chosen.database_url)
    if new:
        with db.reading(engine) as session:
            seals.anew(session, chosen.data)
    filled_with_progress(engine)
    with db.writing(engine) as session:
        user_id, password = account(session, datetime.now(UTC))
        key = one_time_keys.give(session, user_id, datetime.now(UTC))
        warming.begin(session, datetime.now(UTC))
    out.print(say("cli.demo.starting"), style="dim")
    engine.dispose()
    asyncio.run(serve.house(chosen, tell, lambda: welcome(chosen, password, key, browser)))


def choose() -> Settings:
    """The settings of the demo, for us and for the processes that we start."""
    before = settings()
    bot_port = serve.next_free("127.0.0.1", before.bot_port)
    admin_port = serve.next_free("127.0.0.1", before.admin_port, taken=(bot_port,))
    story = read("story")
    os.environ.update(
        MANYI_DEMO="true",
        MANYI_DATABASE_URL=f"sqlite:///{DATABASE.resolve()}",
        MANYI_ORGANISATION=story["organisation"],
        MANYI_SURVEY=story["survey"],
        MANYI_BOT_HOST="127.0.0.1",
        MANYI_ADMIN_HOST="127.0.0.1",
        MANYI_BOT_PORT=str(bot_port),
        MANYI_ADMIN_PORT=str(admin_port),
        MANYI_BOT_URL="",
        MANYI_ADMIN_URL="",
        MANYI_TELEGRAM_WEBHOOK_SECRET="",
    )
    settings.cache_clear()
    return settings()


def empty(database: Path) -> None:
    """Throw the demo database away; SQLite keeps two files beside it."""
    for name in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        name.unlink(missing_ok=True)


def filled_with_progress(engine: Engine) -> None:
    """Fill the database in one transaction, unless it is filled: cut off midway, it is as if never begun."""
    with db.reading(engine) as session:
        if filled(session):
            return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out) as progress, db.writing(engine) as session:
        task = progress.add_task(say("cli.demo.filling"), total=None)
        fill(session, datetime.now(UTC), lambda done, of: progress.update(task, completed=done, total=of))


def account(session: Session, now: datetime) -> tuple[int, str]:
    """(id, password) of the demo's administrator; the password is a fresh one each time."""
    password = token_urlsafe(9)
    known = [user.id for user in users.listing(session) if user.login == LOGIN]
    if not known:
        name = say("cli.demo.administrator")
        return users.add(session, LOGIN, name, "administrator", password, now), password
    users.set_password(session, known[0], password)
    return known[0], password


def tell(name: str, what: str, number: int) -> None:
    """Only trouble is worth a line."""
    if what == "died":
        out.print(say("cli.serve.died", name=name, number=number), style="yellow")


def welcome(chosen: Settings, password: str, key: str, browser: bool) -> None:
    """Where to go, and who to be there. The link lets one browser in, once."""
    url = f"{chosen.admin_address}/enter/{key}"
    out.print(say("cli.serve.addresses", bot=chosen.bot_address, admin=chosen.admin_address))
    out.print(say("cli.demo.login", login=LOGIN, password=password), markup=False)
    out.print(say("cli.demo.guide", url=url))
    out.print(say("cli.demo.opening"), style="dim")
    out.print(say("cli.serve.stop"), style="dim")
    if browser and has_display():
        webbrowser.open(url)


def has_display() -> bool:
    """Whether a browser would be seen."""
    windows = sys.platform in ("win32", "darwin")
    return windows or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
