"""Complaints from a table, of an older system or exported by us: those that have ended; the others are left
out. They are kept with what is known of their lives, so that they count in the figures; nobody is told of
them. Those of our own export may have lost their words."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage import customers, departments, dialects, events, jobs, numbers
from storage.complaints import registering
from storage.domain.complaint import ENDED
from storage.domain.importing import Fault, normal
from storage.domain.importing.sheet import Line, Sheet
from storage.domain.intake import BLANK
from storage.domain.place import place
from storage.importing import whose as whom
from storage.importing.complaint_lines import (
    LONGEST_NAME,
    channel,
    faults,
    left_out,
    moments,
    outcome,
    record,
    state,
)
from storage.importing.ways import meant
from storage.tables import complaints

__all__ = ["NEEDED", "TAKES_OWN", "faults", "keep", "key", "known", "left_out"]

NEEDED: Final = (("received_at",), ("closed_at",), ("story",))
TAKES_OWN: Final = False

_ENDS: Final = {"closed": "close", "withdrawn": "withdraw", "merged": "merge"}
assert set(_ENDS) == set(ENDED)

_OURS: Final = re.compile(r"(T[0-9]{6}-)([0-9]{4,6})", re.ASCII)
"""A number as we give them: of its day no other may be given again."""

_C: Final = complaints.c


def key(line: Line) -> Any:
    """Its number."""
    return line.told.get("number")


def known(session: Session, lines: Sequence[Line], sheet: Sheet) -> tuple[int, list[Fault]]:
    """How many are there already; whose customer is not, and what no department is."""
    whose, there = whom.of(session, lines), _there(session, lines)
    found, defined = whom.lost(lines, whose, sheet), departments.names(session)
    found += [
        sheet.fault(line.row, "department", "unknown_here", line.told["department"][:40])
        for line in lines
        if defined and line.told.get("department", defined[0]) not in defined
    ]
    return sum(line.told.get("number") in there for line in lines), found


def _there(session: Session, lines: Sequence[Line]) -> set[str]:
    """The numbers that there are, of these."""
    at = dialects.among(session.get_bind().dialect.name, _C.number, "numbers")
    asked = sorted({line.told["number"] for line in lines if "number" in line.told})
    return set(session.scalars(select(_C.number).where(at), {"numbers": asked})) if asked else set()


def keep(session: Session, lines: Sequence[Line], user_id: int | None, now: datetime) -> None:
    """Keep those that are not there."""
    there = _there(session, lines)
    new = [line for line in lines if line.told.get("number") not in there]
    if not new:
        return
    _pass_over(session, new)
    fresh = iter(registering.reserve(session, sum("number" not in line.told for line in new), now))
    whose = _customers(session, new, now)
    rows = [
        _row(line, line.told.get("number") or next(fresh), customer)
        for line, customer in zip(new, whose, strict=True)
    ]
    added = insert(complaints).returning(_C.id, sort_by_parameter_order=True)
    ids = list(session.scalars(added, rows))
    told = [each for key, row in zip(ids, rows, strict=True) for each in _lived(key, row, user_id, now)]
    events.append(session, told)
    jobs.put(session, [_reading(key, now) for key in ids])


def _pass_over(session: Session, new: Sequence[Line]) -> None:
    """Of the numbers of a day that are ours none is given to another complaint."""
    highest: dict[str, int] = {}
    for line in new:
        if ours := _OURS.fullmatch(line.told.get("number", "")):
            highest[ours[1]] = max(highest.get(ours[1], 0), int(ours[2]))
    for series, last in highest.items():
        given = numbers.take(session, series, 1)[-1]
        if given < last:
            numbers.take(session, series, last - given)


def _customers(session: Session, new: Sequence[Line], now: datetime) -> list[int | None]:
    """Whose they are: of who is named without a number a new customer's; of who is not, nobody's."""
    whose = whom.of(session, new)
    found = [whose.get(line.told.get(whom.FIELD, "")) for line in new]
    names = [
        line.told.get("complainant", "")[:LONGEST_NAME] if each is None else ""
        for each, line in zip(found, new, strict=True)
    ]
    unknown = list(dict.fromkeys(filter(None, names)))
    made = customers.add(
        session, [(customers.Known(name=name, segment="", demo=False), now) for name in unknown]
    )
    by_name = dict(zip(unknown, made, strict=True))
    return [each or by_name.get(name) for each, name in zip(found, names, strict=True)]


def _row(line: Line, number: str, customer: int | None) -> dict[str, Any]:
    told, at = line.told, moments(line)
    received, closed = at["received_at"], at["closed_at"]
    answered = at["answered_at"] or at["first_answered_at"]
    return {
        **BLANK,
        **record(line),
        "number": number,
        "conversation_id": None,
        "customer_id": customer,
        "channel": channel(line),
        "segment": told.get("segment", ""),
        "anonymous": customer is None,
        "place": place(told.get("place", "")),
        "preview": False,
        "state": state(line),
        "story": told.get("story", ""),
        "received_at": received,
        "acknowledged_at": at["acknowledged_at"] or received,
        "first_answered_at": at["first_answered_at"] or answered,
        "answered_at": answered,
        "closed_at": closed,
        "department": told.get("department", ""),
        "outcome": outcome(line),
        "referred_to": told.get("referred_to", ""),
        "stayed": {"yes": True, "no": False}.get(meant("yes_no").get(normal(told.get("stayed", "")), "")),
        "handling": int(told["handling"]) if told.get("handling", "") in _MARKS else None,
    }


_MARKS: Final = ("1", "2", "3", "4", "5")


def _lived(key: int, row: Mapping[str, Any], user_id: int | None, now: datetime) -> list[events.Event]:
    """What is known of its life, as if it had been led here; that it was brought in stands at the end."""
    ends = _ENDS[row["state"]]
    steps = [
        ("receive", row["received_at"], "", "received"),
        ("acknowledge", row["acknowledged_at"], "received", "acknowledged"),
        ("answer", row["first_answered_at"], "acknowledged", "answered"),
    ]
    if row["answered_at"] != row["first_answered_at"]:
        steps.append(("answer", row["answered_at"], "answered", "answered"))
    before = "answered" if row["answered_at"] else "acknowledged"
    steps.append((ends, row["closed_at"], before, row["state"]))
    steps.append(("import", now, "", ""))
    return [
        events.event(at, "complaint", key, trigger, "staff", source, target, user_id)
        for trigger, at, source, target in steps
        if at is not None
    ]


def _reading(key: int, now: datetime) -> jobs.Job:
    about = {"subject": "complaint", "subject_id": key}
    return jobs.Job(kind="analyse", key=f"complaint:{key}", payload=about, due_at=now, created_at=now)
