"""The customers of a table of what belongs to somebody, by the number in the organisation's own books."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import dialects
from storage.domain.importing import Fault
from storage.domain.importing.sheet import Line, Sheet
from storage.tables import customers

_K = customers.c

FIELD = "customer_number"


def numbered(session: Session, numbers: Sequence[str]) -> dict[str, int]:
    """Number: the customer who has it; 0 where there are several."""
    at = dialects.among(session.get_bind().dialect.name, _K.number, "numbers")
    query = select(_K.number, _K.id).where(at, _K.erased_at.is_(None), _K.merged_into.is_(None))
    found: dict[str, int] = {}
    asked = sorted(set(numbers) - {""})
    for number, customer in session.execute(query, {"numbers": asked}) if asked else ():
        found[number] = 0 if number in found else customer
    return found


def of(session: Session, lines: Sequence[Line]) -> dict[str, int]:
    """The same for those whom these lines name."""
    told = [line.told[FIELD] for line in lines if FIELD in line.told]
    return numbered(session, told) if told else {}


def lost(lines: Sequence[Line], whose: Mapping[str, int], sheet: Sheet) -> list[Fault]:
    """Whom nobody, or more than one, is."""
    return [
        sheet.fault(line.row, FIELD, "several" if line.told[FIELD] in whose else "no_such_customer")
        for line in lines
        if FIELD in line.told and not whose.get(line.told[FIELD])
    ]
