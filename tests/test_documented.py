"""Every setting, command and kind of question stands in the docs; nothing names the place it was made in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from admin.commands import app
from storage.domain import questions
from storage.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def rows(page: str) -> dict[str, list[str]]:
    """The tables of a page: the first cell without its backticks -> the other cells."""
    lines = (DOCS / page).read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {first.strip("`"): rest for first, *rest in cells}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_stands_in_the_docs_with_its_default(name: str) -> None:
    default = Settings.model_fields[name].default
    told = str(default).lower() if isinstance(default, bool) else str(default) or "（空）"
    assert rows("settings.md")[f"MANYI_{name.upper()}"][0].strip("`") == told


def test_the_docs_tell_of_no_setting_that_is_not() -> None:
    only_for_commands = {"MANYI_DEMO_BROWSER"}
    told = {name for name in rows("settings.md") if name.startswith("MANYI_")}
    assert told - only_for_commands == {f"MANYI_{name.upper()}" for name in Settings.model_fields}


def commands(command: object, path: str = "manyi") -> Iterator[str]:
    """The full names of all commands below this one."""
    for name, below in getattr(command, "commands", {}).items():
        if getattr(below, "commands", None):
            yield from commands(below, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_the_docs_tell_of_every_command_and_of_no_other() -> None:
    told = {re.sub(r" [^a-z ].*$", "", name) for name in rows("commands.md") if name.startswith("manyi ")}
    assert told == set(commands(get_command(app)))


def test_every_command_says_what_it_is_for() -> None:
    assert isinstance(app, typer.Typer)
    silent = [name for name, below in get_command(app).commands.items() if not below.help]  # type: ignore[attr-defined]
    assert silent == []


@pytest.mark.parametrize("name", questions.names())
def test_a_kind_of_question_stands_in_the_docs(name: str) -> None:
    assert f"`{name}`" in (DOCS / "surveys.md").read_text("utf-8")


def committed() -> Iterator[Path]:
    """The text files of the project."""
    left_out = {".git", ".venv", "var", "dist"}
    for path in ROOT.rglob("*"):
        parts = set(path.relative_to(ROOT).parts)
        hidden = any(part.startswith(".") and part not in (".ci", ".importlinter") for part in parts)
        kinds = (".py", ".md", ".toml", ".txt", ".html", ".js", ".css", ".lock", "")
        if path.is_file() and not hidden and not parts & left_out and path.suffix in kinds:
            yield path


def test_nothing_names_the_place_it_was_made_in() -> None:
    place = re.compile(
        "|".join(("/wo" + "rk/", "far" + "m-", r"shar" + r"ed/(data|design|requirements|hooks)"))
    )
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if place.search(line)
    ]
    assert named == []
