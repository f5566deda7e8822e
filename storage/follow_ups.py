"""What staff are to follow up: opened where a text signals it, ended by a member of staff, with a note."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import dialects, events
from storage.tables import follow_ups

State = Literal["done", "dismissed"]

_F = follow_ups.c


class Unknown(KeyError):
    """There is no such follow-up."""


class Ended(RuntimeError):
    """Somebody else was quicker; nothing was saved."""


class Signalled(NamedTuple):
    """A text (`digest` as in `storage.written`) that gave this signal."""

    subject: str
    subject_id: int
    signal: str
    digest: int
    at: datetime


def open_(session: Session, signalled: Signalled, anonymous: bool, wanted: bool = True) -> bool:
    """Open one; where it is not `wanted`, note alone that the signal was given. False: it was before, by the
    same words. Of what was said without a name the history is silent: the moment would tell whose it is."""
    at = signalled.at
    state = {"state": "open", "ended_at": None} if wanted else {"state": "done", "ended_at": at}
    row = {**signalled._asdict(), **state, "note": "", "user_id": None}
    new = dialects.insert(session, follow_ups)
    put = new.on_conflict_do_update(
        index_elements=["subject", "subject_id", "signal"],
        set_={name: new.excluded[name] for name in ("digest", "at", "state", "note", "user_id", "ended_at")},
        where=_F.digest != new.excluded.digest,
    )
    key = session.scalar(put.returning(_F.id), row)
    if key is not None and wanted and not anonymous:
        events.append(session, [events.event(at, "follow_up", key, "open", "bot", target="open")])
    return key is not None


def end(session: Session, follow_up_id: int, state: State, note: str, user_id: int, at: datetime) -> None:
    """This member of staff has seen to it, or says that there is nothing to see to. Raises Unknown, Ended."""
    here = update(follow_ups).where(_F.id == follow_up_id, _F.state == "open")
    ended = here.values(state=state, note=note, user_id=user_id, ended_at=at).returning(_F.id)
    if session.execute(ended).one_or_none() is None:
        if session.scalar(select(_F.id).where(_F.id == follow_up_id)) is None:
            raise Unknown(f"no follow-up {follow_up_id}")
        raise Ended(f"follow-up {follow_up_id} has been ended")
    done = events.event(at, "follow_up", follow_up_id, state, "staff", "open", state, user_id)
    events.append(session, [done])


def reopen(session: Session, follow_up_id: int, user_id: int, at: datetime) -> None:
    """It was ended by mistake. Raises Ended for what is open, or has no words any more."""
    there = (_F.id == follow_up_id, _F.state != "open", _F.user_id.is_not(None), _F.digest.is_not(None))
    was = session.scalar(select(_F.state).where(*there).with_for_update())
    if was is None:
        raise Ended(f"follow-up {follow_up_id} cannot be opened again")
    again = update(follow_ups).where(*there).values(state="open", user_id=None, ended_at=None)
    session.execute(again)
    events.append(
        session, [events.event(at, "follow_up", follow_up_id, "reopen", "staff", was, "open", user_id)]
    )
