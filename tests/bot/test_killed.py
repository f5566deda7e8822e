"""Killed at random under load: nothing acknowledged is lost, nothing is doubled, in the end all is sent."""

import asyncio
import os
import re
import shutil
import signal
import sys
from random import Random
from secrets import randbelow

import aiohttp
import pytest
from sqlalchemy import func, select, text

from storage import db
from storage.tables import messages
from tests.bench.faults import storm
from tests.bench.house import House
from tests.bench.verdict import judge
from tests.bot.customer import Customer

CUSTOMERS, KILLS = 10, 3


class Door:
    """`python -m bot` as a process of its own, that can be killed and started again."""

    def __init__(self, settings, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self._environment = {
            **os.environ,
            "MANYI_DATABASE_URL": settings.database_url,
            "MANYI_DATA": str(settings.data),
            "MANYI_BOT_PORT": str(port),
            "MANYI_LOG_LEVEL": "warning",
        }
        self.process: asyncio.subprocess.Process | None = None

    async def open(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", env=self._environment
        )
        async with asyncio.timeout(30), aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.get(self.url + "health") as answer:
                        assert answer.status == 200
                        return
                except aiohttp.ClientConnectionError:
                    assert self.process.returncode is None, "the door does not open"

    async def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return await self.process.wait()


@pytest.fixture
async def dispatch(settings, unused_tcp_port):
    door = Door(settings, unused_tcp_port)
    yield door
    if door.process is not None and door.process.returncode is None:
        await door.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def survived(tmp_path_factory):
    """(folder, what the storm left): customers take the survey while the bot is killed."""
    seed = randbelow(10**6)
    print(f"seed {seed}")
    with House(tmp_path_factory.mktemp("storm")) as house:
        return house.folder, asyncio.run(storm(house, KILLS, CUSTOMERS, Random(seed)))


def test_killed_under_load_every_word_is_there_once_and_in_order(survived):
    _, left = survived
    assert left.verdict.violations == []
    assert left.verdict.wishes == 0
    assert left.verdict.talks >= CUSTOMERS
    assert sum(taker.customer.connections - 1 for taker in left.takers) >= KILLS


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("delete from messages where id in (select max(id) from messages where kind = 'text')", "lost"),
        ("update messages set text = text || '。' where kind = 'text'", "changed"),
        ("update messages set seq = seq + 1000", "one by one"),
        ("update messages set seq = 8 - seq where seq in (3, 5)", "another order"),
        ("update messages set state = 'parked' where id = 2", "parked"),
        ("update conversations set seen = seen - 1", "outbox"),
        ("update outbox set payload = replace(payload, '谢谢', '多谢')", "shown"),
        ("update outbox set payload = replace(payload, '[3,6]', '[2,6]')", "asked again"),
        ("update answers set text = 'x' where question = 'words'", "not what was said"),
        ("update answers set reason = '' where reason <> ''", "reason"),
        ("update responses set state = 'begun' where id = 1", "responses"),
        (
            "insert into events (at, entity, entity_id, trigger, source, target, actor)"
            " select at, entity, entity_id, trigger, source, target, actor from events"
            " where trigger = 'finish'",
            "history",
        ),
    ],
)
def test_what_is_lost_doubled_or_changed_is_seen(survived, tmp_path, harm, told):
    folder, left = survived
    shutil.copy(folder / "manyi.db", tmp_path)
    engine = db.engine(f"sqlite:///{tmp_path / 'manyi.db'}")
    with db.writing(engine) as session:
        session.execute(text(harm))
    violations = judge(engine, left.takers).violations
    engine.dispose()
    assert any(re.search(told, violation) for violation in violations)


async def test_asked_to_stop_it_finishes_the_batch_in_flight(dispatch, engine):
    await dispatch.open()
    customers = [Customer(dispatch.url) for _ in range(20)]
    for customer in customers:
        await customer.connect()
        await customer.hears("可以开始吗")
        await customer.sends(type="text", id="m1", text="可以", seen=customer.after)
    await customers[0].until(lambda: "m1" in customers[0].taken)
    assert await dispatch.end(signal.SIGTERM) == 0
    for customer in customers:
        await customer.leave()
    acknowledged = sum("m1" in customer.taken for customer in customers)
    with db.reading(engine) as session:
        kept = session.scalar(select(func.count()).where(messages.c.kind == "text"))
    assert kept >= acknowledged > 0


async def test_a_database_that_is_not_ready_is_told(dispatch, settings, tmp_path):
    said = await refused(dispatch, f"sqlite:///{tmp_path / 'empty.db'}")
    assert "manyi db upgrade" in said


async def test_a_database_of_a_newer_version_is_told(dispatch, settings, tmp_path):
    url = f"sqlite:///{tmp_path / 'newer.db'}"
    db.upgrade(url)
    with db.writing(db.engine(url)) as session:
        session.execute(text("update alembic_version set version_num = 'zzz9'"))
    said = await refused(dispatch, url)
    assert "zzz9" in said
    assert "请升级软件" in said
    assert "db upgrade" not in said


async def refused(dispatch, url):
    """What the door says that can't be opened on this database."""
    dispatch._environment["MANYI_DATABASE_URL"] = url
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", env=dispatch._environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    return said.decode()
