"""A line of a table of complaints: what its cells say, and what is wrong with them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from storage.domain.complaint import ENDED, LIFE
from storage.domain.form import FIELDS, OLDEST, problems
from storage.domain.handling import LONGEST as OF_MOVES
from storage.domain.handling import OUTCOMES
from storage.domain.importing import Fault, normal
from storage.domain.importing.sheet import Line, Sheet, day, moment
from storage.domain.intake import BLANK
from storage.domain.place import place
from storage.importing.responses import CHANNELS
from storage.importing.ways import called, meant
from storage.settings import settings

MOMENTS: Final = ("received_at", "acknowledged_at", "first_answered_at", "answered_at", "closed_at")
"""In the order in which they may be."""

LONGEST_NUMBER: Final = 40
LONGEST_NAME: Final = 200


def faults(line: Line, sheet: Sheet) -> list[Fault]:
    """What is wrong with the line."""
    told, at = line.told, moments(line)
    found = [
        sheet.fault(line.row, name, "not_day" if name in told else "missing", told.get(name, "")[:40])
        for name in MOMENTS
        if at[name] is None and (name in told or name in ("received_at", "closed_at"))
    ]
    longest = {"story": OF_MOVES["story"], "number": LONGEST_NUMBER, "department": LONGEST_NAME}
    longest |= dict.fromkeys(("segment", "referred_to"), LONGEST_NAME)
    found += [
        sheet.fault(line.row, name, "too_long", str(most))
        for name, most in longest.items()
        if len(told.get(name, "")) > most
    ]
    if "story" not in told and not _ours(sheet):
        found.append(sheet.fault(line.row, "story", "missing"))
    if not found:
        found = [sheet.fault(line.row, *wrong) for wrong in _unfit(line, at)]
    return found


_ONLY_OURS: Final = {"id", "revision", "due_kind"}
"""Columns of our own export, which nobody writes by hand."""


def _ours(sheet: Sheet) -> bool:
    """Whether we exported it: a complaint without its story is then one whose words have gone, by their term
    or because its customer was erased."""
    return sheet.head is not None and set(sheet.head.headings) >= _ONLY_OURS


def _unfit(line: Line, at: Mapping[str, datetime | None]) -> list[tuple[str, str, str]]:
    """(field, kind of fault, what stands there) of a line whose moments can be read."""
    told, found = line.told, []
    known = [(name, each) for name in MOMENTS if (each := at[name]) is not None]
    found += [
        (name, "before_that", told[name][:40])
        for (_, before), (name, each) in pairwise(known)
        if each < before
    ]
    now = datetime.now(UTC)
    if known[-1][1] > now:
        found.append((known[-1][0], "in_future", ""))
    if now - known[0][1] > OLDEST:
        found.append((known[0][0], "too_early", ""))
    if not state(line):
        found.append(("state", "unknown_state", told["state"][:40]))
    if "outcome" in told and not outcome(line):
        found.append(("outcome", "unknown_here", told["outcome"][:40]))
    if "channel" in told and not channel(line):
        found.append(("channel", "unknown_channel_here", told["channel"][:40]))
    if "place" in told and not place(told["place"]):
        found.append(("place", "no_place", told["place"][:40]))
    told_of, received = record(line), at["received_at"]
    assert received is not None
    wrong = {name: "unreadable" for name, value in told_of.items() if value is None}
    wrong |= problems({**told_of, **dict.fromkeys(wrong)}, BLANK, received.astimezone(_zone()).date())
    where = {name: WHOLE if name == "cost" and WHOLE in told else name for name in wrong}
    return found + [(at, "unfit_field", told[at][:40]) for at in where.values() if at in told]


def _zone() -> ZoneInfo:
    return ZoneInfo(settings().timezone)


def moments(line: Line) -> dict[str, datetime | None]:
    """By name, those that are told; None where a cell can't be read."""
    return {name: moment(line.told.get(name, ""), _zone()) if name in line.told else None for name in MOMENTS}


def state(line: Line) -> str:
    """closed where nothing is said; empty where there is no such state."""
    told = line.told.get("state")
    return called("state.complaint", LIFE.states).get(normal(told), "") if told else "closed"


def left_out(line: Line) -> bool:
    """Whether it has not ended: it goes on where it is, or is registered here."""
    return state(line) not in ("", *ENDED)


def outcome(line: Line) -> str:
    """What came of it; empty where nothing is said, or what its kind has not."""
    every = tuple(dict.fromkeys(each for some in OUTCOMES.values() for each in some))
    found = called("page.complaints.choice.outcome", every).get(normal(line.told.get("outcome", "")), "")
    return found if found in OUTCOMES[_choice("kind", line.told.get("kind", "")) or "complaint"] else ""


def channel(line: Line) -> str:
    """How it came; empty where there is no such way."""
    told = line.told.get("channel")
    return called("page.channel", (*CHANNELS, "letter", "fax")).get(normal(told), "") if told else "other"


def _choice(name: str, told: str) -> str:
    return called(f"page.complaints.choice.{name}", FIELDS[name].choices).get(normal(told), "")


def record(line: Line) -> dict[str, Any]:
    """The fields of its record that are told; None where a cell can't be read."""
    found = {name: _value(name, line.told[name]) for name in FIELDS if name in line.told}
    return found | ({"cost": _hundredths(line.told[WHOLE])} if WHOLE in line.told else {})


WHOLE: Final = "cost_whole"
"""The cost as people write it, in whole units; `cost` itself is in hundredths."""


def _hundredths(told: str) -> int | None:
    try:
        return round(Decimal(told.replace(",", "")) * 100)
    except (ArithmeticError, ValueError):
        return None


def _value(name: str, told: str) -> Any:
    of = FIELDS[name].kind
    if of == "choice":
        return _choice(name, told) or None
    if of == "flag":
        return {"yes": True, "no": False}.get(meant("yes_no").get(normal(told), ""))
    if of == "date":
        return day(told)
    if of in ("number", "money"):
        try:
            return int(told) if of == "money" else float(told)
        except ValueError:
            return None
    return told
