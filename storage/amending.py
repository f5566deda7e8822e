"""A customer corrects answers of a response that they have handed in: what stands there, what follows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import corrections, quotas
from storage.tables import answers, invitations, responses, rounds

_R, _A = responses.c, answers.c


class Given(NamedTuple):
    """An answer as it stands. `missing`: why there is no value."""

    question: str
    value: Any
    label: str
    score: float | None
    text: str
    missing: str


class HandedIn(NamedTuple):
    """A response that was completed, with the answers that count; where it was asked for in a round, by when
    that wants them (`return_by`), and whether it is `closed`."""

    version_id: int
    completed_at: datetime
    return_by: datetime | None
    closed: bool
    answers: list[Given]


def handed_in(session: Session, response_id: int) -> HandedIn | None:
    """None where it was stopped, or is open still."""
    query = (
        select(_R.version_id, _R.completed_at, rounds.c.return_by, rounds.c.state)
        .join_from(responses, invitations, invitations.c.id == _R.invitation_id, isouter=True)
        .join(rounds, rounds.c.id == invitations.c.round_id, isouter=True)
        .where(_R.id == response_id, _R.state == "completed")
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    columns = (_A[name] for name in Given._fields)
    rows = session.execute(
        select(*columns).where(_A.response_id == response_id, _A.missing != corrections.ASIDE)
    )
    return HandedIn(*found[:3], found.state == "closed", [Given(*row) for row in rows])


Counting = dict[int, dict[str, Any]]
"""The values that count, by response and question."""


def standing(session: Session, response_ids: Collection[int]) -> Counting:
    """What of these responses counts now, where they are completed: one that is completed and amended at
    once is counted when it is completed. They are locked: staff who correct them wait."""
    if not response_ids:
        return {}
    locked = select(_R.id).where(_R.id.in_(response_ids), _R.state == "completed").order_by(_R.id)
    counting: Counting = {key: {} for key in session.scalars(locked.with_for_update(key_share=True))}
    counted = select(_A.response_id, _A.question, _A.value).where(_A.response_id.in_(counting))
    for row in session.execute(counted.where(_A.missing == "")):
        counting[row.response_id][row.question] = row.value
    return counting


def settle(session: Session, before: Counting) -> quotas.Moved:
    """The answers of these have been amended since: the index follows. What moved in the quotas is to be
    counted, together with what else did in this transaction."""
    after = standing(session, before)
    moved: list[quotas.Moved] = []
    versions = select(_R.id, _R.version_id).where(_R.id.in_(before))
    for key, version_id in session.execute(versions).all() if before else ():
        corrections.recount(session, key, version_id)
        was, now = before[key], after[key]
        for question in sorted(was.keys() | now.keys()):
            if was.get(question) != now.get(question):
                told = was.get(question), now.get(question)
                moved.append(quotas.corrected(session, key, question, *told))
    return quotas.together(moved)
