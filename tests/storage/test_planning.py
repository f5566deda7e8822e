"""Whom staff can invite to a round of those who are known: the list they choose from counts the same."""

from datetime import timedelta

from sqlalchemy import update

from storage import consents, conversations, customers, db, invitations, requests
from storage.tables import conversations as talks
from storage.tables import customers as people
from storage.tables import invitations as invited
from tests.storage.conftest import NOW
from tests.storage.rounds import planned

WHO = ("here", "made-up", "moved", "withdrawn", "erasing", "gone-on")


def test_who_is_made_up_has_moved_or_wants_nothing_is_neither_counted_nor_invited(engine, survey):
    of = planned(engine)
    with db.writing(engine) as session:
        found = conversations.load(session, [("webchat", at) for at in WHO], NOW)
        talk = {at: one for (_, at), one in found.items()}
        for at, one in talk.items():
            known = customers.Known(
                name="", segment="华南" if at == "made-up" else "华东", demo=at == "made-up"
            )
            customers.know(session, one.customer_id, known)
        moved = update(talks).where(talks.c.id == talk["moved"].id)
        session.execute(moved.values(moved_to=talk["here"].id))
        gone = update(people).where(people.c.id == talk["gone-on"].customer_id)
        session.execute(gone.values(merged_into=talk["here"].customer_id))
        no = {"conversation_id": talk["withdrawn"].id, "version": "1", "given": False, "at": NOW}
        consents.keep(session, [no])
        one = talk["erasing"]
        asked = requests.Asked(number="R1", conversation_id=one.id, customer_id=one.customer_id, kind="erase")
        requests.keep(session, [asked], NOW)
    with db.writing(engine) as session:
        assert invitations.segments(session) == [("华东", 1), ("华南", 0)]
        assert (
            invitations.choose(session, of, invitations.Choice(("华东", "华南")), NOW + timedelta(days=1))
            == 1
        )
        (one,) = session.execute(invited.select()).all()
        assert one.address == "here"
