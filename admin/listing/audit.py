"""The history."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from admin import audit_sought, audit_told
from admin.listing import Asking, Listing, Table
from admin.listing.cells import moment
from storage import audited, auditing


def keys(session: Session, asking: Asking) -> Iterable[int]:
    """Those that the filters show."""
    filters = audit_sought.chosen(session, asking.query, asking.place.texts)
    wanted = audit_sought.within(asking.query, filters, asking.place.settings.timezone)
    return auditing.every(session, wanted)


def rows(session: Session, ids: Sequence[int], asking: Asking) -> list[Sequence[str]]:
    """Their cells."""
    found = auditing.those(session, ids)
    known = audited.known(session, found)
    lines = (audit_told.line(each, known, asking.place.texts) for each in found)
    return [
        (str(each.told.id), moment(each.told.at, asking), each.who, each.did, each.thing, each.detail)
        for each in lines
    ]


LISTING = Listing(
    "audit",
    "/audit",
    audit_sought.NAMES,
    Table(("id", "at", "by", "what", "thing", "detail"), keys, rows),
)
