"""manyi doctor."""
# ruff: noqa: PLC0415 - see console.py

from typing import Any

import typer

from admin.commands.console import app, out, say
from storage.settings import settings

MARKS = {"good": ("✓", "green"), "note": ("!", "yellow"), "bad": ("✗", "red")}


@app.command(help=say("cli.doctor.help"))
def doctor() -> None:
    """Each finding as it is made; the exit status says whether something has to be mended."""
    from admin.doctor import examine
    from admin.finding import Finding
    from storage import logs

    def show(finding: Finding) -> None:
        mark, style = MARKS[finding.grade]
        out.print(mark, style=style, end=" ")
        out.print(line(finding.key, finding.values), markup=False)

    logs.configure(settings().log_level)
    bad = 0
    for finding in examine(settings()):
        show(finding)
        bad += finding.grade == "bad"
    out.print(say("cli.doctor.todo", count=bad) if bad else say("cli.doctor.ready"), style="bold")
    raise typer.Exit(1 if bad else 0)


def line(key: str, values: dict[str, Any]) -> str:
    """The finding in words; a door is named as people call it."""
    named = {name: say(f"cli.doctor.{value}") if name == "door" else value for name, value in values.items()}
    return say(f"cli.{key}" if key.startswith("setting.") else f"cli.doctor.{key}", **named)
