"""The staff's pages over very many complaints and responses, on either database: the queue, a year's
statistics, the clock, the summary.

Ten thousand complaints are open and a million closed, a hundred thousand of them a year, there are a million
responses (`--responses`, 0: none) and a hundred thousand of what the other lists show (`--lists`, 0: none),
unless said otherwise. Pages are asked for over HTTP, as a browser does, by somebody signed in; each figure is
the median of five, in milliseconds, and beside it what this process worked on it (CPU), which a loaded
machine changes little. `--json` writes them all into a file.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple

from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine, text

from admin import clock, web
from storage import complaint_months, db, definitions, users
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_figures import count
from storage.queries.complaint_law import in_force
from storage.queries.filters import Period, months
from storage.settings import Settings
from storage.tables import complaints, customers, events, matters
from tests.bench import page_lists, page_responses
from tests.bench.pouring import pour, settle
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
    settle(engine)


def write(engine: Engine, made: Sequence[Made]) -> None:
    """A portion of them."""
    pour(engine, complaints, [each.row for each in made])
    said = [(each.row["id"], category) for each in made for category in each.about]
    found = {"subject": "complaint", "polarity": -0.8, "start": 0, "end": 2}
    pour(engine, matters, [{**found, "subject_id": key, "category": category} for key, category in said])
    done = [(each.row["id"], at, what) for each in made for at, what in each.history]
    fixed = {"entity": "complaint", "source": "", "target": "", "actor": "staff"}
    pour(engine, events, [{**fixed, "entity_id": key, "at": at, "trigger": what} for key, at, what in done])


def timed(work: Callable[[], object]) -> float:
    """Milliseconds, the median of several."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


FIGURES: list[dict[str, Any]] = []
"""All that was measured."""


def told(name: str, milliseconds: float, worked: float | None = None) -> None:
    """A line of the result."""
    FIGURES.append({"name": name, "ms": round(milliseconds, 1), "cpu_ms": worked and round(worked, 1)})
    beside = "" if worked is None else f"{worked:8.0f} CPU"
    print(f"  {milliseconds:8.0f} ms{beside}  {name}", flush=True)


async def browse(engine: Engine, url: str, pages: Sequence[str]) -> None:
    """The pages, as somebody of the staff sees them."""
    settings = Settings(database_url=url, organisation="青禾家居", _env_file=None)  # type: ignore[call-arg]
    user = page_lists.somebody(engine)
    with db.writing(engine) as session:
        signed = users.sign_in(session, user, datetime.now(UTC))
    async with TestServer(web.app(engine, settings)) as server:
        jar = CookieJar(unsafe=True)
        async with ClientSession(
            server.make_url("/"), cookies={"manyi": signed.token}, cookie_jar=jar
        ) as client:
            for path in pages:
                told(f"GET {path}", *await asked(lambda path=path: fetch(client, path)))


async def fetch(client: ClientSession, path: str) -> None:
    """The whole of a page."""
    async with client.get(path, allow_redirects=False) as answer:
        await answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")


async def asked(work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """As `timed`; and what this process worked meanwhile."""
    taken, worked = [], []
    for _ in range(TIMES):
        began, before = time.perf_counter(), time.process_time()
        await work()
        taken.append(time.perf_counter() - began)
        worked.append(time.process_time() - before)
    return median(taken) * 1000, median(worked) * 1000


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


def answered(engine: Engine, url: str, count: int, random: Random) -> None:
    """The pages over very many responses, before their figures are kept and after."""
    began = time.perf_counter()
    page_responses.fill(engine, count, random)
    print(f"{count} responses, written in {time.perf_counter() - began:.0f} s", flush=True)
    asyncio.run(browse(engine, url, page_responses.pages()[:1]))
    page_responses.keeping(engine, told)
    asyncio.run(browse(engine, url, page_responses.pages()))


def main() -> None:
    """One line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=10_000)
    parser.add_argument("--closed", type=int, default=1_000_000)
    parser.add_argument("--responses", type=int, default=1_000_000)
    parser.add_argument("--lists", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
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
            if chosen.closed:
                counting(engine)
                asyncio.run(browse(engine, url, PAGES))
                ticking(engine)
            if chosen.responses:
                answered(engine, url, chosen.responses, Random(chosen.seed))
            if chosen.lists:
                page_lists.fill(engine, chosen.lists, Random(chosen.seed))
                asyncio.run(browse(engine, url, page_lists.pages(engine)))
            engine.dispose()
        if chosen.json:
            FIGURES.append({"name": kind})
            chosen.json.write_text(json.dumps(FIGURES, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
