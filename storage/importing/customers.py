"""Customers from a table: known by the number of the organisation's own books, else new. What we exported has
a `reference` for those without one, or with one that another has too: so the other tables call them. Who has
gone on in another file is left out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from storage import bulk, events, numbers
from storage.customers import contacting
from storage.customers.contacting import Address
from storage.domain.customer import KINDS, LONGEST, LONGEST_CONTACT, MOST, OWN
from storage.domain.importing import Fault, normal
from storage.domain.importing.sheet import Line, Sheet
from storage.importing import whose as whom
from storage.importing.ways import called, meant
from storage.tables import customers

NEEDED: Final = (("name", "number"),)
TAKES_OWN: Final = True
CONTACTS: Final = ("phone", "email")

_K: Final = customers.c


def faults(line: Line, sheet: Sheet) -> list[Fault]:
    """What is wrong with the line."""
    found = [
        sheet.fault(line.row, name, "too_long", str(most))
        for name, most in {**LONGEST, **dict.fromkeys(CONTACTS, LONGEST_CONTACT)}.items()
        if len(line.told.get(name, "")) > most
    ]
    if not line.told.get("name") and not _number(line):
        found.append(sheet.fault(line.row, "name", "missing"))
    choices = {"kind": (_kinds(), "unknown_kind"), "high_value": (meant("yes_no"), "not_yes_no")}
    for name, (ways, kind) in choices.items():
        if name in line.told and normal(line.told[name]) not in ways:
            found.append(sheet.fault(line.row, name, kind, line.told[name][:40]))
    for name in CONTACTS:
        if name in line.told and not contacting.digest(name, line.told[name]):
            found.append(sheet.fault(line.row, name, "no_address"))
    own = _own(line)
    if len(own) > MOST or any(len(each) > OWN for pair in own.items() for each in pair):
        found.append(sheet.fault(line.row, "", "too_long", str(OWN)))
    return found


def _kinds() -> Mapping[str, str]:
    return {**called("page.customer_kind", KINDS), **meant("kinds")}


def _number(line: Line) -> str:
    return line.told.get("number") or line.told.get("reference", "")


def left_out(line: Line) -> bool:
    """Whether it is the file of somebody who has gone on in another one."""
    return "merged_into" in line.told


def _apart(line: Line) -> bool:
    """Whether another has had its number too where it was exported."""
    return "number" in line.told and line.told.get("reference", line.told["number"]) != line.told["number"]


def key(line: Line) -> Any:
    """Its number, or its reference where that tells it apart from another of this number."""
    return line.told["reference"] if _apart(line) else _number(line) or None


def known(session: Session, lines: Sequence[Line], sheet: Sheet) -> tuple[int, list[Fault]]:
    """How many there are already; a number that two files have is nobody's."""
    there = _there(session, lines)
    found = [sheet.fault(row, "number", "several") for row, customer in there.items() if not customer]
    return len(there) - len(found), found


def _there(session: Session, lines: Sequence[Line]) -> dict[int, int]:
    """Row: the customer who is there already; 0 where there are several, or another one has the number whom
    nobody tells apart from who is called by their reference."""
    there = whom.called(session, {key(line) for line in lines} - {None})
    found = {line.row: there[key(line)] for line in lines if key(line) in there}
    apart = [line for line in lines if _apart(line) and line.row not in found]
    taken = whom.held_by_others(session, {line.told["number"] for line in apart}) if apart else set()
    return found | {line.row: 0 for line in apart if line.told["number"] in taken}


def keep(session: Session, lines: Sequence[Line], user_id: int | None, now: datetime) -> dict[str, int]:
    """Keep these. Of whom is known only that is changed which the table says. Who they are whom other tables
    call by their reference."""
    there = _there(session, lines)
    new = [line for line in lines if line.row not in there]
    ids = dict(zip((line.row for line in new), numbers.take(session, "customers", len(new)), strict=True))
    if new:
        rows = [{"id": ids[line.row], "created_at": now, "revision": 1, **_row(line)} for line in new]
        session.execute(insert(customers), rows)
    changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for line in lines:
        if line.row not in ids:
            ids[line.row] = there[line.row]
            values = _told(line)
            changed.setdefault(tuple(sorted(values)), []).append({**values, "customer": ids[line.row]})
    for names, rows in changed.items():
        sets: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        change = update(customers).where(_K.id == bindparam("customer"))
        told = [
            {name if name == "customer" else f"new_{name}": value for name, value in row.items()}
            for row in rows
        ]
        bulk.execute(session, change.values(**sets, revision=_K.revision + 1), told)
    contacting.keep(session, _contacts(lines, ids), now)
    kept = sorted(ids.values())
    done = [events.event(now, "customer", key, "import", "staff", user_id=user_id) for key in kept]
    events.append(session, done)
    return {line.told["reference"]: ids[line.row] for line in lines if _apart(line)}


def _told(line: Line) -> dict[str, Any]:
    """What the table says of them, as it is kept."""
    values: dict[str, Any] = {
        name: line.told[name] for name in ("name", "segment", "note") if name in line.told
    }
    if number := _number(line):
        values["number"] = number
    if "kind" in line.told:
        values["kind"] = _kinds()[normal(line.told["kind"])]
    if "high_value" in line.told:
        values["high_value"] = meant("yes_no")[normal(line.told["high_value"])] == "yes"
    own = _own(line)
    return values | ({"own": own} if own else {})


def _own(line: Line) -> dict[str, str]:
    """Their own columns: each one by itself, or all in one, as we export them."""
    return {**_packed(line.told.get("own", "")), **line.own}


def _packed(told: str) -> dict[str, str]:
    try:
        found = orjson.loads(told or "{}")
    except orjson.JSONDecodeError:
        return {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _row(line: Line) -> dict[str, Any]:
    blank = {"name": "", "number": "", "segment": "", "note": "", "kind": "external", "high_value": False}
    return {**blank, "own": None, **_told(line)}


def _contacts(lines: Sequence[Line], ids: Mapping[int, int]) -> dict[tuple[int, str], Address]:
    return {
        (ids[line.row], contacting.digest(kind, line.told[kind])): Address(kind, line.told[kind])
        for line in lines
        for kind in CONTACTS
        if kind in line.told
    }
