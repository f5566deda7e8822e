"""Manyi in `bench conv`: frames of the web chat as JSON text in, committed rows and frames for the pages out,
`synchronous=FULL`.

Everything of the road but the socket: parse, record, step, perform, commit, render. A batch is what 256
customers send at once.
"""

import json
import multiprocessing
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from bot.conversation import memory
from bot.inbox import AT_ONCE
from bot.message import Inbound
from bot.performing import Receipt, take_batch
from bot.web import frames
from storage import db, surveys
from storage.bulk import blocks
from storage.settings import Settings
from tests.bench.outcome import outcome
from tests.bench.script import Answers, answers_of, customers_of, watched

FIVE = Path(__file__).with_name("five.toml")
BEGAN = datetime(2026, 11, 20, 2, tzinfo=UTC)


def sqlite(folder: Path) -> str:
    """The URL of the benchmark's database in this folder."""
    return f"sqlite:///{folder / 'bench.db'}"


def made(url: str) -> Engine:
    """A database with the survey of five questions, published."""
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        surveys.import_(session, FIVE.read_text(encoding="utf-8"), BEGAN)
        surveys.publish(session, "five", BEGAN)
    return engine


def rounds(customers: int, answers: Answers = answers_of) -> Iterator[list[tuple[str, str]]]:
    """Batches of (address, JSON text): 256 at once, each its next message in every round."""
    for cohort in customers_of(customers):
        addresses = [address_of(customer) for customer in cohort]
        yield [
            (address, json.dumps({"type": "hello", "token": "T" * 32, "after": 0})) for address in addresses
        ]
        for turn, frames_of_all in enumerate(
            zip(*(_frames(answers(customer)) for customer in cohort), strict=True)
        ):
            told = ({**frame, "id": f"m{turn}", "seen": turn * 2 + 1} for frame in frames_of_all)
            yield list(zip(addresses, (json.dumps(frame) for frame in told), strict=True))


def _frames(answers: Sequence[str]) -> Iterator[dict[str, Any]]:
    yield {"type": "choice", "of": "consent", "keys": ["agree"]}
    for answer in answers:
        yield {"type": "text", "text": answer}


def address_of(customer: int) -> str:
    """Where this customer's talk is kept."""
    return frames.address_of(f"customer-{customer}")


def parsed(address: str, text: str, at: datetime) -> Inbound:
    """One frame, as the channel's socket hands it on."""
    frame = frames.read(text)
    if frame.get("type") == "hello":
        return frames.opened(address, frames.hello(frame), at)
    return frames.inbound(frame, address, at)


def road(
    engine: Engine, batches: list[list[tuple[str, str]]], each: Callable[[], None] = lambda: None
) -> float:
    """Seconds for all batches, each a transaction; `each` is called after each commit.

    On PostgreSQL the inbox has two in work at a time, each with a part of the customers.
    """
    at_once = AT_ONCE.get(engine.dialect.name, 1)
    parts = [[batch[part::at_once] for batch in batches] for part in range(at_once)]
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as hands:
        list(hands.map(lambda part: _taken(engine, part, each), parts))
    return time.perf_counter() - began


def _taken(engine: Engine, batches: list[list[tuple[str, str]]], each: Callable[[], None]) -> None:
    settings = Settings(organisation="满意", survey="five")
    for number, batch in enumerate(batches):
        now = BEGAN + timedelta(seconds=number)
        with db.writing(engine) as session:
            inbounds = [parsed(address, text, now) for address, text in batch]
            receipts = take_batch(session, inbounds, now, settings, repeats=False)
        for inbound, receipt in zip(inbounds, receipts, strict=True):
            rendered(inbound, receipt)
        each()


def rendered(inbound: Inbound, receipt: Receipt) -> list[str]:
    """The frames that the channel's socket sends once this is committed."""
    if inbound.kind == "open":
        first: dict[str, Any] = {"type": "welcome", "token": "T" * 32}
    else:
        first = {"type": "taken", "id": inbound.external_id, "seq": receipt.seq}
    lines = (frames.said(line, inbound.address, time.time()) for line in receipt.lines)
    return [frames.dump(first), *lines]


class Counted:
    """A function, and how many times it was called."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function, self.times = function, 0

    def __call__(self, *arguments: Any) -> Any:
        self.times += 1
        return self._function(*arguments)


def main(customers: int, url: str, answers: Answers = answers_of) -> dict[str, Any]:
    """The measured run, on an empty database."""
    engine = made(url)
    batches = list(rounds(customers, answers))
    with patch.object(memory, "_made", Counted(memory._made)) as steps:
        seconds = road(engine, batches)
    messages = sum(len(batch) for batch in batches)
    return {
        "messages": messages,
        "seconds": seconds,
        "remembered": 1 - steps.times / messages,
        **outcome(engine, {customer: address_of(customer) for customer in watched(customers)}),
    }


def recorded(customers: int, folder: Path, sizes: tuple[int, ...]) -> Path:
    """The statements of a run, a list a transaction, for a bare contender to repeat. Made in another process.

    `sizes`: of our blocks of many rows in one VALUES; none for rows by the driver's own `executemany`.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as other:
        return other.submit(_recorded, customers, folder, sizes).result()


def _recorded(customers: int, folder: Path, sizes: tuple[int, ...]) -> Path:
    blocks.SIZES = sizes
    engine = made(sqlite(folder))
    transactions: list[list[tuple[str, Any, bool]]] = [[]]

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if not statement.startswith(("SELECT", "BEGIN")):
            many = isinstance(parameters, list)  # a batch with RETURNING comes as one flat tuple
            transactions[-1].append((statement, parameters, many))

    event.listen(engine, "before_cursor_execute", note)
    road(engine, list(rounds(customers)), lambda: transactions.append([]))
    path = folder / "statements.pickle"
    path.write_bytes(pickle.dumps(transactions))
    return path
