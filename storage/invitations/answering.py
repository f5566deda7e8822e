"""What customers make of their invitations: they begin, their answers return, or they decline."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.days import day
from storage.domain.invitation import LIFE
from storage.tables import invitations, responses, rounds


class Move(NamedTuple):
    """This invitation begins, returns or is declined; `response_id` is what is answered by it. `anonymous`:
    without a name, though the round be with one."""

    invitation_id: int
    trigger: str
    response_id: int | None
    anonymous: bool = False


def move_all(session: Session, moves: Collection[Move], now: datetime) -> None:
    """Move these, in this order; what its life does not allow is passed over, for it has happened before.

    Of who answers without a name only the day is kept, and no response: two times alike would say who it is.
    """
    standing = _standing(session, {move.invitation_id for move in moves})
    for move in moves:
        row = standing.get(move.invitation_id)
        if row is None:
            continue
        trigger = "return_late" if move.trigger == "return" and now > row["return_by"] else move.trigger
        if trigger not in LIFE.triggers(row["state"]):
            continue
        row["state"] = LIFE.move(row["state"], trigger)
        row["anonymous"] |= move.anonymous
        _move(session, move, row, trigger, now)


def _standing(session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """In the order of their keys, locked."""
    i, r = invitations.c, rounds.c
    query = (
        select(i.id, i.state, r.return_by, r.anonymous).join_from(invitations, rounds).where(i.id.in_(ids))
    )
    rows = session.execute(query.order_by(i.id).with_for_update(of=invitations)).mappings()
    return {row["id"]: dict(row) for row in rows}


_STAMPS = {"begin": "begun_at", "return": "returned_at", "return_late": "returned_at"}


def _move(session: Session, move: Move, row: dict[str, Any], trigger: str, now: datetime) -> None:
    values: dict[str, Any] = {"state": row["state"]}
    if stamp := _STAMPS.get(trigger):
        values[stamp] = day(now) if row["anonymous"] else now
    if move.response_id is not None and not row["anonymous"]:
        values["response_id"] = move.response_id
    session.execute(update(invitations).where(invitations.c.id == row["id"]).values(**values))
    if move.response_id is not None:
        _tie(session, move, row, trigger)


def _tie(session: Session, move: Move, row: dict[str, Any], trigger: str) -> None:
    """The response knows its invitation, for as long as it is answered where it has no name."""
    known = None if row["anonymous"] and trigger != "begin" else row["id"]
    mine = update(responses).where(responses.c.id == move.response_id)
    session.execute(mine.values(invitation_id=known))
