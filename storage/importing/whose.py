"""The customers of a table of what belongs to somebody, by the number in the organisation's own books; those
of one number by the reference that their export has for each."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import dialects
from storage.domain.importing import Fault
from storage.domain.importing.sheet import Line, Sheet
from storage.tables import customers, imports

_K = customers.c
_LIVING = (_K.erased_at.is_(None), _K.merged_into.is_(None))

FIELD = "customer_number"


def numbered(session: Session, numbers: Collection[str]) -> dict[str, int]:
    """Number: the customer who has it; 0 where there are several."""
    at = dialects.among(session.get_bind().dialect.name, _K.number, "numbers")
    query = select(_K.number, _K.id).where(at, *_LIVING)
    found: dict[str, int] = {}
    asked = sorted(set(numbers) - {""})
    for number, customer in session.execute(query, {"numbers": asked}) if asked else ():
        found[number] = 0 if number in found else customer
    return found


def noted(session: Session) -> dict[str, int]:
    """Reference in a table of customers that was taken: who that is here; 0 where there are several."""
    i = imports.c
    query = select(i.found).where(i.subject == "customers", i.state.in_(("taking", "taken")))
    told = [each.get("references", {}) for each in session.scalars(query) if each]
    pairs = sorted({pair for each in told for pair in each.items()})
    at = dialects.among(session.get_bind().dialect.name, _K.id, "customers")
    asked = {"customers": sorted({customer for _, customer in pairs})}
    there = set(session.scalars(select(_K.id).where(at, *_LIVING), asked)) if pairs else set()
    found: dict[str, int] = {}
    for reference, customer in pairs:
        if customer in there:
            found[reference] = 0 if reference in found else customer
    return found


def held_by_others(session: Session, numbers: Collection[str]) -> set[str]:
    """Those of these numbers that somebody has who is called by no reference."""
    at = dialects.among(session.get_bind().dialect.name, _K.number, "numbers")
    query = select(_K.number, _K.id).where(at, *_LIVING)
    known = set(noted(session).values())
    return {
        number for number, key in session.execute(query, {"numbers": sorted(numbers)}) if key not in known
    }


def called(session: Session, names: Collection[str]) -> dict[str, int]:
    """Number or reference: the customer who is called so; 0 where there are several."""
    found = numbered(session, names)
    for reference, customer in noted(session).items():
        if reference in names:
            found[reference] = 0 if reference in found else customer
    return found


def of(session: Session, lines: Sequence[Line]) -> dict[str, int]:
    """The same for those whom these lines name."""
    told = {line.told[FIELD] for line in lines if FIELD in line.told}
    return called(session, told) if told else {}


def lost(lines: Sequence[Line], whose: Mapping[str, int], sheet: Sheet) -> list[Fault]:
    """Whom nobody, or more than one, is."""
    return [
        sheet.fault(line.row, FIELD, "several" if line.told[FIELD] in whose else "no_such_customer")
        for line in lines
        if FIELD in line.told and not whose.get(line.told[FIELD])
    ]
