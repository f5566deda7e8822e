"""When customers were written to unasked, as it is kept."""

from datetime import timedelta

from sqlalchemy import Engine

from storage import contacts, db
from storage.conversations import Conversation
from tests.storage.conftest import NOW

DAY = timedelta(days=1)


def test_contacts_of_late_are_known(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        for days in (9, 3, 1):
            contacts.record(session, [talk.customer_id], NOW - days * DAY)
        contacts.record(session, [], NOW)
    with db.reading(engine) as session:
        known = contacts.recent(session, [talk.customer_id, 999], NOW - 7 * DAY)
        assert known == {talk.customer_id: [NOW - 3 * DAY, NOW - DAY]}
