"""Work behind the scenes as staff see it: what waits, what failed, and what administrators do about it."""

import socket
from datetime import timedelta

import pytest
from sqlalchemy import insert

from admin.kinds import KINDS
from admin.pages.jobs import OWED
from storage import db, definitions, events, heartbeats, jobs
from storage.tables import options

MINUTE = timedelta(minutes=1)


@pytest.fixture
def failed(engine, world):
    """`failed(kind)`: one of the kind that failed for good; how many there are then."""

    def fail(kind):
        with db.writing(engine) as session:
            at = db.now(session)
            jobs.put(session, [jobs.Job(kind=kind, key=f"{at}", payload={}, due_at=at, created_at=at)])
            (claimed,) = jobs.claim(session, at, MINUTE, [kind])
            jobs.failed(session, claimed, "ConnectionError")
        return standing(engine)[kind].failed

    return fail


def standing(engine):
    with db.reading(engine) as session:
        return {each.kind: each for each in jobs.standing(session, db.now(session))}


async def test_it_is_all_listed_by_kind(engine, world, visit, failed):
    failed("inspect")
    with db.writing(engine) as session:
        heartbeats.beat(session, heartbeats.WORKER, db.now(session))
    _, html = await (await visit("administrator")).get("/jobs")
    assert "检查顾客发来的照片和文件" in html
    assert "ConnectionError" in html
    assert "秒前报过到" in html
    assert "/jobs/inspect/drop" in html


async def test_a_worker_that_stopped_is_told(engine, world, visit):
    visitor = await visit("auditor")
    assert "还没有启动过" in (await visitor.get("/jobs"))[1]
    with db.writing(engine) as session:
        heartbeats.beat(session, heartbeats.WORKER, db.now(session) - heartbeats.MISSED - 2 * MINUTE)
    assert "已经 7 分钟没有报到" in (await visitor.get("/jobs"))[1]


async def test_who_may_only_read_is_offered_nothing_to_do(world, visit, failed):
    failed("inspect")
    _, html = await (await visit("auditor")).get("/jobs")
    assert "没做成" in html
    assert html.count('method="post"') == 1  # signing out


async def test_what_failed_is_done_anew(engine, world, visit, failed):
    failed("inspect")
    assert (await (await visit("administrator")).post("/jobs/inspect/again"))[0] == 303
    found = standing(engine)["inspect"]
    assert (found.waiting, found.failed) == (1, 0)


async def test_what_was_seen_is_given_up_and_what_failed_since_is_not(engine, world, visit, failed):
    failed("inspect")
    upto = standing(engine)["inspect"].upto
    failed("inspect")
    visitor = await visit("administrator")
    assert (await visitor.post("/jobs/inspect/drop", upto=str(upto)))[0] == 303
    assert standing(engine)["inspect"].failed == 1
    with db.reading(engine) as session:
        (told,) = events.of(session, "job", upto)
    assert (told["trigger"], told["user_id"]) == ("drop", world.staff["administrator"])
    status, html = await visitor.post("/jobs/inspect/drop", upto=str(upto))
    assert (status, "同事可能已经处理过" in html) == (409, True)


@pytest.mark.parametrize("upto", ["", "x", "-1", "9" * 30])
async def test_a_form_that_has_seen_nothing_gives_nothing_up(engine, world, visit, failed, upto):
    failed("inspect")
    status, _ = await (await visit("administrator")).post("/jobs/inspect/drop", upto=upto)
    assert status == 409
    assert standing(engine)["inspect"].failed == 1


@pytest.mark.parametrize("kind", sorted(OWED))
async def test_what_customers_were_promised_is_not_given_up(engine, world, visit, failed, kind):
    failed(kind)
    visitor = await visit("administrator")
    assert f"/jobs/{kind}/drop" not in (await visitor.get("/jobs"))[1]
    status, html = await visitor.post(f"/jobs/{kind}/drop", upto="999")
    assert (status, "答应过顾客的事" in html) == (409, True)
    assert standing(engine)[kind].failed == 1


def test_every_kind_has_its_name():
    assert {*KINDS} <= {*definitions.texts().section("page.parked.jobs.kind")}


async def test_the_last_backup_is_told(engine, world, visit, settings, tmp_path):
    settings.demo, settings.data = False, tmp_path
    visitor = await visit("auditor")
    assert "还没有做过。第一次到时候自己会做" in (await visitor.get("/jobs"))[1]
    with db.writing(engine) as session:
        at = db.now(session)
        good = {"file": "nightly-1", "size": 12_300_000, "machine": "a"}
        bad = {"code": "no_room", "values": {"folder": "/x", "free": 1, "needed": 2}}
        rows = [("backup.good", good, at - 50 * 60 * MINUTE), ("backup.bad", bad, at)]
        session.execute(
            insert(options), [dict(zip(("key", "value", "at"), row, strict=True)) for row in rows]
        )
    html = (await visitor.get("/jobs"))[1]
    assert "2 天前；在另一台机器 a 上，文件 nightly-1，12.3 MB" in html
    assert "磁盘只剩 1 MB" in html
    (tmp_path / "backups").mkdir()
    with (tmp_path / "backups" / "nightly-1").open("wb") as file:
        file.truncate(12_300_000)
    assert "2 天前；文件 nightly-1，12.3 MB，已核对" in (await visitor.get("/jobs"))[1]


async def test_a_backup_that_is_gone_is_told(engine, world, visit, settings, tmp_path):
    settings.demo, settings.data = False, tmp_path
    with db.writing(engine) as session:
        good = {"file": "nightly-1", "size": 12_300_000, "machine": socket.gethostname()}
        session.execute(insert(options), [{"key": "backup.good", "value": good, "at": db.now(session)}])
    html = (await (await visit("auditor")).get("/jobs"))[1]
    assert ("backups 里了" in html, "已核对" in html) == (True, False)
