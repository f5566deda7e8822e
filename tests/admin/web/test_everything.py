"""All that there is, as one file: every sheet, no formula, nothing that is kept from who takes it."""

import asyncio
import csv
import io
import json
import zipfile
from datetime import timedelta
from threading import Event

import aiohttp
import pytest
from sqlalchemy import delete, update

from admin import everything
from storage import complaints, conversations, db, events, messages, outbox
from storage.customers import contacting, keeping
from storage.records.everything import SHEETS, head
from storage.tables import answers, responses
from storage.tables import conversations as talk_rows
from tests.admin.web import world as worlds
from tests.admin.web.world import NOW
from tests.storage import rows


def taken(engine, reader=None):
    """Sheet -> its records, as the tables have them, then as the JSON lines have them."""
    whole = io.BytesIO(b"".join(everything.pieces(engine, reader, NOW)))
    with zipfile.ZipFile(whole) as packed:
        assert packed.testzip() is None
        assert set(json.loads(packed.read("about.json"))["sheets"]) == set(SHEETS)
        tables = {name: packed.read(f"{name}.csv").decode("utf-8-sig") for name in SHEETS}
        lines = {name: packed.read(f"{name}.jsonl").splitlines() for name in SHEETS}
    rows = {name: list(csv.DictReader(io.StringIO(told, newline=""))) for name, told in tables.items()}
    return rows, {name: [json.loads(line) for line in told] for name, told in lines.items()}


def test_everything_is_in_it_and_opens_rightly(engine, world):
    with db.writing(engine) as session:
        told = {"number": "", "kind": "external", "segment": "", "note": "", "own": {"a": "b"}}
        named = {**told, "name": '=HYPERLINK("http://x")', "high_value": False}
        key = keeping.begin(session, named, world.staff["handler"], NOW)
        contacting.add(session, key, "phone", "13812345678", "", world.staff["handler"], NOW)
        session.execute(update(answers).values(text="@SUM(A1),\n二行"))
    rows, lines = taken(engine)
    assert [len(each) for each in rows.values()] == [len(each) for each in lines.values()]
    filled = {name for name, each in lines.items() if each}
    assert filled >= set(SHEETS) - {"orders", "visits", "rounds", "departments", "invitations", "events"} - {
        "complaint_entries"
    }
    (customer,) = (each for each in lines["customers"] if each["id"] == key)
    assert (customer["name"], customer["own"]) == ('=HYPERLINK("http://x")', {"a": "b"})
    (row,) = (each for each in rows["customers"] if each["id"] == str(key))
    assert row["name"].startswith("'=")
    assert rows["answers"][0]["text"] == "'@SUM(A1),\n二行"
    assert lines["customer_contacts"][0]["text"] == "13812345678"
    assert not {"password_hash", "totp"} & lines["users"][0].keys()


def test_what_is_empty_has_its_head(engine, world):
    with db.writing(engine) as session:
        session.execute(delete(answers))
        session.execute(delete(responses))
    filled = {name: each for name, each in taken(engine)[1].items() if each}
    with zipfile.ZipFile(io.BytesIO(b"".join(everything.pieces(engine, None, NOW)))) as packed:
        heads = {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist() if ".csv" in name}
    assert all(heads.values())
    assert heads["orders.csv"].startswith("id,customer_id,number,product"), heads["orders.csv"]
    assert heads["responses/satisfaction.csv"].startswith("id,survey,version,completed_at,channel,customer_")
    for name, lines in filled.items():
        assert head(SHEETS[name]) == list(lines[0]), name


def test_what_is_about_who_takes_it_is_not(engine, world):
    with db.writing(engine) as session:
        complaints.concern(
            session, world.complaint, world.staff["administrator"], world.staff["manager"], NOW
        )
    mine, _ = taken(engine, world.staff["administrator"])
    others, _ = taken(engine, world.staff["manager"])
    assert (len(mine["complaints"]), len(others["complaints"])) == (0, 1)
    assert (len(mine["messages"]), len(others["messages"]) > 0) == (0, True)


UNSEEN = "暗格"


def test_what_is_told_without_a_name_is_nowhere_in_it(engine, world):
    """One complaint is under way, of another the code is on its way to who made it."""
    with db.writing(engine) as session:
        talks = conversations.load(session, [("email", f"{n}@example.com") for n in range(2)], NOW)
        under_way, told = talks.values()
        for n, talk in enumerate(talks.values()):
            heard = worlds.message(talk.id, 3, UNSEEN)
            messages.record(session, [messages.Message(**{**heard, "external_id": f"u{n}"})])
        draft = f'{{"draft":{{"begun":"{NOW.isoformat()}"}},"unnamed":true}}'
        session.execute(update(talk_rows).where(talk_rows.c.id == under_way.id).values(talk=draft))
        messages.forget(session, told.id, 1, 9)
        said = rows.saying(told, 4, NOW, payload={"text": f"凭码 {UNSEEN}", messages.NAMELESS: True})
        alert = rows.saying(told, 5, NOW, payload={"text": UNSEEN, "to_staff": True})
        begun = rows.saying(under_way, 4, NOW, payload={"text": UNSEEN})
        before = rows.saying(under_way, 2, NOW - timedelta(days=1), payload={"text": "早先"})
        outbox.put(session, [said, alert, begun, before])
        previewed = conversations.load(session, [("webchat", "try")], NOW)["webchat", "try"]
        session.execute(update(talk_rows).where(talk_rows.c.id == previewed.id).values(preview=True))
        outbox.put(session, [rows.saying(previewed, 1, NOW, payload={"text": UNSEEN})])
    whole = io.BytesIO(b"".join(everything.pieces(engine, None, NOW)))
    with zipfile.ZipFile(whole) as packed:
        assert not [name for name in packed.namelist() if UNSEEN.encode() in packed.read(name)]
    _, lines = taken(engine)
    theirs = {under_way.id, told.id, previewed.id}
    shown = [(name, each) for name in ("messages", "sayings") for each in lines[name]]
    assert [(name, each["text"]) for name, each in shown if each["conversation_id"] in theirs] == [
        ("sayings", "早先")
    ]
    assert not [each for _, each in shown if "seq" in each], "a gap would tell who it was"


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_it_is_taken_along_and_that_is_kept(engine, world, visit):
    visitor = await visit("administrator")
    assert "下载全部数据" in (await visitor.get("/everything"))[1]
    answer = await visitor.client.post("/everything", data={"csrf": visitor.csrf})
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(await answer.read())) as packed:
        assert packed.testzip() is None
    with db.reading(engine) as session:
        told = events.of(session, "user", world.staff["administrator"])
        assert ("export", "everything") in [(each["trigger"], each["source"]) for each in told]


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_who_takes_it_slowly_keeps_the_database_no_longer(world, visit, monkeypatch):
    """More than the buffers between the two hold is made while nobody takes it."""
    over, piece = Event(), b"x" * 1_000_000

    def pieces(*_):
        try:
            yield from [piece] * 30
        finally:
            over.set()

    monkeypatch.setattr(everything, "pieces", pieces)
    visitor = await visit("administrator")
    answer = await visitor.client.post("/everything", data={"csrf": visitor.csrf})
    assert await asyncio.to_thread(over.wait, 20)
    assert await answer.read() == piece * 30


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_half_of_it_does_not_look_like_all(world, visit, monkeypatch):
    def pieces(*_):
        yield b"half"
        raise RuntimeError

    monkeypatch.setattr(everything, "pieces", pieces)
    visitor = await visit("administrator")
    with pytest.raises(aiohttp.ClientError):
        await (await visitor.client.post("/everything", data={"csrf": visitor.csrf})).read()
