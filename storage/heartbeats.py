"""When each channel was last known to reach us, and the worker to work."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import dialects
from storage.tables import heartbeats

WORKER: Final = "worker"
"""The worker's own, beside those of channels."""

MISSED: Final = timedelta(minutes=5)
"""A worker that has not said for so long that it works has stopped: no job takes it longer."""


def beat(session: Session, channel: str, at: datetime) -> datetime | None:
    """The channel reaches us at this moment; when it did so before (None: it is the first time).

    Of several processes that find an outage over, only the first is given the moment before it: who acts on
    the gap in this same transaction does so once.
    """
    query = select(heartbeats.c.at).where(heartbeats.c.channel == channel).with_for_update()
    before = session.scalar(query)
    new = dialects.insert(session, heartbeats).values(channel=channel, at=at)
    session.execute(new.on_conflict_do_update(index_elements=["channel"], set_={"at": at}))
    return before


def last(session: Session, channel: str) -> datetime | None:
    """When it last was; None: never."""
    return session.scalar(select(heartbeats.c.at).where(heartbeats.c.channel == channel))
