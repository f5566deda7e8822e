"""What is exported here is brought in elsewhere: the figures are the same there."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from admin import everything
from storage import complaints, db, entering, erasing, surveys
from storage.customers import contacting, keeping, ordering
from storage.domain.entering import Given, Typed
from storage.domain.intake import Typed as Complained
from storage.retention import emptying
from storage.tables import answers, customers, orders, responses, users
from storage.tables import complaints as table
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW
from tests.databases import Copies
from tests.storage.test_importing_records import take


@pytest.fixture
def kind() -> str:
    return "sqlite"


def fill(engine: Engine) -> None:
    """Some of each, with what is awkward in tables."""
    with db.writing(engine) as session:
        by, version = worlds.staff(session)["administrator"], worlds.survey(session)
        told = {"kind": "supplier", "segment": "华东", "note": "=1+1", "own": {"门店": "三号店"}}
        one = keeping.begin(session, {**told, "name": "王小明", "number": "K1", "high_value": True}, by, NOW)
        two = keeping.begin(
            session, {**told, "name": "-李", "number": "", "high_value": False, "own": {}}, by, NOW
        )
        contacting.add(session, one, "phone", "+86 138 1234 5678", "=家里", by, NOW)
        contacting.add(session, two, "post", "人民路 1 号\n三楼", "", by, NOW)
        ordering.add(session, one, {"number": "D1", "product": "椅子"}, date(2026, 1, 2), by, NOW)
        ordering.add(session, two, {"number": "D2", "product": ""}, None, by, NOW)
        for customer, value in ((one, "5"), (two, "2"), (None, "3")):
            given = [
                Given("quality", value, value, "" if customer else "有点吵，\n“晚上”"),
                Given("price", "4", "4"),
            ]
            day = (NOW - timedelta(days=20)).date()
            words = [*given, Given("words", "快一点", "快一点")]
            entering.enter(session, Typed(version, "paper", day, customer, "三号店", "", "", words), by, NOW)
        for customer, name in ((one, ""), (None, "赵大爷")):
            record = {
                "kind": "complaint",
                "product": "椅子",
                "severity": "serious",
                "cost": 1250,
                "safety": False,
            }
            at = NOW - timedelta(days=3)
            key = complaints.take(
                session, Complained("phone", at, "断了\n两条腿", customer, name, record), by, at
            )
            complaints.answer(session, key, by, "换新", NOW - timedelta(days=2))
            complaints.move(
                session, key, "accept", "staff", by, NOW - timedelta(days=1), given={"remark": "电话里说的"}
            )
            complaints.move(session, key, "close", "staff", by, NOW, given={"outcome": "accepted"})


def figures(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """What counts."""
    r, a, c, o, k = responses.c, answers.c, table.c, orders.c, customers.c
    whose = select(k.name).where(k.id == c.customer_id).scalar_subquery()
    queries = {
        "customers": select(k.name, k.kind, k.segment, k.high_value, k.own, k.note),
        "orders": select(o.number, o.product, o.ordered_on),
        "responses": select(
            r.channel, r.segment, r.place, r.anonymous, r.satisfaction_index, r.completed_at, r.state
        ),
        "answers": select(a.question, a.value, a.label, a.score, a.comment, func.count()).group_by(
            a.question, a.value, a.label, a.score, a.comment
        ),
        "complaints": select(
            *(
                c.number,
                c.state,
                c.kind,
                c.severity,
                c.outcome,
                c.product,
                c.story,
                c.cost,
                c.safety,
                c.channel,
            ),
            *(c.received_at, c.acknowledged_at, c.first_answered_at, c.closed_at, c.segment, whose),
        ),
    }
    with db.reading(engine) as session:
        found = {
            name: sorted(map(tuple, session.execute(query)), key=repr) for name, query in queries.items()
        }
        found["contacts"] = sorted(
            (name, *contact.values())
            for key, name in session.execute(select(k.id, k.name))
            for contact in contacting.told(session, key)
        )
        return found


def test_what_is_exported_counts_the_same_elsewhere(engine: Engine, copies: Copies, tmp_path: Path) -> None:
    fill(engine)
    packed = zipfile.ZipFile(io.BytesIO(b"".join(everything.pieces(engine, None, NOW))))
    (tmp_path / "other").mkdir()
    other = db.engine(copies.make("sqlite", db.upgrade, tmp_path / "other"))
    with db.writing(other) as session:
        by = worlds.staff(session)["handler"]
        surveys.import_(session, packed.read("surveys/satisfaction.toml").decode(), NOW)
        surveys.publish(session, "satisfaction", NOW)
    for name, subject in (
        ("customers.csv", "customers"),
        ("customer_contacts.csv", "contacts"),
        ("orders.csv", "orders"),
        ("responses/satisfaction.csv", "responses/satisfaction"),
        ("complaints.csv", "complaints"),
    ):
        assert take(other, subject, packed.read(name), by) > 0, name
    before, after = figures(engine), figures(other)
    for name, rows in before.items():
        assert after[name] == rows, name
    for name, subject in (
        ("customers.csv", "customers"),
        ("customer_contacts.csv", "contacts"),
        ("complaints.csv", "complaints"),
    ):
        assert take(other, subject, packed.read(name), by) > 0
    assert figures(other) == before, "whoever does it twice has nothing twice"
    other.dispose()


def test_complaints_whose_words_have_gone_count_the_same_elsewhere(
    engine: Engine, copies: Copies, tmp_path: Path
) -> None:
    fill(engine)
    c = table.c
    with db.writing(engine) as session:
        by = session.scalars(select(users.c.id).where(users.c.login == "administrator")).one()
        told = {"kind": "external", "segment": "", "note": "", "own": {}, "high_value": False}
        gone = keeping.begin(session, {**told, "name": "要删的", "number": "K9"}, by, NOW)
        at = NOW - timedelta(days=3)
        complaints.take(session, Complained("phone", at, "断了", gone, "", {"part": "腿"}), by, at)
        erasing.erase(session, gone, NOW)
        _, over = session.scalars(select(c.id).where(c.state == "closed").order_by(c.id))
        emptying.empty_complaints(session, [over], NOW, emptying.KEPT)
    packed = zipfile.ZipFile(io.BytesIO(b"".join(everything.pieces(engine, None, NOW))))
    (tmp_path / "other").mkdir()
    other = db.engine(copies.make("sqlite", db.upgrade, tmp_path / "other"))
    with db.writing(other) as session:
        by = worlds.staff(session)["handler"]
    for name in ("customers", "complaints", "complaints"):
        assert take(other, name, packed.read(f"{name}.csv"), by) > 0, name
    before, after = (
        [(*row[:-1], row[-1] or None) for row in figures(each)["complaints"]] for each in (engine, other)
    )
    assert after == before
    with db.reading(other) as session:
        rows = session.execute(select(c.story, c.product, c.state).order_by(c.id)).all()
    other.dispose()
    assert [tuple(row) for row in rows] == [
        ("断了\n两条腿", "椅子", "closed"),
        ("", "椅子", "closed"),
        ("", "", "withdrawn"),
    ]


def test_two_of_one_number_move_and_open_complaints_stay(
    engine: Engine, copies: Copies, tmp_path: Path
) -> None:
    k, c, o, r = customers.c, table.c, orders.c, responses.c
    with db.writing(engine) as session:
        by, version = worlds.staff(session)["administrator"], worlds.survey(session)
        told = {"kind": "external", "segment": "", "note": "", "own": {}, "high_value": False}
        names = ("甲", "乙", "丙")
        one, two, _ = (
            keeping.begin(session, {**told, "name": name, "number": ""}, by, NOW) for name in names
        )
        session.execute(update(customers).where(k.id.in_([one, two])).values(number="K1"))
        ordering.add(session, two, {"number": "D1", "product": "椅子"}, None, by, NOW)
        day = (NOW - timedelta(days=20)).date()
        for customer, value in ((one, "5"), (two, "2")):
            given = [Given("quality", value, value)]
            entering.enter(session, Typed(version, "paper", day, customer, "", "", "", given), by, NOW)
        for at in (NOW - timedelta(days=3), NOW - timedelta(days=2)):
            key = complaints.take(session, Complained("phone", at, "断了", two, "", {}), by, at)
        complaints.move(session, key, "withdraw", "staff", by, NOW)
    packed = zipfile.ZipFile(io.BytesIO(b"".join(everything.pieces(engine, None, NOW))))
    (tmp_path / "other").mkdir()
    other = db.engine(copies.make("sqlite", db.upgrade, tmp_path / "other"))
    with db.writing(other) as session:
        by = worlds.staff(session)["handler"]
        worlds.survey(session)
        keeping.begin(session, {**told, "name": "先来的", "number": "X"}, by, NOW)
    for name, subject, taken in (
        *[("customers.csv", "customers", 3)] * 2,
        ("orders.csv", "orders", 1),
        ("responses/satisfaction.csv", "responses/satisfaction", 2),
        *[("complaints.csv", "complaints", 1)] * 2,
    ):
        assert take(other, subject, packed.read(name), by) == taken, name
    with db.reading(other) as session:

        def whose(owner: Any, *columns: Any) -> list[tuple[Any, ...]]:
            query = select(k.name, *columns).where(owner == k.id)
            return sorted(map(tuple, session.execute(query)))

        rows = session.execute(select(k.name, k.number).order_by(k.id)).all()
        assert [tuple(row) for row in rows] == [("先来的", "X"), ("甲", "K1"), ("乙", "K1"), ("丙", "#3")]
        assert whose(o.customer_id, o.number) == [("乙", "D1")]
        assert [(name, index > 50) for name, index in whose(r.customer_id, r.satisfaction_index)] == [
            ("乙", False),
            ("甲", True),
        ]
        assert whose(c.customer_id, c.state) == [("乙", "withdrawn")]
    other.dispose()
