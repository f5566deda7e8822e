"""What is kept because of a dispute: asked for with a reason, seen where it matters, lifted by managers."""

import pytest
from sqlalchemy import select

from storage import db, requests
from storage.tables import complaints, conversations, events


@pytest.fixture
def customer(engine, world):
    """Who complained."""
    with db.reading(engine) as session:
        c = conversations.c
        return session.scalars(select(c.customer_id).where(c.id == world.talk)).one()


def triggers(engine):
    e = events.c
    with db.reading(engine) as session:
        query = select(e.entity, e.trigger).where(e.trigger.in_(("hold", "lift"))).order_by(e.id)
        return [tuple(row) for row in session.execute(query)]


@pytest.mark.parametrize("entity", ["customer", "complaint"])
async def test_it_is_held_with_a_reason_and_lifted_by_a_manager(engine, world, visit, customer, entity):
    desk, manager = await visit("handler"), await visit("manager")
    path = f"/customers/{customer}" if entity == "customer" else f"/complaints/{world.complaint}"
    for reason, told in (("", "请写原因"), ("长" * 501, "最多 500 个字")):
        status, html = await desk.post(f"{path}/hold", reason=reason)
        assert (status, told in html, reason in html) == (400, True, True)
    assert (await (await visit("viewer")).post(f"{path}/hold", reason="x"))[0] == 403
    assert (await desk.post(f"{path}/hold", reason="起诉了<b>"))[0] == 303
    assert (await desk.post(f"{path}/hold", reason="又来"))[0] == 409
    html = (await desk.get(path))[1]
    assert ("起诉了&lt;b&gt;" in html, f"{path}/lift" in html) == (True, False)
    assert "起诉了&lt;b&gt;" in (await (await visit("auditor")).get("/privacy"))[1]
    assert (await desk.post(f"{path}/lift"))[0] == 403
    assert (await manager.post(f"{path}/lift"))[0] == 303
    assert (await manager.post(f"{path}/lift"))[0] == 409
    assert triggers(engine) == [(entity, "hold"), (entity, "lift")]
    assert (await desk.post("/customers/999/hold", reason="x"))[0] == 404


async def test_what_is_held_is_seen_from_the_other_side_and_not_erased(engine, world, visit, customer):
    desk = await visit("handler")
    with db.writing(engine) as session:
        at, k = db.now(session), complaints.c
        assert session.scalars(select(k.customer_id).where(k.id == world.complaint)).one() == customer
        asked = requests.Asked(number="R1", conversation_id=world.talk, customer_id=customer, kind="erase")
        requests.keep(session, [asked], at)
        key = requests.open_of(session, customer, "erase").id
    assert "暂停清除" not in (await desk.get("/requests"))[1]
    await desk.post(f"/complaints/{world.complaint}/hold", reason="起诉了")
    assert "起诉了" in (await desk.get(f"/customers/{customer}"))[1]
    assert "暂停清除" in (await desk.get("/requests"))[1]
    html = (await desk.get(f"/requests/{key}"))[1]
    assert ("起诉了" in html, f"/requests/{key}/erase" in html) == (True, False)
    status, html = await desk.post(f"/requests/{key}/erase", sure="yes")
    assert (status, "先不能删除" in html) == (409, True)
    await (await visit("manager")).post(f"/complaints/{world.complaint}/lift")
    assert f"/requests/{key}/erase" in (await desk.get(f"/requests/{key}"))[1]
