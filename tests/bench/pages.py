"""The staff's pages over very many complaints, on either database: the queue, a year's statistics, the clock.

Ten thousand complaints are open and a million closed, a hundred thousand of them a year, unless said
otherwise. Pages are asked for over HTTP, as a browser does, by somebody signed in; each figure is the median
of five, in milliseconds.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from typing import Any, NamedTuple

from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine, Table, text

from admin import clock, web
from storage import complaint_months, db, definitions, users
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_figures import count
from storage.queries.complaint_law import in_force
from storage.queries.filters import Period, months
from storage.settings import Settings
from storage.tables import complaints, customers, events, matters
from tests.bench.search import database

TIMES = 5
A_YEAR = 100_000
DAY = timedelta(days=1)
NOW = datetime.now(UTC)
PORTION = 20_000
STORY = "买的货到了发现外壳裂了，联系过一次还没有人回话，请尽快换一件，家里等着用。"
DEPARTMENTS = ("", "质量部", "物流部", "售后部", "客服中心", "采购部")
CATEGORIES = ("delivery", "product_quality", "service", "price", "after_sales", "packaging")
SEVERITIES = ("", "minor", "minor", "moderate", "moderate", "serious", "critical")
CHANNELS = ("webchat", "webchat", "telegram", "email", "phone")
OPEN = ("acknowledged", "assessed", "investigating", "investigating", "answered", "measures")
PAGES = (
    "/complaints",
    "/complaints?state=overdue",
    "/complaints?state=closed",
    "/complaints/statistics?period=year",
    "/complaints/statistics?period=last_year&kind=",
    "/complaints/statistics?period=year&department=质量部",
    "/complaints/statistics?period=year&department=质量部&severity=critical",
)
OWN_LIMITS = """key = "own"
title = "own"
base = "standard"
[[override]]
customer = ["远航汽车"]
[override.limits.answer]
hours = 8
"""


class Made(NamedTuple):
    """A complaint to be written: its row, what it is about, what happened to it."""

    row: dict[str, Any]
    about: Sequence[str]
    history: Sequence[tuple[datetime, str]]


def lives(open_ones: int, closed: int, random: Random) -> Iterator[Made]:
    """The oldest first; the open ones are of the last weeks."""
    step = DAY * 365 / A_YEAR
    for number in range(closed):
        yield life(number + 1, NOW - 30 * DAY - step * (closed - number), True, random)
    for number in range(open_ones):
        yield life(closed + number + 1, NOW - 30 * DAY * (open_ones - number) / open_ones, False, random)


def life(key: int, at: datetime, closed: bool, random: Random) -> Made:
    """One complaint; of a hundred closed ones four are reopened, three referred and ten had to wait."""
    answered = at + timedelta(hours=random.expovariate(1 / 30))
    ended = answered + timedelta(hours=random.expovariate(1 / 60))
    history = [(at, "receive"), (at, "acknowledge")]
    if random.random() < 0.1:
        history += [(at, "pause"), (answered, "resume")]
    state = "closed" if closed else random.choice(OPEN)
    told = closed or state in ("answered", "measures")
    again = closed and random.random() < 0.04
    history += [(answered, "answer"), (ended, "close")] * closed + [
        (ended, "reopen"),
        (ended, "close"),
    ] * again
    row = {
        "id": key,
        "number": f"B{key:08d}",
        "customer_id": random.randrange(1, max(2, key // 3)),
        "channel": random.choice(CHANNELS),
        "segment": random.choice(("", "经销商", "工程")),
        "anonymous": False,
        "preview": False,
        "state": state,
        "story": STORY,
        "product": f"产品{int(random.paretovariate(0.8))}"[:10],
        "department": random.choice(DEPARTMENTS),
        "severity": random.choice(SEVERITIES),
        "kind": "complaint" if random.random() < 0.85 else random.choice(("suggestion", "praise", "inquiry")),
        "received_at": at,
        "acknowledged_at": at,
        "first_answered_at": answered if told else None,
        "answered_at": (ended if again else answered) if told else None,
        "closed_at": ended if closed else None,
        "due_at": None if closed else at + 14 * DAY,
        "due_kind": "" if closed else "close",
        "look_at": None if closed else at + 14 * DAY,
        "cost": random.randrange(50_000) if random.random() < 0.2 else None,
        "referred_to": "hotline" if closed and random.random() < 0.03 else "",
        "handling": random.randrange(1, 6) if closed and random.random() < 0.3 else None,
        "stayed": random.random() < 0.9 if closed and random.random() < 0.3 else None,
        "outcome": "accepted" if closed else "",
    }
    return Made(row, random.sample(CATEGORIES, random.choice((0, 1, 1, 2))), history)


def fill(engine: Engine, open_ones: int, closed: int, random: Random) -> None:
    """Write them, as quickly as each database takes rows."""
    most = (open_ones + closed) // 3 + 2
    pour(
        engine,
        customers,
        [
            {
                "id": key,
                "name": "" if key % 2 else "远航汽车" if key == 2 else f"顾客{key}",
                "created_at": NOW,
            }
            for key in range(1, most)
        ],
    )
    made: list[Made] = []
    for each in lives(open_ones, closed, random):
        made.append(each)
        if len(made) == PORTION:
            write(engine, made)
            made = []
    write(engine, made)
    with engine.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        plain.execute(text("vacuum analyze" if engine.dialect.name == "postgresql" else "analyze"))


def write(engine: Engine, made: Sequence[Made]) -> None:
    """A portion of them."""
    pour(engine, complaints, [each.row for each in made])
    said = [(each.row["id"], category) for each in made for category in each.about]
    found = {"subject": "complaint", "polarity": -0.8, "start": 0, "end": 2}
    pour(engine, matters, [{**found, "subject_id": key, "category": category} for key, category in said])
    done = [(each.row["id"], at, what) for each in made for at, what in each.history]
    fixed = {"entity": "complaint", "source": "", "target": "", "actor": "staff"}
    pour(engine, events, [{**fixed, "entity_id": key, "at": at, "trigger": what} for key, at, what in done])


def pour(engine: Engine, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """These rows into this table, past what checks and returns."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    with engine.begin() as connection:
        raw: Any = connection.connection.cursor()
        if engine.dialect.name == "postgresql":
            with raw.copy(f'copy "{table.name}" ({names}) from stdin') as copy:
                for row in rows:
                    copy.write_row(tuple(row.values()))
            if "id" in rows[0]:
                raw.execute(f"select setval('{table.name}_id_seq', (select max(id) from \"{table.name}\"))")
            return
        marks = ", ".join("?" * len(rows[0]))
        values = [tuple(map(written, row.values())) for row in rows]
        raw.executemany(f'insert into "{table.name}" ({names}) values ({marks})', values)


def written(value: object) -> object:
    """A moment as SQLite keeps it (`storage.tables.columns`)."""
    return value.isoformat(" ", "microseconds")[:26] if isinstance(value, datetime) else value


def timed(work: Callable[[], object]) -> float:
    """Milliseconds, the median of several."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


def told(name: str, milliseconds: float) -> None:
    """A line of the result."""
    print(f"  {milliseconds:8.0f} ms  {name}", flush=True)


async def browse(engine: Engine, url: str) -> None:
    """The pages, as somebody of the staff sees them."""
    settings = Settings(database_url=url, organisation="青禾家居", _env_file=None)  # type: ignore[call-arg]
    with db.writing(engine) as session:
        user = users.add(session, "bench", "李工", "manager", "correct horse battery", NOW)
        signed = users.sign_in(session, user, datetime.now(UTC))
    async with TestServer(web.app(engine, settings)) as server:
        jar = CookieJar(unsafe=True)
        async with ClientSession(
            server.make_url("/"), cookies={"manyi": signed.token}, cookie_jar=jar
        ) as client:
            for path in PAGES:
                told(f"GET {path}", await asked(lambda path=path: fetch(client, path)))


async def fetch(client: ClientSession, path: str) -> None:
    """The whole of a page."""
    async with client.get(path, allow_redirects=False) as answer:
        await answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")


async def asked(work: Callable[[], Awaitable[None]]) -> float:
    """As `timed`."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


def counting(engine: Engine) -> None:
    """A year's statistics from the rows, a hundred thousand; what keeping the months costs."""
    year = months(Period(NOW - 395 * DAY, NOW - 31 * DAY), Settings().timezone)[1:]

    def direct() -> None:
        with db.reading(engine) as session:
            count(session, Selection("complaint"), year, in_force(session), NOW)

    told("a year's figures counted from the rows", timed(direct))
    definitions.rule("policy", OWN_LIMITS)
    told("the same where one customer has limits of their own", timed(direct))
    definitions.rule("policy", "")
    began, longest, rounds, more = time.perf_counter(), 0.0, 0, True
    while more:
        found = complaint_months.find(engine, {}, NOW)
        locked = time.perf_counter()
        with db.writing(engine) as session:
            complaint_months.keep(session, [found])
        longest, more, rounds = max(longest, time.perf_counter() - locked), found.more, rounds + 1
    told(f"all months kept, in {rounds} rounds", (time.perf_counter() - began) * 1000)
    told("of it the longest that others waited", longest * 1000)


def ticking(engine: Engine) -> None:
    """The clock's round: all that is open looked at after the start; with nothing due; with a hundred."""
    reminding, now = clock.Reminding(), datetime.now(UTC)
    began, rounds = time.perf_counter(), 0
    longest = 0.0
    while True:
        round_began = time.perf_counter()
        done = reminding(engine, now)
        longest, rounds = max(longest, time.perf_counter() - round_began), rounds + 1
        if not done:
            break
    told(
        f"the clock after its start: all that is open, in {rounds} rounds",
        (time.perf_counter() - began) * 1000,
    )
    told("of it the longest round", longest * 1000)
    told("the clock's round with nothing due", timed(lambda: reminding(engine, now)))

    def some() -> None:
        with engine.begin() as connection:
            which = "select id from complaints where state = 'investigating' limit 100"
            connection.execute(
                complaints.update()
                .where(complaints.c.id.in_(text(which)))
                .values(look_at=now - timedelta.resolution)
            )
        reminding(engine, now)

    told("the clock's round with a hundred due", timed(some))


def main() -> None:
    """One line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=10_000)
    parser.add_argument("--closed", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    for kind in chosen.database or ("sqlite", "postgresql"):
        with database(kind) as url:
            db.upgrade(url)
            engine = db.engine(url)
            began = time.perf_counter()
            fill(engine, chosen.open, chosen.closed, Random(chosen.seed))
            seconds = time.perf_counter() - began
            print(
                f"{kind}: {chosen.open} open, {chosen.closed} closed, written in {seconds:.0f} s", flush=True
            )
            counting(engine)
            asyncio.run(browse(engine, url))
            ticking(engine)
            engine.dispose()


if __name__ == "__main__":
    main()
