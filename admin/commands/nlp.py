"""manyi nlp …"""
# ruff: noqa: PLC0415 - see console.py

import csv
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from admin.commands.console import app, fail, out, say
from storage.settings import settings

if TYPE_CHECKING:
    from storage.queries.doubts import Doubt
    from storage.queries.readings import Understood

group = typer.Typer(help=say("cli.nlp.help"), no_args_is_help=True)
app.add_typer(group, name="nlp")


@group.callback()
def only() -> None:
    """With a single command typer would leave its name out."""


@group.command(help=say("cli.nlp.answers.help"))
def answers(
    days: Annotated[int, typer.Option(min=1, max=3650, help=say("cli.nlp.answers.days"))] = 30,
    file: Annotated[Path | None, typer.Option("--csv", help=say("cli.nlp.answers.csv"))] = None,
) -> None:
    """What was asked again or corrected, the newest first."""
    from storage import db
    from storage.queries import Period, doubts

    now = datetime.now(UTC)
    with db.reading(db.opened(settings().database_url)) as session:
        found = doubts.doubts(session, Period(now - timedelta(days=days), now))
    if file is None:
        for doubt in found:
            tell(doubt)
    else:
        keep(file, found)
        out.print(say("cli.nlp.answers.kept", file=file), markup=False)
    counts = Counter(doubt.how for doubt in found)
    out.print(
        say(
            "cli.nlp.answers.counts",
            days=days,
            **{how: counts[how] for how in ("asked", "staff", "customer")},
        )
    )


def tell(doubt: "Doubt") -> None:
    """One reading in two lines."""
    when, how, kind, title, *rest = map(plain, cells(doubt))
    words, guess, holds, because = (each or "–" for each in rest)
    out.print(
        say("cli.nlp.answers.head", when=when, how=how, title=title, kind=kind), markup=False, style="bold"
    )
    line = say("cli.nlp.answers.line", words=words, guess=guess, holds=holds, because=because)
    out.print(line, markup=False)


def cells(doubt: "Doubt") -> list[str]:
    """As the columns of the table: when, how, kind, question, words, guess, what holds, because."""
    when = doubt.at.astimezone(ZoneInfo(settings().timezone))
    how = say(f"cli.nlp.answers.how.{doubt.how}")
    guess, holds = shown(doubt.guess), shown(doubt.holds)
    return [
        f"{when:%Y-%m-%d %H:%M}",
        how,
        doubt.kind,
        doubt.title,
        doubt.words,
        guess,
        holds,
        "、".join(doubt.because),
    ]


def shown(understood: "Understood") -> str:
    """As the question shows it, or why there is no value."""
    key = f"page.missing.{understood.missing}"
    return understood.label or (understood.missing and say(key if say.has(key) else "page.missing.other"))


def plain(text: str) -> str:
    """On one line, without what a terminal would obey: customers may write anything."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def keep(file: Path, found: "list[Doubt]") -> None:
    """Write a table that spreadsheets open; only its owner may read it. A file that is there stays."""
    from storage.domain.importing import harmless

    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        fail(say("cli.nlp.answers.exists", file=file))
    except OSError as error:
        fail(say("cli.nlp.answers.not_written", file=file, error=error.strerror))
    with os.fdopen(opened, "w", encoding="utf-8-sig", newline="") as written:
        table = csv.writer(written)
        table.writerow(say("cli.nlp.answers.columns").split("|"))
        table.writerows([harmless(cell) for cell in cells(doubt)] for doubt in found)
