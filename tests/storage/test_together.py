"""Several processes on one database: nothing is done twice, nothing is lost, nobody waits for long."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from signal import SIGINT, SIGQUIT, Signals

import pytest
from sqlalchemy import Engine, select, text

from storage import conversations, db, jobs, numbers, outbox, responses
from storage.conversations import Conversation
from storage.queries import follow_ups
from storage.tables import conversations as talks
from storage.tables import customers
from tests.databases import ON_POSTGRESQL, Cluster, Prepare
from tests.storage import rows, told
from tests.storage.conftest import NOW
from tests.storage.waiting import PATIENCE, wait_until_blocked

LEASE = timedelta(minutes=5)
ROUNDS = 30


@pytest.fixture
def engines(url: str) -> Iterator[list[Engine]]:
    """What four processes have."""
    made = [db.engine(url) for _ in range(4)]
    yield made
    for each in made:
        each.dispose()


def all_at_once(engines: list[Engine], work: Callable[[Engine, random.Random], None]) -> None:
    """Have each process do this at the same time; the first error is raised."""
    begin = threading.Barrier(len(engines), timeout=PATIENCE)

    def one(number: int) -> None:
        begin.wait()
        work(engines[number], random.Random(number))

    with ThreadPoolExecutor(len(engines)) as pool:
        list(pool.map(one, range(len(engines))))


def speak(engine: Engine, addresses: list[tuple[str, str]]) -> None:
    """A batch: each of these customers says something."""
    with db.writing(engine) as session:
        loaded = conversations.load(session, addresses, NOW)
        assert set(loaded) == set(addresses)
        for row in loaded.values():
            row.seq += 1
        conversations.save(session, loaded.values())


def test_batches_on_the_same_conversations_lose_nothing_and_never_block_each_other(
    engines: list[Engine],
) -> None:
    everybody = [(channel, f"顾客 {n}") for channel in ("webchat", "telegram") for n in range(12)]
    speak(engines[0], everybody)
    said = [at for _, at in everybody]

    def hammer(engine: Engine, dice: random.Random) -> None:
        for _ in range(ROUNDS):
            some = dice.sample(everybody, 8)
            speak(engine, some)
            said.extend(at for _, at in some)

    all_at_once(engines, hammer)
    with db.reading(engines[0]) as session:
        kept = session.execute(select(talks.c.address, talks.c.seq)).all()
    found: Counter[str] = Counter()
    for at, seq in kept:
        found[at] += seq
    assert found == Counter(said)


def test_whoever_comes_to_several_processes_at_once_is_one_customer(engines: list[Engine]) -> None:
    def come(engine: Engine, dice: random.Random) -> None:
        for number in range(ROUNDS):
            crowd = [("webchat", f"{number}-{n}") for n in range(5)]
            dice.shuffle(crowd)
            speak(engine, crowd)

    all_at_once(engines, come)
    with db.reading(engines[0]) as session:
        kept = session.execute(select(talks.c.seq, talks.c.customer_id)).all()
        people = session.scalars(select(customers.c.id)).all()
    assert [row.seq for row in kept] == [len(engines)] * ROUNDS * 5
    assert sorted(row.customer_id for row in kept) == sorted(people)


def test_work_is_claimed_by_one_worker_while_its_lease_stands(engines: list[Engine]) -> None:
    work = [jobs.Job(kind="analyse", key=str(n), payload={}, due_at=NOW, created_at=NOW) for n in range(200)]
    with db.writing(engines[0]) as session:
        jobs.put(session, work)
    done: list[str] = []

    def labour(engine: Engine, _: random.Random) -> None:
        while True:
            with db.writing(engine) as session:
                claimed = jobs.claim(session, NOW, LEASE, {"analyse"}, 7)
            if not claimed:
                return
            done.extend(job.key for job in claimed)

    all_at_once(engines, labour)
    assert sorted(done, key=int) == [job["key"] for job in work]


def test_what_is_said_is_claimed_by_one_sender(engines: list[Engine]) -> None:
    with db.writing(engines[0]) as session:
        loaded = conversations.load(session, [("telegram", str(n)) for n in range(60)], NOW)
        outbox.put(session, [rows.saying(row, 1, NOW) for row in loaded.values()])
    sent: list[int] = []

    def send(engine: Engine, _: random.Random) -> None:
        while True:
            with db.writing(engine) as session:
                claimed = outbox.claim(session, "telegram", NOW, LEASE, 7)
            if not claimed:
                return
            sent.extend(row.conversation_id for row in claimed)

    all_at_once(engines, send)
    assert sorted(sent) == sorted(row.id for row in loaded.values())


def test_numbers_are_given_out_once(engines: list[Engine]) -> None:
    given: list[tuple[str, int]] = []

    def take(engine: Engine, dice: random.Random) -> None:
        for _ in range(ROUNDS):
            with db.writing(engine) as session:
                for series in ("customers", "T260304-"):
                    block = numbers.take(session, series, dice.randint(1, 5))
                    assert sorted(block) == list(block)
                    given.extend((series, number) for number in block)

    all_at_once(engines, take)
    assert len(set(given)) == len(given)


@ON_POSTGRESQL
def test_whoever_takes_a_number_keeps_nobody_waiting(engines: list[Engine]) -> None:
    with db.writing(engines[0]) as one:
        for series in ("responses", "T260304-"):
            assert list(numbers.take(one, series, 2)) == [1, 2]
        with db.writing(engines[1]) as other:
            other.execute(text("set local lock_timeout = '1s'"))
            for series in ("responses", "T260304-"):
                assert list(numbers.take(other, series, 1)) == [3]


@ON_POSTGRESQL
def test_whoever_claims_work_keeps_nobody_waiting(engines: list[Engine]) -> None:
    work = [jobs.Job(kind="analyse", key=str(n), payload={}, due_at=NOW, created_at=NOW) for n in range(3)]
    with db.writing(engines[0]) as session:
        jobs.put(session, work)
    with db.writing(engines[0]) as one, db.writing(engines[1]) as other:
        (first,) = jobs.claim(one, NOW, LEASE, {"analyse"}, 1)
        other.execute(text("set local lock_timeout = '1s'"))
        rest = jobs.claim(other, NOW, LEASE, {"analyse"})
    assert sorted(job.key for job in (first, *rest)) == ["0", "1", "2"]


def test_work_may_be_put_while_staff_have_it_tried_again(engines: list[Engine]) -> None:
    """Whoever comes first: it is done once, and nobody meets an error."""
    work = [jobs.Job(kind="analyse", key=str(n), payload={}, due_at=NOW, created_at=NOW) for n in range(20)]

    def round_(engine: Engine, dice: random.Random) -> None:
        for _ in range(ROUNDS):
            with db.writing(engine) as session:
                if engine is engines[0]:
                    jobs.again(session, "analyse", NOW)
                elif engine is engines[1]:
                    for job in jobs.claim(session, NOW, LEASE, {"analyse"}):
                        jobs.failed(session, job, "OSError")
                else:
                    jobs.put(session, dice.sample(work, 10))

    all_at_once(engines, round_)
    with db.writing(engines[0]) as session:
        jobs.put(session, work)
        jobs.again(session, "analyse", NOW)
        assert jobs.broken(session) == []
        claimed = jobs.claim(session, NOW, LEASE, {"analyse"})
    assert sorted(int(job.key) for job in claimed) == list(range(20))


@ON_POSTGRESQL
def test_work_put_at_the_moment_when_it_is_to_be_tried_again_is_done_once(engines: list[Engine]) -> None:
    """Put by who has not committed when the failed one is looked at."""
    work = [jobs.Job(kind="analyse", key="1", payload={}, due_at=NOW, created_at=NOW)]
    with db.writing(engines[0]) as session:
        jobs.put(session, work)
        jobs.failed(session, *jobs.claim(session, NOW, LEASE, {"analyse"}), "OSError")

    def again() -> int:
        with db.writing(engines[1]) as session:
            return jobs.again(session, "analyse", NOW)

    with ThreadPoolExecutor(1) as pool:
        with db.writing(engines[0]) as session:
            jobs.put(session, work)
            waiting = pool.submit(again)
            wait_until_blocked(engines[2])
        assert waiting.result() == 0
    with db.writing(engines[0]) as session:
        assert len(jobs.claim(session, NOW, LEASE, {"analyse"})) == 1
        assert jobs.broken(session) == []


@ON_POSTGRESQL
def test_whoever_claims_what_is_said_keeps_nobody_waiting(engines: list[Engine]) -> None:
    with db.writing(engines[0]) as session:
        loaded = conversations.load(session, [("telegram", str(n)) for n in range(3)], NOW)
        outbox.put(session, [rows.saying(row, 1, NOW) for row in loaded.values()])
    with db.writing(engines[0]) as one, db.writing(engines[1]) as other:
        (first,) = outbox.claim(one, "telegram", NOW, LEASE, 1)
        other.execute(text("set local lock_timeout = '1s'"))
        rest = outbox.claim(other, "telegram", NOW, LEASE)
    assert sorted(row.conversation_id for row in (first, *rest)) == sorted(row.id for row in loaded.values())


# PostgreSQL alone


@ON_POSTGRESQL
def test_whoever_stops_in_the_middle_of_writing_keeps_the_others_waiting_for_a_while_only(
    engines: list[Engine], talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "STALLED_SECONDS", 1)
    address = (talk.channel, talk.address)

    def stop() -> None:
        with db.writing(engines[0]) as frozen:
            monkeypatch.setattr(db, "STALLED_SECONDS", 60)  # of the others, that only wait for a processor
            conversations.load(frozen, [address], NOW)
            speak(engines[1], [address])
            frozen.execute(text("select 1"))

    with pytest.raises(db.OutOfReach):
        stop()
    speak(engines[0], [address])
    with db.reading(engines[0]) as session:
        assert session.scalar(select(talks.c.seq).where(talks.c.id == talk.id)) == talk.seq + 2


def empty(url: str) -> None:
    """Leaves it without tables."""


@ON_POSTGRESQL
def test_of_several_who_upgrade_at_once_one_does(new_database: Callable[[Prepare], str]) -> None:
    url = new_database(empty)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(db.upgrade, [url] * 3))
    assert db.condition(db.engine(url)) == "current"


@ON_POSTGRESQL
def test_of_two_who_lock_each_other_out_one_is_told_to_try_again(
    engines: list[Engine], talk: Conversation
) -> None:
    speak(engines[0], [("webchat", "b")])
    held = threading.Barrier(2, timeout=PATIENCE)
    conflicts: list[Exception] = []

    def cross(engine: Engine, addresses: list[str]) -> None:
        try:
            with db.writing(engine) as session:
                conversations.load(session, [("webchat", addresses[0])], NOW)
                held.wait()
                conversations.load(session, [("webchat", addresses[1])], NOW)
        except db.Conflict as error:
            conflicts.append(error)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(cross, engines, (["a", "b"], ["b", "a"])))
    assert len(conflicts) == 1


@ON_POSTGRESQL
def test_an_alarm_is_kept_while_its_customer_says_it_anew(
    engines: list[Engine], talk: Conversation, survey: int
) -> None:
    """Both lock the conversation before the answer: nobody is told to try again."""
    with db.writing(engines[0]) as session:
        key = told.answered(session, survey, talk, "煤气漏了，没人管")

    def keep() -> None:
        with db.writing(engines[1]) as session:
            told.read(session, "answer", key, urgency="now")

    with ThreadPoolExecutor(1) as pool:
        with db.writing(engines[0]) as session:
            conversations.load(session, [("webchat", talk.address)], NOW)
            worker = pool.submit(keep)
            wait([worker], 0.5)  # for the conversation; with a lock on the answer it would be too late
            responses.keep(session, [rows.answer(1, "delivery", 0.0, NOW, comment="又漏了，快来人")])
        worker.result()
    with db.reading(engines[0]) as session:
        assert follow_ups.listing(session, "open") == [], "what was found in other words is passed over"


@ON_POSTGRESQL
@pytest.mark.parametrize("how", [SIGINT, SIGQUIT])
def test_a_server_that_was_restarted_costs_at_most_the_transaction_it_interrupts(
    cluster: Cluster, engine: Engine, talk: Conversation, how: Signals
) -> None:
    speak(engine, [("webchat", "a")])

    def interrupted() -> None:
        with db.writing(engine) as session:
            conversations.load(session, [("webchat", "a")], NOW)
            cluster.restart(how)
            conversations.load(session, [("webchat", "a")], NOW)

    with pytest.raises(db.OutOfReach) as failed:
        interrupted()
    assert failed.type is not db.Conflict
    speak(engine, [("webchat", "a")])
    cluster.restart()
    speak(engine, [("webchat", "a")])
    with db.reading(engine) as session:
        assert session.scalars(select(talks.c.seq)).all() == [3]
