"""Visits and calls: written down once, read where they belong, and in what a customer gets of theirs."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from admin import choosing
from storage import complaints, db, visits
from storage.exporting.gathering import gather
from storage.settings import Settings
from storage.tables import complaints as complaints_table
from tests.admin.web.world import NOW

NEW = "/visits/new"
ZONE = ZoneInfo(Settings(_env_file=None).timezone)
WORDS = {name: f"{name}<b>" for name in visits.FIELDS}


def read(engine, query, *args):
    """What the query says."""
    with db.reading(engine) as session:
        return query(session, *args)


@pytest.fixture
def one(engine, world):
    """The complaint of the world."""
    return read(engine, complaints.one, world.complaint)


@pytest.fixture
async def desk(engine, world, visit):
    """A handler."""
    return await visit("handler")


def typed(one, **more):
    """A visit to its customer, with all that can be told of it."""
    told = {"kind": "visit", "at": choosing.written(NOW - timedelta(days=1), ZONE), "once": "k", **WORDS}
    return {**told, "customer": str(one.customer_id), "complaint": one.number.lower(), **more}


async def test_a_visit_is_written_down_once_and_read_where_it_belongs(engine, world, one, desk, visit):
    for _ in range(2):
        assert (await desk.post(NEW, **typed(one)))[0] == 303
    (kept,) = read(engine, visits.listing, 10)
    assert (kept.number, kept.by) == (one.number, "handler先生")
    reader = await visit("auditor")
    for path in ("/visits", f"/visits?customer={one.customer_id}", f"/complaints/{world.complaint}"):
        status, html = await reader.get(path)
        assert status == 200
        for words in WORDS.values():
            assert words not in html
            assert html.count(words.replace("<", "&lt;").replace(">", "&gt;")) == 1
        assert "/visits/new" not in html
    assert read(engine, visits.listing, 10, one.customer_id + 1) == []
    _, html = await desk.get(f"{NEW}?complaint={one.number}")
    assert re.search(rf'name="customer" value="{one.customer_id}" checked', html)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("kind", "dream", "请从列出的里面选"),
        ("at", "昨天", "请填日期和时间"),
        ("at", choosing.written(NOW + timedelta(days=1), ZONE), "不能晚于现在"),
        ("customer", "", "请选一位顾客"),
        ("customer", "999999", "请选一位顾客"),
        ("matters", "", "请写下谈到的事"),
        ("prices", "长" * 4001, "最多 4000 个字"),
        ("complaint", "T1", "没有这个投诉号"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field_and_all_stays(engine, one, desk, name, value, told):
    status, html = await desk.post(NEW, **typed(one, **{name: value}))
    assert (status, read(engine, visits.listing, 10)) == (400, [])
    assert re.search(rf'id="{name}-wrong">{told}', html)
    assert "competitors&lt;b&gt;" in html
    assert (await desk.post(NEW, **typed(one)))[0] == 303


async def test_a_visit_belongs_to_a_complaint_of_the_same_customer(engine, one, desk):
    with db.writing(engine) as session:
        session.execute(update(complaints_table).values(customer_id=None))
    status, html = await desk.post(NEW, **typed(one))
    assert (status, "这件投诉是别的顾客的" in html) == (400, True)


async def test_who_a_complaint_is_about_reads_nothing_of_its_customer(engine, world, one, desk, visit):
    assert (await desk.post(NEW, **typed(one)))[0] == 303
    with db.writing(engine) as session:
        session.execute(update(complaints_table).values(concerns_id=world.staff["viewer"]))
    _, html = await (await visit("viewer")).get("/visits")
    assert "matters&lt;b&gt;" not in html
    assert (await desk.get("/visits"))[1].count("matters&lt;b&gt;") == 1


async def test_what_a_customer_is_given_of_themselves_holds_them(engine, one, desk):
    assert (await desk.post(NEW, **typed(one)))[0] == 303
    found = read(engine, gather, one.customer_id)["visits"]
    theirs = {name: WORDS[name] for name in ("person_met", "matters")}
    assert [each.keys() - theirs.keys() for each in found] == [{"kind", "at"}]
    assert [{name: each[name] for name in theirs} for each in found] == [theirs]
