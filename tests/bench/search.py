"""Index many short texts and search them, on either database: how fast, how large, what is found.

With --data DIR the texts are those of its train.csv files (column text, cut to 120 characters), else made up.
With --jieba it is counted, too, which part of what may be typed an index of jieba's words would find.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import Engine, insert, text

from storage import conversations, db, search
from storage.search.grams import grams
from storage.tables import messages
from tests.databases import Cluster

LONGEST = 120
TALK = 20
"""Messages of one conversation."""
QUERIES = (
    "退货",
    "物流",
    "客服态度",
    "很好用",
    "货",
    "的",
    "客服 态度",
    "发票 没有",
    "iphone",
    "00",
    "查无此句呀",
)
TIMES = 15
WORDS = (
    *("物流", "客服", "态度", "很好", "不好", "退货", "换货", "发票", "没有", "收到", "东西", "质量", "价格"),
    *("包装", "破损", "安装", "师傅", "及时", "一直", "联系", "电话", "的", "了", "是", "我", "你们", "就"),
    *("也", "还", "太", "慢", "快", "，", "。", "！", "iPhone", "15", "A4", "订单", "2026", "00123"),
)
NOW = datetime.now(UTC)


def made_up(count: int, random: Random) -> list[str]:
    """Texts of common words, in no order that means anything."""
    return ["".join(random.choices(WORDS, k=random.randint(3, 40)))[:LONGEST] for _ in range(count)]


def read(folder: Path, count: int, random: Random) -> list[str]:
    """Texts of the folder, in random order; over again where they do not suffice."""
    csv.field_size_limit(sys.maxsize)
    found = []
    for file in sorted(folder.glob("*/train.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            found += [row["text"][:LONGEST] for row in csv.DictReader(rows) if row.get("text")]
    random.shuffle(found)
    return (found * (count // len(found) + 1))[:count]


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a new one."""
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/manyi.db"
            return
        cluster = Cluster()
        try:
            yield cluster.create("bench")
        finally:
            cluster.close()


def fill(engine: Engine, texts: Sequence[str]) -> None:
    """Each is a message, said over the last year."""
    with db.writing(engine) as session:
        addresses = [("webchat", f"{number}") for number in range(len(texts) // TALK + 1)]
        talks = conversations.load(session, addresses, NOW)
        keys = [talks[address].id for address in addresses]
        step = timedelta(days=365) / len(texts)
        for first in range(0, len(texts), 10_000):
            rows = [
                {
                    "channel": "webchat",
                    "external_id": f"m{number}",
                    "conversation_id": keys[number // TALK],
                    "seq": number % TALK + 1,
                    "kind": "text",
                    "text": texts[number].replace("\0", ""),
                    "received_at": NOW - timedelta(days=366) + step * number,
                }
                for number in range(first, min(first + 10_000, len(texts)))
            ]
            session.execute(insert(messages), rows)


def index(engine: Engine) -> tuple[float, float]:
    """As the worker does it; the seconds it took, and the longest that others waited in one go."""
    began, longest, more = time.perf_counter(), 0.0, True
    while more:
        batch = search.next_batch(engine, {}, NOW)
        locked = time.perf_counter()
        with db.writing(engine) as session:
            search.keep(session, [batch])
        longest = max(longest, time.perf_counter() - locked)
        more = any(each.more for each, _ in batch.found)
    return time.perf_counter() - began, longest


def size(engine: Engine) -> int:
    """Bytes that the index takes."""
    with db.reading(engine) as session:
        if engine.dialect.name == "sqlite":
            return int(session.scalar(text("select sum(pgsize) from dbstat where name like '%search%'")) or 0)
        tables = ("search", "search_words")
        return sum(session.scalar(text(f"select pg_total_relation_size('{each}')")) or 0 for each in tables)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds, the median of several."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken) * 1000


def ask(engine: Engine, typed: str) -> search.Found:
    """The first page."""
    with db.reading(engine) as session:
        return search.find(session, search.Wanted(search.terms(typed)))


def by_words(texts: Sequence[str], random: Random) -> None:
    """Pieces of two to four characters that stand in a text: how many would be found by jieba's words."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    chosen = [each for each in random.sample(list(texts), 4000) if len(each) > 6][:3000]
    began = time.perf_counter()
    words = [set(jieba.cut_for_search(each)) for each in chosen]
    jiebas = time.perf_counter() - began
    began = time.perf_counter()
    for each in chosen:
        grams([each])
    ours = time.perf_counter() - began
    for length in (1, 2, 3, 4):
        there = 0
        asked = 0
        for each, own in zip(chosen, words, strict=True):
            at = random.randrange(len(each) - length + 1)
            typed = each[at : at + length]
            if all("\u4e00" <= sign <= "\u9fff" for sign in typed):
                asked += 1
                there += set(jieba.cut_for_search(typed)) <= own
        print(f"  of {asked} pieces of {length} characters jieba's words find {there / asked:.1%}, ours all")
    print(f"  texts a second: jieba {len(chosen) / jiebas:.0f}, ours {len(chosen) / ours:.0f}")


def main() -> None:
    """One line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=200_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--jieba", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    random = Random(chosen.seed)
    made = read(chosen.data, chosen.texts, random) if chosen.data else made_up(chosen.texts, random)
    bytes_ = sum(len(each.encode()) for each in made)
    print(
        f"{len(made)} texts, {sum(map(len, made)) / len(made):.0f} characters on average, seed {chosen.seed}"
    )
    for kind in chosen.database or ("sqlite", "postgresql"):
        with database(kind) as url:
            db.upgrade(url)
            engine = db.engine(url)
            fill(engine, made)
            seconds, longest = index(engine)
            print(f"{kind}: indexed in {seconds:.1f} s, {len(made) / seconds:.0f} texts/s,", end=" ")
            print(f"at most {longest * 1000:.0f} ms in one transaction;", end=" ")
            print(f"{size(engine) / 1e6:.1f} MB for {bytes_ / 1e6:.1f} MB of text")
            if kind == "postgresql":
                with engine.connect() as connection:
                    connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("vacuum analyze"))
            for typed in QUERIES:
                hits = len(ask(engine, typed).hits)
                print(f"  {typed}: {timed(partial(ask, engine, typed)):.1f} ms, {hits} on the first page")
            engine.dispose()
    if chosen.jieba:
        by_words(made, random)


if __name__ == "__main__":
    main()
