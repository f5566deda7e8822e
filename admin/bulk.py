"""Many complaints moved at once, each on its own: what is refused of one undoes nothing of the others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from multidict import MultiMapping
from sqlalchemy.orm import Session

from admin import choosing
from admin.door import Door
from admin.listing import ticked
from admin.security import words
from storage import changes, complaints, db, undoing, users
from storage.complaints import Stale, alerting
from storage.domain.complaint import ENDED, UNANSWERED
from storage.domain.handling import Refused
from storage.domain.locale import Texts
from storage.queries import queue
from storage.queries.queue import Wanted
from storage.undoing import Pairs

ASSIGN: Final = "assign"
BACK: Final = "back"
"""What can be undone, and undoing it."""

ACTS: Final = (ASSIGN, "investigate", "close", "hand_over")

MOST: Final = 500
"""That are handed over at once."""

NEXT: Final[Mapping[tuple[str, str], str]] = {
    **{(trigger, state): "ended" for trigger in ("assign", "investigate", "close") for state in ENDED},
    **{("close", state): "answer" for state in UNANSWERED},
    ("close", "measures"): "verify",
    ("investigate", "investigating"): "begun",
    **{("investigate", state): "answered" for state in ("answered", "accepted", "referred")},
    **{(trigger, "received"): "wait" for trigger in ("investigate", "close")},
}
"""(what is refused, in which state) -> the one next thing: [page.complaints.bulk.next]."""


class Picked(NamedTuple):
    """A complaint as it was seen; without a `revision`, as it stands."""

    id: int
    revision: int | None


class Act(NamedTuple):
    """What is to be done with each; empty words stand for what follows by itself."""

    name: str = ""
    owner: str = ""
    department: str = ""
    outcome: str = ""
    remark: str = ""


class Done(NamedTuple):
    """A complaint that was assigned: its revision now, whether that is a new one (`changed`), and whether it
    has come to somebody `new`, who is to be told."""

    id: int
    revision: int
    changed: bool
    new: bool


class Result(NamedTuple):
    """What came of one: `problem` says why not; empty, it is done."""

    id: int
    number: str
    problem: str


def act(form: MultiMapping[Any]) -> Act | None:
    """What the form wants done; None where it wants nothing that there is."""
    name = words(form, "act")
    typed = (words(form, each) for each in Act._fields[1:])
    return Act(name, *typed) if name in ACTS else None


def picked(form: MultiMapping[Any]) -> list[Picked]:
    """Those that were ticked, or all rows of the page."""
    return [Picked(box.ids[0], box.seen) for box in ticked.boxes(form) if box.seen is not None]


def left_behind(session: Session, wanted: Wanted, now: datetime) -> list[Picked]:
    """The open ones that are asked for, MOST of them, of owners who cannot sign in any more."""
    gone = {user.id for user in users.listing(session) if not user.active}
    found = queue.listing(session, wanted._replace(tab="open"), now, MOST)
    return [Picked(each.id, None) for each in found if each.owner_id in gone]


async def each(
    place: Door, chosen: Iterable[Picked], wanted: Act, user_id: int, at: datetime
) -> list[Result]:
    """Do it with each, in a transaction of its own; what came of it. Whoever many come to is told once, when
    all is done."""
    done: list[Done] = []
    results = [await _one(place, one, wanted, user_id, at, done) for one in chosen]
    if new := [each.id for each in done if each.new]:
        await place.write(alerting.assigned, new, at, user_id)
    if changed := [(each.id, each.revision) for each in done if each.changed]:
        await place.write(undoing.keep, ASSIGN, changed, user_id, at)
    return results


def came_to(session: Session, done: Pairs, texts: Texts) -> str:
    """Whom these were assigned to by what led to these revisions, or else to which department; empty: nobody
    knows any more."""
    made = changes.leading_to(session, done)
    found = {name: {each.new for each in made if each.field == name} for name in ("owner_id", "department")}
    people = {user.name for user in users.listing(session) if user.id in found["owner_id"]}
    return texts("page.format.between").join(sorted(people or found["department"] - {None, ""}))


async def back(place: Door, undone: Pairs, user_id: int, at: datetime) -> list[Result]:
    """Whoever saw to these before does so again, where nothing has happened since."""
    those = [Picked(key, seen) for key, seen in undone]
    return [await _one(place, one, Act(BACK), user_id, at, []) for one in those]


async def _one(place: Door, one: Picked, wanted: Act, user_id: int, at: datetime, done: list[Done]) -> Result:
    """With this one; where it has been assigned, it is added to those that are `done`."""
    problem, texts = "", place.texts
    try:
        number = await place.read(_number_of, one.id)
        if assigned := await place.write(_do, one, wanted, user_id, at):
            done.append(assigned)
    except complaints.Unknown:
        return Result(one.id, "", texts("page.complaints.bulk.gone"))
    except (Stale, db.Conflict):
        problem = texts("page.complaints.bulk.stale")
    except Refused as why:
        problem = _why(why, texts)
    return Result(one.id, number, problem)


def _why(why: Refused, texts: Texts) -> str:
    """And the one next thing."""
    instead = NEXT.get((why.trigger, why.state)) if why.code == "not_now" else None
    return texts(f"page.complaints.bulk.next.{instead}" if instead else f"page.refused.{why.code}")


def _number_of(session: Session, complaint_id: int) -> str:
    return complaints.one(session, complaint_id).number


def _do(session: Session, one: Picked, wanted: Act, user_id: int, at: datetime) -> Done | None:
    """What came of it where it was assigned. Raises complaints.Unknown, Stale, Refused."""
    if wanted.name == BACK:
        complaints.assign_back(session, one.id, one.revision or 0, user_id, at)
        return None
    if wanted.name in (ASSIGN, "hand_over"):
        before = complaints.one(session, one.id)
        owner = choosing.named(wanted.owner) if wanted.owner else before.owner_id
        department = wanted.department or before.department
        new = complaints.assign(session, one.id, owner, department, user_id, at, one.revision, telling=False)
        after = next(iter(complaints.those(session, [one.id])), None)
        if after is None:  # it has gone to a department that they do not see, and is not theirs to take back
            return Done(one.id, before.revision, False, new)
        return Done(one.id, after.revision, after.revision != before.revision, new)
    given = {name: told for name, told in (("outcome", wanted.outcome), ("remark", wanted.remark)) if told}
    complaints.move(
        session,
        one.id,
        wanted.name,
        "staff",
        user_id,
        at,
        one.revision,
        given if wanted.name == "close" else {},
    )
    return None


def parted(results: Sequence[Result]) -> tuple[list[Result], list[Result]]:
    """(done, not done)"""
    return [one for one in results if not one.problem], [one for one in results if one.problem]
