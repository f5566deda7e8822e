"""Work behind the scenes that failed for good: staff see it, and have it tried again."""

import pytest

from admin import inspecting, worker
from admin.scanning import NoAnswer
from storage import conversations, db, events, files, jobs
from storage import inspecting as looked_at
from storage.settings import Settings
from tests.admin.web.world import NOW


@pytest.fixture
def scanner(monkeypatch):
    """`scanner["says"]`: what it says of every file; None: it can't be asked."""
    chosen, told = Settings(clamd="127.0.0.1:3310", _env_file=None), {"says": None}

    def scan(*_):
        if told["says"] is None:
            raise NoAnswer
        return told["says"]

    monkeypatch.setattr(looked_at, "settings", lambda: chosen)
    monkeypatch.setattr(inspecting, "settings", lambda: chosen)
    monkeypatch.setattr(inspecting, "scan", scan)
    return told


def given_up(engine):
    """A file that the scanner could not be asked about, however often."""
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("webchat", "b")], NOW).values()
        key = files.keep(session, talk.id, "清单.pdf", "application/pdf", b"%PDF-1.7", NOW)
    at = NOW
    for attempt in range(1, worker.ATTEMPTS + 1):
        worker.work_off(engine, at)
        at += worker.pause(attempt)
    return key


def released(engine, key):
    with db.reading(engine) as session:
        return files.released(session, key)


async def test_a_scan_that_failed_is_seen_and_tried_again(engine, world, visit, scanner):
    key, visitor = given_up(engine), await visit("handler")
    _, html = await visitor.get("/parked")
    assert "检查顾客发来的照片和文件" in html
    assert "NoAnswer" in html
    assert "</span>2</span>" in html, "the message and the work wait in the menu"
    scanner["says"] = looked_at.CLEAN
    assert (await visitor.post("/parked/jobs/inspect/again"))[0] == 303
    assert released(engine, key) is None, "not before it was called clean"
    assert "检查顾客发来的照片和文件" not in (await visitor.get("/parked"))[1]
    with db.reading(engine) as session:
        now = db.now(session)
    assert worker.work_off(engine, now) >= 1
    assert released(engine, key).name == "清单.pdf"


async def test_what_then_is_harmful_goes(engine, world, visit, scanner):
    key = given_up(engine)
    scanner["says"] = "Eicar-Signature"
    await (await visit("handler")).post("/parked/jobs/inspect/again")
    with db.reading(engine) as session:
        now = db.now(session)
    worker.work_off(engine, now)
    with db.reading(engine) as session:
        assert files.content(session, key) is None


async def test_a_viewer_sees_it_and_changes_nothing(engine, world, visit, scanner):
    given_up(engine)
    visitor = await visit("viewer")
    html = (await visitor.get("/parked"))[1]
    assert "没做成的后台任务" in html
    assert "/parked/jobs/" not in html
    assert (await visitor.post("/parked/jobs/inspect/again"))[0] == 403


async def test_who_tried_again_is_in_the_history(engine, world, visit, scanner):
    given_up(engine)
    await (await visit("handler")).post("/parked/jobs/inspect/again")
    with db.reading(engine) as session:
        assert jobs.broken(session) == []
        (done,) = events.of(session, "job", 1)
    assert (done["trigger"], done["user_id"]) == ("try_again", world.staff["handler"])
