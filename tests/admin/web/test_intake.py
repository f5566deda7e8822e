"""What came by phone, on paper or in person is typed in: once, under a number, with nothing typed lost."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from admin import choosing
from storage import complaints, conversations, customers, db, events
from storage.domain.intake import LONGEST_STORY
from storage.outbox import UNASKED
from storage.settings import Settings
from storage.tables import complaints as table
from storage.tables import conversations as talks
from storage.tables import customers as people
from storage.tables import outbox
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW

NEW = "/complaints/new"
ZONE = ZoneInfo(Settings(_env_file=None).timezone)
EARLIER = NOW - timedelta(hours=30)


def typed(**more):
    """What staff type in of somebody new who rang yesterday."""
    told = {"channel": "phone", "received": choosing.written(EARLIER, ZONE), "story": "冰箱不制冷"}
    return {**told, "name": "王小明", "contact": "13812345678", "customer": "", "once": "k", **more}


def read(engine, query, *args):
    """What the query says."""
    with db.reading(engine) as session:
        return query(session, *args)


def count(engine):
    """How many complaints there are."""
    return len(read(engine, lambda session: session.scalars(select(table.c.id)).all()))


@pytest.fixture
async def desk(engine, world, visit):
    """A handler."""
    return await visit("handler")


async def test_what_came_by_phone_is_registered_as_of_when_it_came(engine, world, desk):
    told = {
        "model": "A-7",
        "quantity": "10",
        "quantity_defective": "2",
        "recurrent": "yes",
        "severity": "serious",
    }
    status, _ = await desk.post(NEW, **typed(kind="complaint", **told))
    (key,) = read(engine, lambda session: session.scalars(select(table.c.id).order_by(table.c.id)).all())[1:]
    assert status == 303
    one, form = read(engine, complaints.one, key), read(engine, complaints.form, key)
    assert (one.state, one.channel, one.story, one.severity) == ("assessed", "phone", "冰箱不制冷", "serious")
    assert one.received_at == EARLIER.replace(second=0)
    assert one.acknowledged_at >= NOW
    assert one.due_at is not None
    assert (form["model"], form["quantity"], form["recurrent"]) == ("A-7", 10.0, True)
    assert (form["contact"], form["complainant"]) == ("13812345678", "")
    done = read(engine, events.of, "complaint", key)
    assert [(each["trigger"], each["actor"], each["user_id"]) for each in done] == [
        (trigger, "staff", world.staff["handler"]) for trigger in ("receive", "acknowledge", "assess")
    ]
    assert done[0]["at"] == one.received_at
    status, html = await desk.get(f"/complaints/{key}")
    assert (status, "<dd>电话" in html) == (200, True)


async def test_how_they_are_reached_is_shown_to_who_asks(engine, world, desk, visit):
    await desk.post(NEW, **typed())
    (key,) = read(engine, lambda session: session.scalars(select(table.c.id).order_by(table.c.id)).all())[1:]
    path = f"/complaints/{key}"
    _, html = await desk.get(path)
    assert ("138****5678" in html, "13812345678" in html) == (True, False)
    status, html = await desk.post(f"{path}/show")
    assert (status, html.count("13812345678")) == (200, 2), "where it stands, and where it can be changed"
    done = read(engine, events.of, "complaint", key)
    assert [(each["trigger"], each["user_id"]) for each in done][-1] == ("look", world.staff["handler"])
    seen = read(engine, complaints.one, key).revision
    for sent, told in (("138****5678", 400), ("13812345678", 303)):
        assert (await desk.post(f"{path}/amend", revision=seen, contact=sent))[0] == told, "nothing changed"
    assert read(engine, complaints.form, key)["contact"] == "13812345678"
    assert (await desk.post(f"{path}/amend", revision=seen, contact="13912345678"))[0] == 303
    _, html = await desk.get(path)
    assert ("139****5678" in html, "138****5678" in html, "12345678" in html) == (True, True, False)
    assert (await (await visit("auditor")).post(f"{path}/show"))[0] == 403


async def test_what_is_sent_twice_is_registered_once(engine, world, desk):
    before, places = count(engine), []
    for once in ("k", "another", "k"):
        data = {"csrf": desk.csrf, **typed(once=once)}
        answer = await desk.client.post(NEW, data=data, allow_redirects=False)
        places.append(answer.headers["Location"])
    assert count(engine) == before + 2
    assert places[0] == places[2] != places[1], "to what came of this form, whatever came of another"


LATER = choosing.written(NOW + timedelta(days=1), ZONE)
TOMORROW = LATER[:10]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("channel", "pigeon", "请从列出的里面选"),
        ("received", "昨天", "请填日期和时间"),
        ("received", LATER, "不能晚于现在"),
        ("received", "0001-01-01T00:00", "请填日期和时间"),
        ("received", "1900-01-01T08:30", "不能早于三十年前"),
        ("happened_on", "0001-01-01", "不能早于三十年前"),
        ("happened_on", TOMORROW, "不能晚于收到投诉的那天"),
        ("story", "", "请写下事情经过"),
        ("story", "长" * (LONGEST_STORY + 1), f"最多 {LONGEST_STORY} 个字"),
        ("quantity_defective", "11", "不能比数量还多"),
        ("severity", "awful", "请从列出的里面选"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field_and_all_stays(engine, desk, name, value, told):
    before = count(engine)
    status, html = await desk.post(NEW, **typed(**{"quantity": "10", "part": "门板<b>", name: value}))
    assert (status, count(engine)) == (400, before)
    assert re.search(rf'id="new-{name}-wrong">{told}', html)
    assert 'value="门板&lt;b&gt;"' in html
    assert 'value="王小明"' in html
    if name == "story" and value:
        assert value in html
    good = typed(**{"quantity": "10", name: typed().get(name, "")})
    assert (await desk.post(NEW, **good))[0] == 303, "a form that was refused has not been used up"


async def test_without_a_customer_nothing_is_registered(engine, desk):
    before = count(engine)
    for told in ({"name": "", "contact": ""}, {"customer": "999999"}):
        status, html = await desk.post(NEW, **typed(**told))
        assert (status, count(engine)) == (400, before)
        assert "请选一位顾客" in html


@pytest.fixture
def known(engine, world):
    """A customer whom we know: their id and their talk, in which they can be written to."""
    with db.writing(engine) as session:
        here = ("telegram", "4711")
        talk = conversations.load(session, [here], NOW)[here]
        told = customers.Known(name="陈女士", segment="经销商", demo=False)
        customers.know(session, talk.customer_id, told)
        worlds.complain(session, talk, "SO-100%_7")
        return talk.customer_id, talk.id


@pytest.mark.parametrize("words", ["陈女", "4711", "so-100%", "陈女士 4711"])
async def test_a_customer_is_found_and_chosen(engine, known, desk, words):
    customer, _ = known
    _, html = await desk.get(f"{NEW}?q={words.replace('%', '%25')}")
    assert re.findall(r'type="radio" name="customer" value="(\d*)"', html) == [str(customer), ""]
    assert "陈女士" in html
    _, html = await desk.post(NEW, find="1", **typed(contact=words, name="", story="打字打到一半"))
    assert "打字打到一半" in html
    assert f'name="customer" value="{customer}"' in html


async def test_the_number_goes_where_the_customer_can_be_reached(engine, known, desk):
    customer, talk = known
    assert (await desk.post(NEW, **typed(customer=str(customer), name="")))[0] == 303
    newest = select(table.c.number, table.c.conversation_id, table.c.segment).order_by(table.c.id.desc())
    number, where, segment = read(engine, lambda session: session.execute(newest.limit(1)).one())
    assert (where, segment) == (talk, "经销商")
    said = select(outbox.c.payload).where(outbox.c.conversation_id == talk)
    (payload,) = read(engine, lambda session: session.scalars(said).all())
    assert number in payload["text"]
    assert payload[UNASKED], "nobody is woken for it"


@pytest.mark.parametrize("change", [{"left_at": NOW}, {"moved_to": 1}, {"channel": "link"}])
async def test_who_cannot_be_written_to_is_not(engine, known, desk, change):
    customer, talk = known
    with db.writing(engine) as session:
        session.execute(update(talks).where(talks.c.id == talk).values(change))
    assert (await desk.post(NEW, **typed(customer=str(customer), name="")))[0] == 303
    newest = select(table.c.conversation_id).order_by(table.c.id.desc()).limit(1)
    assert read(engine, lambda session: session.scalar(newest)) is None


async def test_who_was_forgotten_is_neither_found_nor_taken(engine, known, desk):
    customer, _ = known
    with db.writing(engine) as session:
        session.execute(update(people).where(people.c.id == customer).values(erased_at=NOW))
    _, html = await desk.get(f"{NEW}?q=陈女士")
    assert "没有找到这样的顾客" in html
    assert (await desk.post(NEW, **typed(customer=str(customer))))[0] == 400
