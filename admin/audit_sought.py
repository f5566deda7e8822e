"""The filters of the history, kept in its address; what is asked and not offered leaves all in."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from admin.filters import Filter
from storage import users
from storage.auditing import ACTORS, KINDS, Wanted
from storage.domain.locale import Texts

NAMES: Final = ("who", "what", "since", "until", "of")

_OF: Final = re.compile(r"([a-z_]{1,30}):([0-9]{1,9})", re.ASCII)


def chosen(session: Session, asked: Mapping[str, str], texts: Texts) -> list[Filter]:
    """The filters that are picked from a list."""
    everything = ("", texts("page.filter.all"))
    actors = [
        (key, texts("page.audit.every_staff") if key == "staff" else texts(f"page.actor.{key}"))
        for key in ACTORS
    ]
    people = [(str(each.id), each.name) for each in users.listing(session)]
    kinds = [(key, texts(f"page.audit.about.{key}")) for key in KINDS]
    options = {"who": [everything, *actors, *people], "what": [everything, *kinds]}
    return [
        Filter(key, some, asked[key] if asked.get(key) in dict(some) else "") for key, some in options.items()
    ]


def within(asked: Mapping[str, str], filters: Sequence[Filter], timezone: str) -> Wanted:
    """The filters as the query takes them."""
    value, zone = {each.key: each.value for each in filters}, ZoneInfo(timezone)
    until = day(asked.get("until", ""), zone)
    found = _OF.fullmatch(asked.get("of", ""))
    return Wanted(
        who=value["who"],
        what=value["what"],
        since=day(asked.get("since", ""), zone),
        until=until + timedelta(days=1) if until else None,
        of=(found[1], int(found[2])) if found else None,
    )


def day(typed: str, zone: ZoneInfo) -> datetime | None:
    """The midnight with which this day begins where the organisation is; None where it is no day."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return datetime.combine(found, time(), zone) if 1 < found.year < 9999 else None
