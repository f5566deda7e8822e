"""manyi export."""
# ruff: noqa: PLC0415 - see console.py

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from admin.commands.backup import size
from admin.commands.console import app, fail, out, say
from storage.settings import settings


@app.command(help=say("cli.export.help"))
def export(
    file: Annotated[Path, typer.Argument(help=say("cli.export.file"))],
    force: Annotated[bool, typer.Option("--force", help=say("cli.backup.force"))] = False,
) -> None:
    """All that the organisation has as one zip, which only its owner may read."""
    from admin import everything
    from storage import db

    if file.exists() and not force:
        fail(say("cli.backup.refused.exists", file=file))
    engine = db.opened(settings().database_url)
    number, beside = tempfile.mkstemp(prefix=".manyi-", dir=file.absolute().parent)
    try:
        with os.fdopen(number, "wb") as written:
            for piece in everything.pieces(engine, None, datetime.now(UTC)):
                written.write(piece)
        Path(beside).replace(file)
    finally:
        Path(beside).unlink(missing_ok=True)
        engine.dispose()
    out.print(say("cli.export.done", file=file, size=size(file)), markup=False)
