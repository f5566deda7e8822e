"""Manyi in `bench conv`: frames of the web chat as JSON text in, committed rows out, `synchronous=FULL`.

Everything of the road but the socket: parse, record, step, perform, commit. A batch is what 256 customers
send at once.
"""

import json
import pickle
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, func, select

from bot.__main__ import collect_seldom
from bot.message import Inbound
from bot.performing import take_batch
from bot.web import frames
from storage import db, surveys
from storage.settings import Settings
from storage.tables import answers, messages, outbox
from tests.bench.script import customers_of

FIVE = Path(__file__).with_name("five.toml")
BEGAN = datetime(2026, 11, 20, 2, tzinfo=UTC)


def made(folder: Path) -> Engine:
    """A database with the survey of five questions, published."""
    url = f"sqlite:///{folder / 'bench.db'}"
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        surveys.import_(session, FIVE.read_text(encoding="utf-8"), BEGAN)
        surveys.publish(session, "five", BEGAN)
    return engine


def rounds(customers: int) -> Iterator[list[tuple[str, str]]]:
    """Batches of (address, JSON text): `customers` at once, each its next message in every round."""
    for cohort in customers_of(customers):
        addresses = [frames.address_of(f"customer-{number}") for number in cohort]
        yield [
            (address, json.dumps({"type": "hello", "token": "T" * 32, "after": 0})) for address in addresses
        ]
        for turn, frame in enumerate(_frames()):
            text = json.dumps(frame | {"id": f"m{turn}", "seen": turn * 2 + 1}, ensure_ascii=False)
            yield [(address, text) for address in addresses]


def _frames() -> Iterator[dict[str, Any]]:
    yield {"type": "choice", "of": "consent", "keys": ["agree"]}
    for digit in "45432":
        yield {"type": "text", "text": digit}


def parsed(address: str, text: str, at: datetime) -> Inbound:
    """One frame, as the channel's socket hands it on."""
    frame = frames.read(text)
    if frame.get("type") == "hello":
        return frames.opened(address, frames.hello(frame), at)
    return frames.inbound(frame, address, at)


def road(
    engine: Engine, batches: list[list[tuple[str, str]]], each: Callable[[], None] = lambda: None
) -> float:
    """Seconds for all batches, each a transaction; `each` is called after each commit."""
    settings = Settings(organisation="满意", survey="five")
    began = time.perf_counter()
    for number, batch in enumerate(batches):
        now = BEGAN + timedelta(seconds=number)
        with db.writing(engine) as session:
            take_batch(
                session, [parsed(address, text, now) for address, text in batch], now, settings, repeats=False
            )
        each()
    return time.perf_counter() - began


def main(customers: int, folder: Path) -> dict[str, Any]:
    """The measured run."""
    engine = made(folder)
    batches = list(rounds(customers))
    collect_seldom()  # as the bot does when it starts
    seconds = road(engine, batches)
    with db.reading(engine) as session:
        count = {
            t.name: session.scalar(select(func.count()).select_from(t)) for t in (answers, messages, outbox)
        }
        said = session.scalars(
            select(outbox.c.payload).where(outbox.c.conversation_id == 1).order_by("seq")
        ).all()
    return {
        "messages": sum(len(batch) for batch in batches),
        "seconds": seconds,
        "replies": count["outbox"],
        "answers": count["answers"],
        "said": [payload["text"] for payload in said],
    }


def recorded(customers: int, folder: Path) -> Path:
    """The statements of a run, a list a transaction, for the bare contender to repeat. Not measured."""
    engine = made(folder)
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
