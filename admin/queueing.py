"""The queue of complaints as its page shows it: what the address asks for, what can be asked, the rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from admin import choosing
from admin.complaint_form import choice
from admin.door import Person
from admin.filters import Filter
from storage import definitions, departments, users, viewings
from storage.complaints import Complaint
from storage.domain.complaint import OPEN
from storage.domain.countdown import left
from storage.domain.form import FIELDS
from storage.domain.handling import LONGEST, STAFF
from storage.domain.locale import Texts
from storage.queries import analysed, queue
from storage.queries.analysed import Analysed
from storage.queries.edges import Edge
from storage.queries.queue import LEFT, NOBODY, SORTS, TABS, UNASSESSED, Wanted
from storage.users import User
from storage.written import story

MINE: Final = "mine"


class Row(NamedTuple):
    """A complaint, what was read in it (None: not yet), the working time that it still has (`late`: had),
    whose it is (`gone`: they cannot sign in any more), and the colleagues who have it open."""

    complaint: Complaint
    a: Analysed | None
    countdown: str
    late: bool
    owner: str
    gone: bool
    seen_by: list[str]


def asked(query: Mapping[str, str], asks: Person) -> Wanted:
    """What the address asks for, in the place of what is none: open ones, of all."""
    owner, tab = query.get("owner", ""), query.get("state", "")
    known = owner in ("", NOBODY, LEFT) or choosing.key(owner) is not None
    severity, kind, sort = (query.get(name, "") for name in ("severity", "kind", "sort"))
    return Wanted(
        tab if tab in TABS else TABS[0],
        str(asks.user_id) if owner == MINE else owner if known else "",
        query.get("department", "")[: LONGEST["department"]],
        severity if severity in (*FIELDS["severity"].choices, UNASSESSED) else "",
        kind if kind in FIELDS["kind"].choices else "",
        sort if sort in SORTS else "",
    )


def address(wanted: Wanted, **other: str) -> str:
    """The queue with what is asked for, but for what is asked `other`wise."""
    named = wanted._replace(**other)._asdict()
    named["state"] = "" if (tab := named.pop("tab")) == TABS[0] else tab
    told = urlencode({name: value for name, value in named.items() if value})
    return f"/complaints?{told}" if told else "/complaints"


def fetch(
    session: Session,
    wanted: Wanted,
    asks: Person,
    texts: Texts,
    now: datetime,
    size: int,
    edge: Edge | None,
) -> dict[str, Any]:
    """All that the page shows."""
    people, gone = users.listing(session), queue.left(session)
    page = queue.page(session, wanted, now, size, edge)
    found = queue.whole(session, page.keys)
    able = [user for user in people if user.active and user.role in STAFF]
    named = departments.names(session)
    return {
        "page": page,
        "rows": rows(session, found, people, asks, texts, now),
        "counts_by_tab": queue.counts(session, wanted, now),
        "gone": gone,
        "handing_over": wanted.owner in (LEFT, *(str(user.id) for user in people if not user.active)),
        "filters": filters(wanted, asks, people, named, gone, texts),
        "owners": [(str(user.id), user.name) for user in able],
        "departments": [(name, name) for name in named],
    }


def rows(
    session: Session,
    found: Sequence[Complaint],
    people: Sequence[User],
    asks: Person,
    texts: Texts,
    now: datetime,
) -> list[Row]:
    """These complaints, each with all that its row tells."""
    known = {user.id: user for user in people}
    ids = [each.id for each in found]
    read = analysed.of(session, "complaint", ids, {each.id: story(each.story) for each in found})
    seen = viewings.others(session, ids, asks.user_id, now)
    made = []
    for each in found:
        owner = known.get(each.owner_id or 0)
        late = each.state in OPEN and each.due_at is not None and each.due_at < now
        told = countdown(each, now, texts)
        gone = owner is not None and not owner.active
        name = owner.name if owner else ""
        made.append(Row(each, read.get(each.id), told, late, name, gone, seen.get(each.id, [])))
    return made


def countdown(complaint: Complaint, now: datetime, texts: Texts) -> str:
    """The working time that is left, or over; empty where nothing is due. Of an anonymous one whole days
    alone: by the minute it would tell who was talking then."""
    if complaint.due_at is None or complaint.state not in OPEN:
        return ""
    found = left(definitions.calendar(), now, complaint.due_at)
    way = "late" if found.late else "left"
    if complaint.anonymous:
        return texts(f"page.countdown.{way}_{'days' if found.days else 'under_a_day'}", days=found.days)
    size = "now"
    if found.days:
        size = "days_hours" if found.hours else "days"
    elif found.hours:
        size = "hours"
    elif found.minutes:
        size = "minutes"
    told = {"days": found.days, "hours": found.hours, "minutes": found.minutes}
    return texts(f"page.countdown.{way}_{size}", **told)


def filters(
    wanted: Wanted, asks: Person, people: Sequence[User], named: Sequence[str], gone: int, texts: Texts
) -> list[Filter]:
    """What can be asked for; whatever is, stands among it."""
    everything = ("", texts("page.filter.all"))
    known = {str(user.id): user for user in people}
    others = [user for user in people if user.active and user.role in STAFF and user.id != asks.user_id]
    owners = [(NOBODY, texts("page.complaints.owner.nobody")), *((str(u.id), u.name) for u in others)]
    if gone or wanted.owner == LEFT:
        owners.insert(1, (LEFT, texts("page.complaints.owner.left")))
    if asks.role in STAFF:
        owners.insert(0, (MINE, texts("page.complaints.owner.mine")))
    mine = asks.role in STAFF and wanted.owner == str(asks.user_id)
    owner = MINE if mine else wanted.owner
    if owner not in dict([everything, *owners]):
        owners.append((owner, known[owner].name if owner in known else owner))
    seen = named if asks.departments is None else asks.departments
    names = sorted({*seen, *([wanted.department] if wanted.department else [])})
    options = {
        "owner": (owners, owner),
        "department": ([(name, name) for name in names], wanted.department),
        "severity": (
            [(UNASSESSED, texts("page.complaints.choice.open")), *_choices("severity", texts)],
            wanted.severity,
        ),
        "kind": (_choices("kind", texts), wanted.kind),
    }
    return [Filter(key, [everything, *some], value) for key, (some, value) in options.items()]


def _choices(name: str, texts: Texts) -> list[tuple[str, str]]:
    return [(each, choice(name, each, texts)) for each in FIELDS[name].choices]
