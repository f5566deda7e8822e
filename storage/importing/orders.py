"""Orders from a table: of customers who are known by their number; one that is there already stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage import dialects
from storage.domain.customer import LONGEST_ORDER
from storage.domain.importing import Fault
from storage.domain.importing.sheet import Line, Sheet, day
from storage.importing import whose as whom
from storage.tables import orders

NEEDED: Final = (("customer_number",), ("number",))
TAKES_OWN: Final = False

_O: Final = orders.c


def faults(line: Line, sheet: Sheet) -> list[Fault]:
    """What is wrong with the line."""
    found = [
        sheet.fault(line.row, name, "missing")
        for name in ("customer_number", "number")
        if not line.told.get(name)
    ]
    found += [
        sheet.fault(line.row, name, "too_long", str(LONGEST_ORDER))
        for name in ("number", "product")
        if len(line.told.get(name, "")) > LONGEST_ORDER
    ]
    if "ordered_on" in line.told and day(line.told["ordered_on"]) is None:
        found.append(sheet.fault(line.row, "ordered_on", "not_day", line.told["ordered_on"][:40]))
    return found


def left_out(_line: Line) -> bool:
    """None is."""
    return False


def key(line: Line) -> Any:
    """Whose, which, what of."""
    return line.told.get("customer_number"), line.told.get("number"), line.told.get("product", "")


def known(session: Session, lines: Sequence[Line], sheet: Sheet) -> tuple[int, list[Fault]]:
    """How many are there already; whose customer is not is nobody's."""
    whose = whom.of(session, lines)
    there = _there(session, lines, whose)
    return sum(_of(line, whose) in there for line in lines), whom.lost(lines, whose, sheet)


def keep(session: Session, lines: Sequence[Line], _user_id: int | None, now: datetime) -> None:
    """Keep those that are not there."""
    whose = whom.of(session, lines)
    there = _there(session, lines, whose)
    rows = [
        {
            "customer_id": whose[line.told["customer_number"]],
            "number": line.told["number"],
            "product": line.told.get("product", ""),
            "ordered_on": day(line.told.get("ordered_on", "")),
            "created_at": now,
        }
        for line in lines
        if _of(line, whose) not in there
    ]
    if rows:
        session.execute(insert(orders), rows)


def _of(line: Line, whose: dict[str, int]) -> tuple[int | None, str, str]:
    return whose.get(line.told["customer_number"]), line.told["number"], line.told.get("product", "")


def _there(session: Session, lines: Sequence[Line], whose: dict[str, int]) -> set[Any]:
    """(customer, number, product) of those that are."""
    if not whose:
        return set()
    at = dialects.among(session.get_bind().dialect.name, _O.number, "numbers")
    query = select(_O.customer_id, _O.number, _O.product).where(at)
    asked = {"numbers": sorted({line.told["number"] for line in lines})}
    return {tuple(row) for row in session.execute(query, asked)}
