"""Very many responses for the pages: what customers answered and wrote over a thousand days, read by the
worker, and what keeping their figures by day and month costs."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine

from storage import db, definitions, response_months, surveys
from storage.tables import analyses, answers, customers, matters, responses
from tests.bench.pouring import pour, settle

DAYS = 1000
PORTION = 20_000
NOW = datetime.now(UTC)
WORDS = ("物流慢，其他挺好", "价格有点贵", "服务态度很好，会再来", "装的时候划了一道", "没什么意见")
CATEGORIES = ("delivery", "quality", "service_attitude", "price", "installation", "response", "promise")
CHANNELS = ("webchat", "webchat", "telegram", "email")
SEGMENTS = ("", "经销商", "工程", "终端客户", "内部客户", "网店")
WRITES = 0.3
"""Of all who answer a question, so many write something beside it."""

LABELS = {0.0: "非常不满意", 25.0: "不满意", 50.0: "一般", 75.0: "满意", 100.0: "非常满意"}
SETTLED = timedelta(minutes=11)

PAGES = (
    "/",
    "/?period=year&against=year",
    "/?period=month",
    "/?segment=经销商",
    "/?period=span&from={first}&to={last}",
    "/matters",
    "/matters?category=price",
    "/matters?survey=satisfaction&period=year",
    "/responses",
    "/responses?period=year&sort=worst",
    "/responses?period=half&survey=satisfaction&item=price&below=50",
    "/responses?period=half&category=price&mood=negative",
    "/customers",
    "/me/weekly",
)


def pages() -> list[str]:
    """Those that show what stands here; the days of ones own are of the year before."""
    first = NOW.date() - timedelta(days=400)
    return [each.format(first=first, last=first + timedelta(days=99)) for each in PAGES]


def fill(engine: Engine, count: int, random: Random) -> None:
    """Write them; of each one's answers all but the last have a score."""
    with db.writing(engine) as session:
        source = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")
        surveys.import_(session, source, NOW - timedelta(days=DAYS))
        version = surveys.publish(session, "satisfaction", NOW - timedelta(days=DAYS))
        asked = [(each.key, each.kind) for each in surveys.version(session, version).questions]
    people = [{"id": 10**7 + n, "name": f"顾客{n}", "created_at": NOW} for n in range(max(1, count // 4))]
    pour(engine, customers, people)
    step, key = timedelta(days=DAYS) / count, iter(range(1, count * len(asked) + 1))
    for first in range(0, count, PORTION):
        some = range(first, min(count, first + PORTION))
        rows = [told(n, NOW - step * (count - n), version, len(people), random) for n in some]
        pour(engine, responses, rows)
        given = [each for row in rows for each in answered(row, asked, key, random)]
        pour(engine, answers, given)
        read(engine, [each for each in given if each["comment"] or each["text"]], random)
    settle(engine)


def told(n: int, at: datetime, version: int, people: int, random: Random) -> dict[str, Any]:
    """A response; of a hundred ten are not finished."""
    completed = random.random() < 0.9
    return {
        "id": n + 1,
        "version_id": version,
        "customer_id": 10**7 + random.randrange(people),
        "channel": random.choice(CHANNELS),
        "segment": random.choice(SEGMENTS),
        "state": "completed" if completed else random.choice(("begun", "stopped")),
        "satisfaction_index": round(min(100.0, random.gauss(78, 12)), 4) if completed else None,
        "begun_at": at,
        "completed_at": at + timedelta(minutes=4) if completed else None,
    }


def answered(
    row: dict[str, Any], asked: Sequence[tuple[str, str]], key: Iterator[int], random: Random
) -> Iterator[dict[str, Any]]:
    """The answers of a response."""
    for place, (question, kind) in enumerate(asked):
        score = random.choice((25.0, 50.0, 75.0, 75.0, 100.0, 100.0)) if kind != "text" else None
        yield {
            "id": next(key),
            "response_id": row["id"],
            "question": question,
            "kind": kind,
            "value": '"4"' if score is not None else None,
            "label": LABELS[score] if score is not None else "",
            "score": score,
            "text": random.choice(WORDS) if kind == "text" and random.random() < WRITES else "",
            "comment": random.choice(WORDS) if kind != "text" and random.random() < WRITES / 4 else "",
            "seq": place + 1,
            "answered_at": row["begun_at"] + timedelta(seconds=20 * place),
        }


def read(engine: Engine, written: Sequence[dict[str, Any]], random: Random) -> None:
    """What the worker found in the words."""
    fixed = {"confidence": 1.0, "intent": "other", "keywords": "[]", "model": "1", "urgency": "routine"}
    found = [
        {"subject": "answer", "subject_id": each["id"], "polarity": random.uniform(-1, 1), **fixed, "at": NOW}
        for each in written
    ]
    pour(engine, analyses, found)
    about = [
        {"subject": "answer", "subject_id": each["subject_id"], "category": category, "start": 0, "end": 2}
        | {"polarity": each["polarity"]}
        for each in found
        for category in random.sample(CATEGORIES, random.choice((0, 1, 1, 2)))
    ]
    pour(engine, matters, about)


def keeping(engine: Engine, tell: Callable[[str, float], None]) -> None:
    """All days and months, as the worker keeps them."""
    now, began, longest, rounds = NOW + timedelta(days=1), time.perf_counter(), 0.0, 0
    while True:
        found = response_months.find(engine, {}, now)
        locked = time.perf_counter()
        with db.writing(engine) as session:
            response_months.keep(session, [found])
        longest, rounds = max(longest, time.perf_counter() - locked), rounds + 1
        if not (found.counted or found.whole or found.new):
            break
        now = now if found.counted or found.whole else now + SETTLED
    tell(f"days and months of responses kept, in {rounds} rounds", (time.perf_counter() - began) * 1000)
    tell("of it the longest that others waited", longest * 1000)
