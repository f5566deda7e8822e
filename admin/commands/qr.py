"""manyi qr: codes to scan, as pictures and as posters to print."""
# ruff: noqa: PLC0415 - see console.py

import re
from collections.abc import Sequence
from itertools import product as pairs
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from admin.commands.console import app, fail, out, say
from storage.settings import settings

if TYPE_CHECKING:
    from admin.posters import Poster
    from storage.domain.survey import Survey

Key = Annotated[str, typer.Argument(help=say("cli.survey.key"))]
Places = Annotated[list[str] | None, typer.Option("--place", help=say("cli.qr.place"))]
Products = Annotated[list[str] | None, typer.Option("--product", help=say("cli.qr.product"))]
Listed = Annotated[Path | None, typer.Option("--places", help=say("cli.qr.places"))]
Folder = Annotated[Path, typer.Option("--out", help=say("cli.qr.out"))]


@app.command(help=say("cli.qr.help"))
def qr(
    key: Key,
    place: Places = None,
    product: Products = None,
    places: Listed = None,
    folder: Folder = Path("qr"),
) -> None:
    """For each place and product: an SVG, a PNG; and one page of the posters."""
    from admin import posters

    survey, logo = _published(key)
    address = settings().bot_url.rstrip("/")
    if not address:
        fail(say("cli.qr.no_address"))
    wanted = _wanted([*(place or []), *_lines(places)], product or [])
    made = [posters.poster(settings().organisation, survey, address, where, logo) for where in wanted]
    folder.mkdir(parents=True, exist_ok=True)
    for each in made:
        _draw(each, folder / (_name(each.place, key)))
    (folder / f"{key}.html").write_text(posters.page(made, settings().language), "utf-8")
    out.print(say("cli.qr.done", count=len(made), folder=folder, page=folder / f"{key}.html"), markup=False)


def _published(key: str) -> "tuple[Survey, str]":
    """The survey: what is printed must lead somewhere. And the logo, in force as the name is."""
    from admin import logo
    from storage import db, options, surveys

    with db.reading(db.opened(settings().database_url)) as session:
        options.refresh(session, settings())
        found = surveys.published(session, key)
        if found is None:
            fail(say("cli.qr.not_published", key=key))
        return found[1], logo.inline(options.logo(session))


def _wanted(places: Sequence[str], products: Sequence[str]) -> list[str]:
    """The names to keep with what is said, each place with each product; one without a name where none is."""
    from storage.domain.place import LONGEST, place

    names = ["·".join(filter(None, pair)) for pair in pairs(places or [""], products or [""])]
    kept = [place(name) for name in names]
    for name, kept_as in zip(names, kept, strict=True):
        if name and not kept_as:
            fail(say("cli.qr.bad_place", place=name, most=LONGEST))
    return list(dict.fromkeys(kept))


def _lines(file: Path | None) -> list[str]:
    """The places in a file, one a line."""
    if file is None:
        return []
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (FileNotFoundError, IsADirectoryError):
        fail(say("cli.survey.no_file", file=file))
    except UnicodeDecodeError:
        fail(say("cli.survey.not_text", file=file))
    return [line.strip() for line in lines if line.strip()]


def _draw(poster: "Poster", file: Path) -> None:
    """Large enough for a poster, small enough to mail."""
    poster.code.save(f"{file}.svg", scale=10, border=4)
    poster.code.save(f"{file}.png", scale=24, border=4)


def _name(place: str, key: str) -> str:
    """A file name that every system takes."""
    return "-".join(filter(None, (key, re.sub(r"[^\w.-]+", "_", place).strip("_."))))
