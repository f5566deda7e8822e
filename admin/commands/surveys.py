"""manyi survey …"""
# ruff: noqa: PLC0415 - see console.py

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from admin.commands.console import app, err, fail, out, say
from storage.settings import settings

if TYPE_CHECKING:
    from storage.domain.survey import Survey

group = typer.Typer(help=say("cli.survey.help"), no_args_is_help=True)
app.add_typer(group, name="survey")

File = Annotated[Path, typer.Argument(help=say("cli.survey.file"))]
Key = Annotated[str, typer.Argument(help=say("cli.survey.key"))]


@group.command(help=say("cli.survey.check.help"))
def check(file: File) -> None:
    """Read a survey's file without keeping anything."""
    from storage.domain.routing import length

    survey = checked(file, read(file))
    least, most = length(survey)
    told = "done" if least == most else "branching"
    line = say(f"cli.survey.check.{told}", file=file, title=survey.title, least=least, count=most)
    out.print(line, markup=False)


@group.command(help=say("cli.survey.templates.help"))
def templates() -> None:
    """What a survey may be begun from."""
    from rich.table import Table

    from storage.templates import templates

    table = Table()
    for column in say("cli.survey.templates.columns").split("|"):
        table.add_column(column, overflow="fold")
    for each in templates():
        table.add_row(each.name, each.title, each.about)
    out.print(table)


@group.command(help=say("cli.survey.new.help"))
def new(
    key: Key,
    template: Annotated[str, typer.Option(help=say("cli.survey.new.template"))] = "five",
    file: Annotated[Path | None, typer.Option(help=say("cli.survey.new.file"))] = None,
) -> None:
    """Write the file of a new survey."""
    from storage import templates
    from storage.domain.fields import KEY

    known = [each.name for each in templates.templates()]
    if template not in known:
        fail(say("cli.survey.new.unknown", name=template, known="、".join(known)))
    if not KEY.fullmatch(key):
        fail(say("survey_problem.not_key", value=key))
    written = file or Path(f"{key}.toml")
    try:
        with written.open("x", encoding="utf-8") as new_file:
            new_file.write(templates.template(template).named(key))
    except FileExistsError:
        fail(say("cli.survey.new.exists", file=written))
    except OSError as error:
        fail(say("cli.survey.new.cannot", file=written, why=error.strerror))
    out.print(say("cli.survey.new.done", file=written), markup=False)


@group.command("import", help=say("cli.survey.import.help"))
def import_(file: File) -> None:
    """Keep a survey's file as a draft."""
    from storage import db, surveys

    source = read(file)
    survey = checked(file, source)
    with db.writing(db.opened(settings().database_url)) as session:
        surveys.import_(session, source, datetime.now(UTC))
    out.print(say("cli.survey.import.done", key=survey.key), markup=False)


@group.command(help=say("cli.survey.publish.help"))
def publish(key: Key) -> None:
    """Publish the newest version."""
    from storage import db, nameless, surveys
    from storage.domain.machine import NotAllowed

    with db.writing(db.opened(settings().database_url)) as session:
        if key not in {version.key for version in surveys.listing(session)}:
            fail(say("cli.survey.unknown", key=key))
        try:
            surveys.publish(session, key, datetime.now(UTC))
        except (KeyError, NotAllowed):
            fail(say("cli.survey.publish.none", key=key))
        except nameless.Naming:
            fail(say("page.surveys.naming"))
    out.print(say("cli.survey.publish.done", key=key), markup=False)


@group.command("list", help=say("cli.survey.list.help"))
def list_() -> None:
    """All versions of all surveys."""
    from rich.table import Table

    from storage import db, surveys

    with db.reading(db.opened(settings().database_url)) as session:
        versions = surveys.listing(session)
    if not versions:
        out.print(say("cli.survey.list.none"))
        return
    table = Table(*say("cli.survey.list.columns").split("|"))
    for version in versions:
        state = say(f"cli.survey.state.{version.state}")
        since = day(version.published_at) if version.published_at else ""
        table.add_row(version.key, version.title, str(version.number), state, since)
    out.print(table)


def day(at: datetime) -> str:
    """The date in the organisation's time zone."""
    return f"{at.astimezone(ZoneInfo(settings().timezone)):%Y-%m-%d}"


def read(file: Path) -> str:
    """The text of the file."""
    try:
        return file.read_text("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        fail(say("cli.survey.no_file", file=file))
    except UnicodeDecodeError:
        fail(say("cli.survey.not_text", file=file))


def checked(file: Path, source: str) -> "Survey":
    """The survey; each error is printed with its line, as compilers do."""
    from storage import surveys

    try:
        return surveys.check(source)
    except surveys.Refused as refused:
        for fault in refused.faults:
            err.print(f"{file}:{fault.line}: {fault.reason}", markup=False)
        raise typer.Exit(1) from None
