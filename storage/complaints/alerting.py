"""Who sees to a complaint is told of it: that it is theirs, falls due, is late, or was refused."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from storage import alerts
from storage.alerts import Text
from storage.complaints.falling_due import Case, cases
from storage.domain.deadline import Deadline, first_unmet
from storage.domain.escalation import ROLES, Concern, Person, answering
from storage.settings import settings

_ABOVE: Final = ROLES[1]


def assigned(session: Session, complaint_id: int, at: datetime, by: int) -> None:
    """Whoever owns it now is told at once, unless they took it themselves (`by`); where nobody does, the head
    of its department."""
    for case in cases(session, [complaint_id], at):
        owner, first = case.concern.owner_id, first_unmet(case.found)
        if owner is None:
            heads = ids(answering(_ABOVE, alerts.people(session), case.concern))
            tell(session, case, set(heads) - {by}, "to_department", first, at)
        elif owner not in (by, case.concern.about):
            tell(session, case, [owner], "assigned", first, at)


def refused(session: Session, complaint_id: int, at: datetime) -> None:
    """Its customer does not accept our answer: its owner is told, and those above them."""
    known = alerts.people(session)
    for case in cases(session, [complaint_id], at):
        told = [*answering(ROLES[0], known, case.concern), *answering(_ABOVE, known, case.concern)]
        tell(session, case, ids(told), "refused", first_unmet(case.found), at, owner(known, case.concern))


def tell(
    session: Session,
    case: Case,
    user_ids: Iterable[int],
    what: str,
    deadline: Deadline | None,
    at: datetime,
    owner: str = "",
) -> None:
    """Tell these the text `what` of the section `alert`: of this complaint, what of it is due by when."""
    if case.preview:
        return
    told: dict[str, Any] = {
        "number": case.number,
        "owner": owner or Text("alert.nobody"),
        "link": f"{settings().admin_address}/complaints/{case.id}",
    }
    key = f"alert.{what}"
    if deadline is None:
        key += "_undated"
    else:
        told |= {"what": Text(f"alert.due.{deadline.kind}", "alert.due.other"), "by": deadline.due_at}
    alerts.tell(session, set(user_ids), key, at, case.conversation_id, **told)


def owner(known: Iterable[Person], concern: Concern) -> str:
    """The name of who it is assigned to; empty where that is nobody."""
    return next((each.name for each in known if each.id == concern.owner_id), "")


def ids(known: Iterable[Person]) -> list[int]:
    """Of these people."""
    return [each.id for each in known]
