"""One day of a calendar's text made a day off, a working day, or an ordinary one again; its comments stay."""

import re
import tomllib
from datetime import date
from typing import Any, Final

import tomli_w

from storage.domain.source import read

WAYS: Final = ("off", "on", "usual")
"""What an organisation says of a day: nobody works, people work in these hours, it is as it is anyway."""


def with_day(text: str, day: date, way: str, hours: list[str]) -> str:
    """The text with this day so. Raises Invalid, where the text cannot be read."""
    table = read(text)
    wanted = _wanted(table, day.isoformat(), way, hours)
    written = _days_off(text, wanted["holidays"])
    written = _days_on(written, wanted["working_days"])
    return written if _reads(written, wanted) else tomli_w.dumps(wanted)


def _wanted(table: dict[str, Any], day: str, way: str, hours: list[str]) -> dict[str, Any]:
    """The definition with this day so; what else stands there stays, whatever it is."""
    stood, worked = table.get("holidays", []), table.get("working_days", {})
    off = [each for each in stood if each != day] if isinstance(stood, list) else []
    on = {key: each for key, each in worked.items() if key != day} if isinstance(worked, dict) else {}
    if way == "off":
        off = sorted([*off, day], key=str)
    if way == "on":
        on = dict(sorted({**on, day: hours}.items()))
    return {**table, "holidays": off, "working_days": on}


def _days_off(text: str, days: list[Any]) -> str:
    """The statement `holidays`, which stands before the first table; where there is none, it is put there."""
    line = f"holidays = [{', '.join(_quoted(day) for day in days)}]"
    head, table, rest = _parted(text, r"^[ \t]*\[")
    stood = re.compile(r"^holidays[ \t]*=[ \t]*\[[^\]]*\]", re.MULTILINE)
    if stood.search(head):
        return stood.sub(lambda _: line, head, count=1) + table + rest
    if not days:
        return text
    return f"{head.rstrip()}\n{line}\n\n{table}{rest}"


def _days_on(text: str, days: dict[str, Any]) -> str:
    """The table `working_days`, its lines written anew; where there is none, it stands at the end."""
    lines = "".join(f"{_quoted(day)} = [{', '.join(map(_quoted, hours))}]\n" for day, hours in days.items())
    head, table, rest = _parted(text, r"^[ \t]*\[working_days\][^\n]*\n?")
    if not table:
        return f"{text.rstrip()}\n\n[working_days]\n{lines}" if days else text
    inner, after, more = _parted(rest, r"^[ \t]*\[(?!\")")
    kept = "".join(each for each in inner.splitlines(keepends=True) if _comment(each))
    return head + table.rstrip("\n") + "\n" + kept + lines + after + more


def _parted(text: str, pattern: str) -> tuple[str, str, str]:
    """What stands before the first of this, this, and the rest; all of it before, where there is none."""
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


def _comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _quoted(value: Any) -> str:
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _reads(text: str, wanted: dict[str, Any]) -> bool:
    """Whether the text says that and nothing else: what was written in some other way is written anew."""
    try:
        told = tomllib.loads(text)
    except ValueError:
        return False
    return {"holidays": [], "working_days": {}, **told} == wanted
