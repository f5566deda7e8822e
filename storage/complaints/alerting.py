"""Who sees to a complaint is told of it: that it is theirs, falls due, is late, was refused, goes on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import alerts, definitions
from storage.alerts import Text
from storage.complaints.falling_due import Case, cases
from storage.complaints.saving import By
from storage.conversations import locking
from storage.domain.deadline import Deadline, first_unmet, overdue
from storage.domain.escalation import ROLES, Concern, Person, answering
from storage.settings import settings
from storage.tables import events

_ABOVE: Final = ROLES[1]
_HOUR: Final = timedelta(hours=1)

OF_MOVES: Final = MappingProxyType(
    {
        "refuse": ("refused", ROLES[:2]),
        "reopen": ("reopened", ROLES[:1]),
        "withdraw": ("withdrawn", ROLES[:1]),
    }
)
"""What is told of these moves, and to whom."""

_ADDED: Final = "add"
_HEARD_OF: Final = (*OF_MOVES, "resume", _ADDED)
"""What a customer does that its owner is told of."""


def assigned(session: Session, complaint_ids: Collection[int], at: datetime, by: int) -> None:
    """Whoever owns these now is told, unless they took them themselves (`by`); where nobody does, the head of
    the department. Of several that come to one person at once they are told once."""
    known, theirs = alerts.people(session), defaultdict[tuple[int, str, str], list[Case]](list)
    for case in cases(session, complaint_ids, at):
        owner, department, what = case.concern.owner_id, "", "assigned"
        if owner is None:
            department, what = case.concern.department, "to_department"
        told = ids(answering(_ABOVE, known, case.concern)) if owner is None else [owner]
        for each in () if case.preview else set(told) - {by, case.concern.about}:
            theirs[each, what, department].append(case)
    if len(theirs) > 1:
        locking.lock(session, alerts.chats(session))  # before the first is told, as everybody does
    for (each, what, department), those in sorted(theirs.items()):
        if len(those) == 1:
            tell(session, those[0], [each], what, first_unmet(those[0].found), at)
        else:
            _together(session, those, each, what, department, at)


def _together(
    session: Session, those: Sequence[Case], user_id: int, what: str, department: str, at: datetime
) -> None:
    """Tell them how many these are, and where they are listed."""
    asked = {"owner": "nobody", "department": department} if department else {"owner": "mine"}
    link = f"{settings().admin_address}/complaints?{urlencode(asked)}"
    at_once = any(_cannot_wait(first_unmet(each.found), at) for each in those)
    alerts.tell(session, [user_id], f"alert.{what}_many", at, at_once=at_once, count=len(those), link=link)


def moved(session: Session, complaint_id: int, trigger: str, by: By) -> None:
    """Where this move is one that they have to hear of (OF_MOVES), those who see to it are told."""
    if trigger in OF_MOVES:
        _tell(session, complaint_id, *OF_MOVES[trigger], by)


def replied(session: Session, complaint_id: int, by: By) -> None:
    """Its customer, who was waited for, has said something: its owner is told."""
    _tell(session, complaint_id, "replied", ROLES[:1], by)


def told_more(session: Session, complaint_id: int, by: By) -> None:
    """Its customer has said something, unasked: its owner is told, unless they have been within the hour, of
    this or of another thing that this customer did."""
    last = _told_last(session, complaint_id)
    if last is None or by.at - last > _HOUR:
        _tell(session, complaint_id, "added", ROLES[:1], by)


def _told_last(session: Session, complaint_id: int) -> datetime | None:
    """When its owner was told last of what its customer did: of what was added within the hour, they were
    not."""
    e = events.c
    theirs = (e.entity == "complaint", e.entity_id == complaint_id, e.actor == "customer")
    query = select(e.trigger, e.at).where(*theirs, e.trigger.in_(_HEARD_OF)).order_by(e.at, e.id)
    last: datetime | None = None
    for trigger, at in session.execute(query):
        if last is None or trigger != _ADDED or at - last > _HOUR:
            last = at
    return last


def unowned(session: Session, complaint_id: int, by: By) -> None:
    """Nobody sees to it any more: the head of its department is told, who names somebody."""
    _tell(session, complaint_id, "unowned", (_ABOVE,), by)


def _tell(session: Session, complaint_id: int, what: str, roles: Iterable[str], by: By) -> None:
    """Whoever did it themselves knows."""
    known = alerts.people(session)
    for case in cases(session, [complaint_id], by.at):
        told = {key for role in roles for key in ids(answering(role, known, case.concern))} - {by.user_id}
        tell(session, case, told, what, first_unmet(case.found), by.at, owner(known, case.concern))


def tell(
    session: Session,
    case: Case,
    user_ids: Iterable[int],
    what: str,
    deadline: Deadline | None,
    at: datetime,
    owner: str = "",
    **more: Any,
) -> None:
    """Tell these the text `what` of the section `alert`: of this complaint, what of it is due by when. In
    quiet hours only of what is due before they end."""
    if case.preview:
        return
    told: dict[str, Any] = {
        "number": case.number,
        "owner": owner or Text("alert.nobody"),
        "link": f"{settings().admin_address}/complaints/{case.id}",
        **more,
    }
    key = f"alert.{what}"
    if deadline is None:
        key += "_undated"
    else:
        told |= {"what": Text(f"alert.due.{deadline.kind}", "alert.due.other"), "by": deadline.due_at}
    at_once = _cannot_wait(deadline, at)
    alerts.tell(session, set(user_ids), key, at, case.conversation_id, at_once=at_once, **told)


def _cannot_wait(deadline: Deadline | None, at: datetime) -> bool:
    """Whether it is due before quiet hours end."""
    return deadline is not None and deadline.by_clock and deadline.due_at < alerts.morning(at)


def late(
    session: Session,
    case: Case,
    user_ids: Iterable[int],
    step: tuple[int, str],
    deadline: Deadline,
    at: datetime,
    owner: str = "",
) -> None:
    """Tell these that this is late: how much, the which step this is, and what is expected of who stands on
    it (its number and its role): an owner first of all, where nobody is."""
    number, role = step
    hours = overdue(deadline, definitions.calendar(), at) // _HOUR
    how = "less" if hours < 1 else "clock" if deadline.by_clock else "working"
    more = {
        "step": number,
        "late": Text(f"alert.late_for.{how}", values={"hours": hours}),
        "expected": Text(f"alert.expected.{role if owner else 'unowned'}"),
    }
    tell(session, case, user_ids, "late", deadline, at, owner, **more)


def owner(known: Iterable[Person], concern: Concern) -> str:
    """The name of who it is assigned to; empty where that is nobody."""
    return next((each.name for each in known if each.id == concern.owner_id), "")


def ids(known: Iterable[Person]) -> list[int]:
    """Of these people."""
    return [each.id for each in known]
