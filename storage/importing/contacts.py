"""How customers are reached, from a table: of customers who are known by their number; what is there already
stays. A row without an address, as what we export has where one could not be opened, is left out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from storage.customers import contacting
from storage.customers.contacting import Address
from storage.domain.customer import CONTACTS, LONGEST_CONTACT
from storage.domain.importing import Fault, normal
from storage.domain.importing.sheet import Line, Sheet
from storage.importing import whose as whom
from storage.importing.ways import called, meant

NEEDED: Final = (("customer_number",), ("kind",), ("text",))
TAKES_OWN: Final = False


def faults(line: Line, sheet: Sheet) -> list[Fault]:
    """What is wrong with the line."""
    told = line.told
    found = [
        sheet.fault(line.row, name, "missing") for name in ("customer_number", "kind") if name not in told
    ]
    found += [
        sheet.fault(line.row, name, "too_long", str(LONGEST_CONTACT))
        for name in ("text", "label")
        if len(told.get(name, "")) > LONGEST_CONTACT
    ]
    if "kind" in told and not _kind(line):
        found.append(sheet.fault(line.row, "kind", "unknown_contact", told["kind"][:40]))
    elif "kind" in told and not _digest(line):
        found.append(sheet.fault(line.row, "text", "no_address"))
    return found


def _kind(line: Line) -> str:
    """Empty where it is none."""
    ways = {**called("page.customer.contact_kind", CONTACTS), **meant("contacts")}
    return ways.get(normal(line.told.get("kind", "")), "")


def _digest(line: Line) -> str:
    """By what it is found; empty where it is no address of its kind."""
    kind = _kind(line)
    return contacting.digest(kind, line.told["text"]) if kind else ""


def left_out(line: Line) -> bool:
    """Whether there is nothing to be kept."""
    return "text" not in line.told


def key(_line: Line) -> Any:
    """None: the same twice, as who is two files in one has it, is kept once."""
    return None


def known(session: Session, lines: Sequence[Line], sheet: Sheet) -> tuple[int, list[Fault]]:
    """How many are there already, or twice in the table; whose customer is not is nobody's."""
    whose = whom.of(session, lines)
    given = {_of(line, whose) for line in lines}
    return len(lines) - len(given - contacting.there(session, given)), whom.lost(lines, whose, sheet)


def keep(session: Session, lines: Sequence[Line], _user_id: int | None, now: datetime) -> None:
    """Keep those that are not there."""
    whose, given = whom.of(session, lines), dict[tuple[int, str], Address]()
    for line in lines:
        one = Address(_kind(line), line.told["text"], line.told.get("label", ""))
        given.setdefault(_of(line, whose), one)
    contacting.keep(session, given, now)


def _of(line: Line, whose: Mapping[str, int]) -> tuple[int, str]:
    return whose.get(line.told["customer_number"], 0), _digest(line)
