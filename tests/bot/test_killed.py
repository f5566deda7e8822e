"""Killed under load: nothing acknowledged is lost, nothing is doubled, in the end all is sent.

And were it otherwise, it would be noticed.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections import Counter
from random import Random

import aiohttp
import pytest
from sqlalchemy import func, select, text

from storage import db
from storage.tables import messages
from tests.bench.faults import housed
from tests.bench.storm import rage
from tests.bench.trouble import FAULTS
from tests.bench.verdict import copies, judge, kept_talks
from tests.bot.customer import Customer
from tests.seeds import some_seed

CUSTOMERS, KILLS = 12, 3
STARTS_WITHIN = 90  # seconds, on a machine that much else runs on


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
        async with asyncio.timeout(STARTS_WITHIN), aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.get(self.url + "health") as answer:
                        assert answer.status == 200
                        return
                except aiohttp.ClientConnectionError:
                    assert self.process.returncode is None, "the door does not open"
                    await asyncio.sleep(0.02)  # it starts

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
    seed = some_seed()
    print(f"seed {seed}")
    folder, killed = tmp_path_factory.mktemp("storm"), FAULTS["killed"]
    with housed(killed, "sqlite", folder, Random(seed), CUSTOMERS) as storm:
        return folder, asyncio.run(rage(storm, killed.harm, KILLS))


def test_killed_under_load_every_word_is_there_once_and_in_order(survived):
    _, left = survived
    assert left.verdict.violations == []
    assert left.verdict.talks >= CUSTOMERS
    assert left.verdict.complaints > 0
    assert len(left.chatters) >= CUSTOMERS // 2


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("delete from messages where id in (select max(id) from messages where kind = 'text')", "lost"),
        (
            "delete from messages where id in (select max(id) from messages where external_id like 'c%')",
            "lost",
        ),
        ("update messages set text = text || '。' where kind = 'text'", "changed"),
        ("update messages set seq = seq + 1000", "one by one"),
        ("update messages set seq = 8 - seq where seq in (3, 5)", "another order"),
        ("update messages set state = 'parked' where id = 2", "parked"),
        ("update conversations set seen = seen - 1", "outbox"),
        ("update outbox set payload = replace(payload, '谢谢', '多谢')", "shown"),
        ("update outbox set payload = replace(payload, '[3,6]', '[2,6]')", "asked again"),
        ("update answers set text = 'x' where question = 'words'", "not what was said"),
        ("update answers set reason = '' where reason <> ''", "reason"),
        ("update outbox set state = 'waiting' where id = (select max(id) from outbox)", "not arrived"),
        ("delete from outbox where channel = 'telegram' and seq = 2", "never said"),
        ("update outbox set external_id = '1' where channel = 'telegram' and seq = 2", "did not arrive"),
        ("update complaints set story = 'x' where id = 1", "another story"),
        ("delete from complaints where id = 1", "0 complaints"),
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
        session.execute(text("pragma defer_foreign_keys=on"))
        session.execute(text(harm))
    violations = judge(engine, left.takers, left.in_flight).violations
    engine.dispose()
    assert any(re.search(told, violation) for violation in violations)


def lose(sent):
    del sent[2]


def copy(row):
    """The same once more, and the bot was told of it: one whose reply was lost is forgiven."""
    return dict(row, message_id=-1, lost=False)


def double(sent):
    sent.append(copy(sent[-1]))


def double_late(sent):
    sent.append(copy(sent[1]))


def double_at_once(sent):
    sent.insert(1, copy(sent[1]))


def sent_once(left):
    """(talk, chatter, what they were sent): without copies, so that all of it is there to be doubled."""
    taker = next(taker for taker in left.takers if taker.customer in left.chatters)
    chatter, talk = taker.customer, kept_talks(left.house.engine)[taker.customer.address]
    twice = {copy.id for copy, _ in copies(taker, talk)[1]}
    sent = [row for row in chatter.standin.sent(chatter.chat) if row["method"] == "sendMessage"]
    return talk.id, chatter, [row for row in sent if str(row["message_id"]) not in twice]


def swap(sent):
    sent[1], sent[2] = sent[2], sent[1]


def change(sent):
    sent[1] = dict(sent[1], text="别的话")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lose, "did not arrive"),
        (double, "delivered twice"),
        (double_late, "out of order, or never said"),
        (double_at_once, "delivered twice"),
        (swap, "in another order"),
        (change, "another text"),
    ],
)
def test_what_telegram_got_too_little_or_too_often_is_seen(survived, monkeypatch, harm, told):
    _, left = survived
    talk, chatter, sent = sent_once(left)
    harm(sent)
    monkeypatch.setattr(chatter.standin.world.chat(chatter.chat), "sent", sent)
    elsewhere = {cut_off: times for cut_off, times in left.in_flight.items() if cut_off[0] != talk}
    violations = judge(left.house.engine, left.takers, Counter(elsewhere)).violations
    assert all(violation.startswith(f"talk {talk}: ") for violation in violations)
    assert any(told in violation for violation in violations)


def test_no_more_doubles_are_forgiven_than_were_in_flight(survived, monkeypatch):
    """Of each message that was cut off, one more copy than it was cut off is one too many."""
    _, left = survived
    talks = {talk.id: (address, talk) for address, talk in kept_talks(left.house.engine).items()}
    for (conversation, seq), times in left.in_flight.items():
        address, talk = talks[conversation]
        (chatter,) = (each for each in left.chatters if each.address == address)
        row = next(row for row in talk.outbox if row.seq == seq)
        sent = [each for each in chatter.standin.sent(chatter.chat) if each["method"] == "sendMessage"]
        at = next(n for n, each in enumerate(sent) if str(each["message_id"]) == row.external_id)
        sent[at:at] = [copy(sent[at])] * (times + 1)
        with monkeypatch.context() as patched:
            patched.setattr(chatter.standin.world.chat(chatter.chat), "sent", sent)
            violations = judge(left.house.engine, left.takers, left.in_flight).violations
        assert set(violations) == {f"talk {conversation}: line {seq} delivered twice"}


@pytest.mark.parametrize(("lines_by_then", "violations"), [(0, 0), (1000, 1)], ids=["asked again", "not"])
def test_a_press_in_vain_after_which_nobody_asks_again_is_seen(
    survived, monkeypatch, lines_by_then, violations
):
    _, left = survived
    chatter = left.chatters[0]
    monkeypatch.setattr(chatter, "sent", [{"id": "c0", "type": "choice", "of": "consent"}, *chatter.sent])
    monkeypatch.setattr(chatter, "forgotten", {"c0": lines_by_then})
    found = judge(left.house.engine, left.takers, left.in_flight).violations
    assert len(found) == violations
    assert all("not asked again" in each for each in found)


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
