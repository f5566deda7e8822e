"""When each channel was last known to reach us."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import dialects
from storage.tables import heartbeats


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
