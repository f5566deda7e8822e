"""manyi nlp evaluate | train | models | use"""
# ruff: noqa: PLC0415 - see console.py

import csv
import importlib.util
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.table import Table
from sqlalchemy import Engine

from admin.commands.console import fail, out, say
from admin.commands.nlp import group
from storage.settings import settings

if TYPE_CHECKING:
    from admin.evaluating import Example, Field, Score

Files = Annotated[list[Path] | None, typer.Option("--csv", help=say("cli.nlp.evaluate.csv"))]
FEW = 20
"""Under so many texts a share says little."""


@group.command(help=say("cli.nlp.evaluate.help"))
def evaluate(files: Files = None) -> None:
    """How often the model in force says what people say."""
    from admin import evaluating, naming, own_model
    from storage import db

    engine = db.opened(settings().database_url)
    examples = told(engine, files or [], corrected=not files)
    own_model.adopt(engine, settings().data)
    with db.reading(engine) as session:
        taxonomy = naming.in_force(session)
    show({"now": evaluating.evaluated(examples, taxonomy)})
    out.print(say("cli.nlp.evaluate.hint" if not files else "cli.nlp.evaluate.table"), markup=False)


@group.command(help=say("cli.nlp.train.help"))
def train(files: Files = None) -> None:
    """Make a model of ours and theirs; nothing is read by it before it is chosen."""
    from storage import db, definitions, models, rulings

    if importlib.util.find_spec("scipy") is None:
        fail(say("cli.nlp.train.extra"))
    from admin import learning, naming

    engine = db.opened(settings().database_url)
    examples = told(engine, files or [], corrected=True)
    with db.reading(engine) as session:
        taxonomy = naming.untaught(session)
    with out.status(say("cli.nlp.train.going_on", n=len(examples))):
        made = learning.made(examples, taxonomy)
    show({"before": made.before, "after": made.after})
    if not made.better:
        out.print(say("cli.nlp.train.no_better"), markup=False, style="yellow")
    with db.writing(engine) as session:
        now = datetime.now(UTC)
        rulings.refresh(session)
        key = models.add(session, made.heads, made.figures, now)
        gone = models.tidy(session, definitions.policy().retention.models, now)
    out.print(say("cli.nlp.train.made", id=key), markup=False)
    if gone:
        listed = "、".join(map(str, sorted(gone)))
        out.print(
            say("cli.nlp.train.gone", ids=listed, kept=definitions.policy().retention.models), markup=False
        )


@group.command("models", help=say("cli.nlp.models.help"))
def listing() -> None:
    """The models there are, the newest first; at last ours."""
    from admin import naming
    from storage import db
    from storage import models as verbs

    with db.reading(db.opened(settings().database_url)) as session:
        known = verbs.listing(session)
    zone = ZoneInfo(settings().timezone)
    used = next((each for each in known if each.in_force and naming.fits(each.figures)), None)
    for each in known:
        state = say("cli.nlp.models.in_force") if each is used else ""
        state = state if naming.fits(each.figures) else say("cli.nlp.models.unfit")
        at = f"{each.made_at.astimezone(zone):%Y-%m-%d %H:%M}"
        gain = gained(each.figures)
        line = say("cli.nlp.models.line", id=each.id, at=at, n=each.figures["n"], gain=gain, state=state)
        out.print(line, markup=False)
    ours = "" if used else say("cli.nlp.models.in_force")
    out.print(say("cli.nlp.models.ours", state=ours), markup=False)


def gained(figures: dict[str, Any]) -> str:
    """By field how often ours was right and how often this one, as was seen when it was made."""
    return "".join(
        say("cli.nlp.models.gain", field=say(f"cli.nlp.evaluate.{field}"), before=before, after=after)
        for field, shares in figures.get("right", {}).items()
        for before, after in [map("{:.0%}".format, shares)]
    )


@group.command(help=say("cli.nlp.use.help"))
def use(number: Annotated[int, typer.Argument(min=0, help=say("cli.nlp.use.number"))]) -> None:
    """Texts are read by this model from now on, and those that were read before anew."""
    from admin import naming
    from storage import db, models

    with db.writing(db.opened(settings().database_url)) as session:
        if any(each.id == number and not naming.fits(each.figures) for each in models.listing(session)):
            fail(say("cli.nlp.use.unfit", id=number))
        try:
            models.choose(session, number, datetime.now(UTC))
        except models.Unknown:
            fail(say("cli.nlp.use.unknown", id=number))
    out.print(say("cli.nlp.use.done", id=number), markup=False)


def told(engine: Engine, files: list[Path], *, corrected: bool) -> "list[Example]":
    """What people say in these tables, and what staff corrected. Ends the command where that is nothing."""
    from admin import evaluating, naming
    from storage import db, judgements

    with db.reading(engine) as session:
        taxonomy = naming.untaught(session)
    try:
        examples = [example for file in files for example in evaluating.of_table(file, taxonomy)]
    except evaluating.Unfit as error:
        fail(say(f"cli.nlp.table.{error.key}", **error.values))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fail(say("cli.nlp.table.unreadable", error=error))
    if corrected:
        with db.reading(engine) as session:
            examples += evaluating.of_corrections(judgements.corrections(session))
    if not examples:
        fail(say("cli.nlp.evaluate.nothing"))
    return examples


def show(columns: "Mapping[str, Mapping[Field, Score]]") -> None:
    """A line a field, a column each measurement."""
    table = Table(say("cli.nlp.evaluate.field"), say("cli.nlp.evaluate.n"))
    for name in columns:
        table.add_column(say(f"cli.nlp.evaluate.{name}"), justify="right")
    for field, first in next(iter(columns.values())).items():
        shares = [shown(scores[field]) for scores in columns.values()]
        few = say("cli.nlp.evaluate.few") if 0 < first.n < FEW else ""
        table.add_row(say(f"cli.nlp.evaluate.{field}"), f"{first.n}{few}", *shares)
    out.print(table)


def shown(score: "Score") -> str:
    """In percent; a dash of nothing."""
    return "–" if score.share is None else f"{score.share:.1%}"
