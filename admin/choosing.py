"""What a form names: a row by its id; the customer whom it is about, found by words, chosen among those
found, or new; a moment."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from aiohttp import web
from sqlalchemy.orm import Session

from storage.queries import customer_list, customers
from storage.queries.customers import Known

LONGEST = 100  # characters that customers are looked for by


def key(typed: str) -> int | None:
    """The id that a form or an address names; None where that is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def named(typed: str) -> int | None:
    """Whom a form names: None where it names nobody, 0 (which is nobody's id) where that is no id."""
    return (key(typed) or 0) if typed else None


def asked(request: web.Request) -> str:
    """What the address looks for."""
    return request.query.get("q", "").strip()[:LONGEST]


def offered(session: Session, words: Sequence[str], chosen: str) -> list[Known]:
    """Those found by any of these words, and whoever is chosen already, first."""
    found = {each.id: each for told in words for each in customer_list.picked(session, told[:LONGEST])}
    mine = key(chosen)
    first = customers.these(session, [mine]) if mine is not None else []
    return [*first, *(each for each in found.values() if each.id != mine)]


def moment(typed: str, zone: tzinfo) -> datetime | None:
    """A time as a field of a form has it (2026-03-01T08:30), where the organisation is; None: it is none."""
    try:
        found = datetime.fromisoformat(typed).replace(tzinfo=zone)
    except ValueError:
        return None
    return found if found.year > 1 else None  # another zone has no day before it


def written(at: datetime, zone: tzinfo) -> str:
    """A time as a field of a form has it."""
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
