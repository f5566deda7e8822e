"""Files that a channel keeps until they are fetched: kept as evidence, or refused as by web chat."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event, select, update

from bot import fetching
from bot.channels import Later, Refused
from bot.fetching import Fetching
from storage import conversations, db, definitions, files, jobs
from storage.tables import files as kept
from storage.tables import jobs as work
from storage.tables import outbox
from tests.bot.waiting import until

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(100)
HERE = ("cloud", "li")


class Cloud:
    """A stand-in channel: `troubles` are raised in turn, file by file, before it hands them out."""

    name = "cloud"

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.troubles: dict[str, list[Exception]] = defaultdict(list)
        self.fetched: list[str] = []
        self.slow: dict[str, asyncio.Event] = {}
        self.at_once = self.most_at_once = 0
        self.refusals: Callable[[], int] = lambda: 0
        self.refused_before: int | None = None

    async def fetch(self, remote: str) -> bytes:
        if self.refused_before is None:
            self.refused_before = self.refusals()
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        await (self.slow[remote].wait() if remote in self.slow else asyncio.sleep(0))
        self.at_once -= 1
        self.fetched.append(remote)
        if self.troubles[remote]:
            raise self.troubles[remote].pop(0)
        return self.contents[remote]


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture
async def running(fetches):
    """It works meanwhile, as in the bot."""
    task = asyncio.create_task(fetches.run())
    yield
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.fixture
def told() -> list[str]:
    """One entry for each time that others are woken."""
    return []


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"upload_limit": 2_000_000})


@pytest.fixture
def fetches(engine, cloud, settings, told) -> Fetching:
    return Fetching(engine, [cloud], settings, lambda: told.append("woken"))


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A server's clock goes with ours."""
    monkeypatch.setattr(db, "now", lambda _: datetime.now(UTC))
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def sends(engine, cloud):
    """`sends(content, name)`: a customer sends a file; its id with us."""

    def send(content: bytes, name: str = "照片.png", size: int | None = None) -> int:
        remote = f"remote-{len(cloud.contents)}"
        cloud.contents[remote] = content
        with db.writing(engine) as session:
            (talk,) = conversations.load(session, [HERE], NOW).values()
            told = len(content) if size is None else size
            return files.await_(session, talk.id, name, "image/png", remote, told, datetime.now(UTC))

    return send


def state(engine, file_id: int) -> str:
    with db.reading(engine) as session:
        return session.scalar(select(kept.c.state).where(kept.c.id == file_id))


def said(engine) -> list[str]:
    with db.reading(engine) as session:
        return [payload["text"] for payload in session.scalars(select(outbox.c.payload))]


def tried(engine, times: int) -> None:
    with db.writing(engine) as session:
        session.execute(update(work).values(attempts=times))


def open_jobs(engine) -> int:
    """Files that are still to be fetched."""
    with db.reading(engine) as session:
        left = select(work.c.id).where(work.c.state == "open", work.c.kind == files.FETCH)
        return len(session.execute(left).all())


async def test_a_file_is_kept_as_its_content_is_and_no_work_is_left(engine, fetches, sends, cloud, told):
    file_id = sends(PHOTO, "账单.pdf")
    with db.reading(engine) as session:
        assert files.content(session, file_id) is None
    await fetches.fetch_due()
    with db.reading(engine) as session:
        file = files.content(session, file_id)
    assert (file.name, file.kind, file.content) == ("账单.pdf.png", "image/png", PHOTO)
    assert open_jobs(engine) == 0
    assert said(engine) == []
    assert told == ["woken"]
    await fetches.fetch_due()
    assert len(cloud.fetched) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "file_empty"), (b"<html><script>", "file_kind"), (PHOTO + bytes(2_000_000), "file_size")],
)
async def test_what_web_chat_refuses_is_refused_and_the_customer_is_told(
    engine, fetches, sends, content, why
):
    file_id = sends(content, size=0)
    await fetches.fetch_due()
    assert state(engine, file_id) == "refused"
    values = {"megabytes": 2, "most": 50}
    assert said(engine) == [definitions.texts()(f"error.{why}", **values)]
    with db.reading(engine) as session:
        assert files.content(session, file_id) is None
    assert open_jobs(engine) == 0


async def test_what_is_said_to_be_too_large_is_not_even_fetched(engine, fetches, sends, cloud):
    file_id = sends(PHOTO, size=2_000_001)
    await fetches.fetch_due()
    assert (state(engine, file_id), cloud.fetched) == ("refused", [])


async def test_of_one_customer_so_many_are_kept_and_no_more(engine, fetches, sends, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_FILES", 3)
    sent = [sends(PHOTO) for _ in range(5)]
    await fetches.fetch_due()
    assert sorted(state(engine, file_id) for file_id in sent) == ["kept"] * 3 + ["refused"] * 2


async def test_a_flood_is_refused_before_anything_is_fetched_and_told_once(engine, fetches, sends, cloud):
    flood = [sends(PHOTO) for _ in range(150)]
    cloud.refusals = lambda: [state(engine, file_id) for file_id in flood].count("refused")
    await asyncio.gather(fetches.fetch_due(), fetches.fetch_due())
    assert len(cloud.fetched) == 50
    assert cloud.refused_before == 100
    assert [state(engine, file_id) for file_id in flood] == ["kept"] * 50 + ["refused"] * 100
    again = sends(PHOTO)
    await fetches.fetch_due()
    assert state(engine, again) == "refused"
    assert said(engine) == [definitions.texts()("error.file_count", megabytes=0, most=50)]
    assert open_jobs(engine) == 0


async def test_while_nothing_is_due_nothing_is_written(engine, fetches, sends):
    await fetches.fetch_due()
    writes = []

    @event.listens_for(engine, "begin")
    def begun(connection):
        if not connection.get_execution_options().get("reads"):
            writes.append(connection)

    await fetches.fetch_due()
    assert writes == []
    sends(PHOTO)
    assert writes != [], "else this shows nothing"


async def test_no_more_than_two_are_in_memory(running, sends, cloud):
    cloud.slow = {f"remote-{number}": asyncio.Event() for number in range(6)}
    for _ in cloud.slow:
        sends(PHOTO)
    await until(lambda: cloud.at_once == 2)
    for let_go in cloud.slow.values():
        let_go.set()
    await until(lambda: len(cloud.fetched) == 6)
    assert cloud.most_at_once == 2


async def test_a_slow_file_holds_up_none_that_comes_later(engine, running, fetches, sends, cloud):
    cloud.slow["remote-0"] = asyncio.Event()
    slow, quick = sends(PHOTO), sends(PHOTO)
    await until(lambda: state(engine, quick) == "kept")
    later = sends(PHOTO)
    fetches.nudge()
    await until(lambda: state(engine, later) == "kept")
    assert state(engine, slow) == "awaited"
    cloud.slow["remote-0"].set()
    await until(lambda: state(engine, slow) == "kept")


@pytest.mark.parametrize("trouble", [Later(0, "network"), TimeoutError(), ZeroDivisionError()])
async def test_what_can_not_be_fetched_now_is_tried_again_with_growing_pauses(
    engine, fetches, sends, cloud, clock, trouble
):
    file_id = sends(PHOTO)
    cloud.troubles["remote-0"] = [trouble] * 3
    due = []
    while state(engine, file_id) == "awaited":
        await fetches.fetch_due()
        with db.reading(engine) as session:
            due += session.scalars(select(work.c.due_at).where(work.c.kind == files.FETCH)).all()
        clock.move_to(due[-1])
    assert state(engine, file_id) == "kept"
    pauses = [(then - before).total_seconds() for before, then in zip([NOW, *due], due, strict=False)]
    assert pauses == [2, 4, 8]


async def test_a_channel_may_say_how_long_to_wait(engine, fetches, sends, cloud, clock):
    sends(PHOTO)
    cloud.troubles["remote-0"] = [Later(300, "429")]
    await fetches.fetch_due()
    clock.shift(timedelta(seconds=299))
    await fetches.fetch_due()
    assert len(cloud.fetched) == 1
    clock.shift(timedelta(seconds=1))
    await fetches.fetch_due()
    assert len(cloud.fetched) == 2


async def test_an_outage_of_days_loses_no_file(engine, fetches, sends, cloud, clock):
    file_id = sends(PHOTO)
    cloud.troubles["remote-0"] = [Later(0, "network")] * 50
    for _ in range(51):
        await fetches.fetch_due()
        clock.shift(timedelta(hours=1))
    assert state(engine, file_id) == "kept"


@pytest.mark.parametrize("trouble", [Later(0, "network"), TimeoutError()])
async def test_after_days_of_trouble_a_file_is_given_up(engine, fetches, sends, cloud, clock, trouble):
    file_id = sends(PHOTO)
    cloud.troubles["remote-0"] = [trouble] * 2
    await fetches.fetch_due()
    clock.shift(timedelta(days=3))
    tried(engine, fetching.MOST_PUT_OFF - 1)
    await fetches.fetch_due()
    assert state(engine, file_id) == "refused"
    assert said(engine) == [definitions.texts()("error.file_lost")]


async def test_a_file_that_was_tried_very_often_ends_nothing(engine, sends, settings, clock):
    """Its channel has been off for a year."""
    file_id = sends(PHOTO)
    tried(engine, 5_000)
    other = Cloud()
    other.name = "other"
    await Fetching(engine, [other], settings).fetch_due()
    with db.reading(engine) as session:
        due = session.scalars(select(work.c.due_at)).one()
    assert due == NOW + timedelta(seconds=fetching.LONGEST_PAUSE)
    assert state(engine, file_id) == "awaited"


@pytest.mark.parametrize(
    ("troubles", "why"),
    [
        ([Refused("too_large")], "file_size"),
        ([Refused("not_found")], "file_lost"),
        ([ZeroDivisionError()] * fetching.MOST_ATTEMPTS, "file_lost"),
    ],
)
async def test_what_is_gone_is_given_up_and_the_customer_is_told(
    engine, fetches, sends, cloud, clock, troubles, why
):
    file_id = sends(PHOTO)
    cloud.troubles["remote-0"] = list(troubles)
    for _ in troubles:
        await fetches.fetch_due()
        clock.shift(timedelta(hours=1))
    assert state(engine, file_id) == "refused"
    values = {"megabytes": 2, "most": 50}
    assert said(engine) == [definitions.texts()(f"error.{why}", **values)]


async def test_what_a_killed_process_was_at_is_fetched_by_another(engine, fetches, sends, clock):
    file_id = sends(PHOTO)
    with db.writing(engine) as session:
        jobs.claim(session, NOW, fetching.LEASE, kinds={"fetch"})
    await fetches.fetch_due()
    assert state(engine, file_id) == "awaited"
    clock.shift(fetching.LEASE)
    await fetches.fetch_due()
    assert state(engine, file_id) == "kept"


async def test_a_file_of_a_channel_that_is_off_waits_until_it_is_on(engine, fetches, sends, settings, clock):
    file_id = sends(PHOTO)
    other = Cloud()
    other.name = "other"
    await Fetching(engine, [other], settings).fetch_due()
    assert state(engine, file_id) == "awaited"
    clock.shift(timedelta(hours=1))
    await fetches.fetch_due()
    assert state(engine, file_id) == "kept"


async def test_it_works_when_it_is_nudged_and_until_it_is_cancelled(engine, running, fetches, sends):
    file_id = sends(PHOTO)
    fetches.nudge()
    await until(lambda: state(engine, file_id) == "kept")
