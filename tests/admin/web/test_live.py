"""Pages hear of a change; the chart library is made once."""

import asyncio
import itertools
import threading

import aiohttp
from sqlalchemy.exc import OperationalError

from admin.charts import bundle
from storage import complaints, db, users
from storage.queries import marks
from tests.admin.web.world import NOW

PATIENCE = 30  # seconds


async def opened(visitor):
    """A stream that hears changes from now on."""
    stream = await visitor.client.get("/live")
    assert await stream.content.readline() == b"retry: 1000\n"
    assert await stream.content.readline() == b"\n"
    return stream


async def test_a_change_is_told_to_every_open_page(engine, world, visit):
    streams = [await opened(await visit("viewer")) for _ in range(3)]
    for stream in streams:
        assert stream.headers["Content-Type"] == "text/event-stream"
    heard = [asyncio.ensure_future(stream.content.readline()) for stream in streams]
    with db.writing(engine) as session:
        complaints.move(session, world.complaint, "investigate", "staff", world.staff["handler"], NOW)
    async with asyncio.timeout(PATIENCE):
        assert await asyncio.gather(*heard) == [b"event: changed\n"] * 3
    for stream in streams:
        stream.close()


async def test_a_write_of_this_process_is_heard_too(world, visit):
    visitor = await visit("handler")
    stream = await opened(visitor)
    await visitor.post(f"/talks/{world.talk}/hold")
    async with asyncio.timeout(PATIENCE):
        assert await stream.content.readline() == b"event: changed\n"
    stream.close()


async def test_a_database_that_fails_for_a_moment_ends_no_stream(engine, world, visit, monkeypatch):
    asked, real, failed = itertools.count(1), marks.change_mark, threading.Event()

    def fails_at_times(session, now):
        number = next(asked)
        if number == 3:
            failed.set()
        if number in (1, 3):
            raise OperationalError("select", {}, Exception("database is locked"))
        return real(session, now)

    monkeypatch.setattr(marks, "change_mark", fails_at_times)
    stream = await opened(await visit("viewer"))
    async with asyncio.timeout(PATIENCE):
        assert await stream.content.readline() == b"event: changed\n"  # nobody knows what was missed
        await stream.content.readline()
        await stream.content.readline()
        await asyncio.to_thread(failed.wait, 5)
        with db.writing(engine) as session:
            complaints.move(session, world.complaint, "investigate", "staff", world.staff["handler"], NOW)
        assert await stream.content.readline() == b"event: changed\n"
    stream.close()


async def test_a_note_is_heard(world, visit):
    visitor = await visit("handler")
    stream = await opened(visitor)
    await visitor.post(f"/complaints/{world.complaint}/note", words="明天再打")
    async with asyncio.timeout(PATIENCE):
        assert await stream.content.readline() == b"event: changed\n"
    stream.close()


async def test_while_the_database_is_away_no_page_is_told_that_it_is_alive(visit, world, monkeypatch):
    stream = await opened(await visit("viewer"))

    def gone(engine):
        raise db.OutOfReach

    monkeypatch.setattr(db, "reading", gone)
    async with asyncio.timeout(PATIENCE):
        assert await stream.content.readline() == b""


async def test_it_opens_when_changes_are_heard_and_not_before(world, visit, monkeypatch):
    looking, go_on, look = threading.Event(), threading.Event(), marks.change_mark

    def at_last(session, now):
        looking.set()
        go_on.wait(PATIENCE)
        return look(session, now)

    monkeypatch.setattr(marks, "change_mark", at_last)
    visitor = await visit("viewer")
    opening = asyncio.ensure_future(visitor.client.get("/live"))
    assert await asyncio.to_thread(looking.wait, PATIENCE)
    await visitor.get("/sign-in")  # whatever had been answered before has arrived by then
    assert not opening.done()
    go_on.set()
    stream = await opening
    assert await stream.content.readline() == b"retry: 1000\n"
    stream.close()


async def test_strangers_hear_nothing(visit):
    answer = await (await visit()).client.get("/live", allow_redirects=False)
    assert answer.status == 303


async def test_the_chart_library_is_made_once_and_may_be_kept(tmp_path, world, visit):
    path = await bundle.bundle(tmp_path)
    made = path.stat().st_mtime_ns
    assert b"vegaEmbed" in path.read_bytes()
    assert (await bundle.bundle(tmp_path)).stat().st_mtime_ns == made
    assert path.with_name(path.name + ".gz").exists()
    answer: aiohttp.ClientResponse = await (await visit("viewer")).client.get("/static/vega.js")
    assert "immutable" in answer.headers["Cache-Control"]


async def test_whose_session_ends_hears_no_more(engine, world, visit):
    leaves, stays, removed = [await visit(role) for role in ("handler", "viewer", "auditor")]
    streams = [await visitor.client.get("/live") for visitor in (leaves, stays, removed)]
    for stream in streams:
        await stream.content.readline()
        await stream.content.readline()
    await leaves.post("/sign-out")
    with db.writing(engine) as session:
        users.set_active(session, world.staff["auditor"], active=False)
    async with asyncio.timeout(PATIENCE):
        for ended in (streams[0], streams[2]):
            await ended.content.read()
    assert not streams[1].content.at_eof()
    for stream in streams:
        stream.close()
