"""Who contends in `bench conv`, and what is to hold between them."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import bare_commits, conversation_handler, manyi_road

Run = dict[str, Any]
"""`messages`, `seconds`; and of those who talk `replies`, `answers` and some `talks` word for word."""


def webchat(customers: int, folder: Path) -> Run:
    """Manyi's web chat on SQLite"""
    return manyi_road.main(customers, manyi_road.sqlite(folder))


def handler(customers: int, _: Path) -> Run:
    """python-telegram-bot's ConversationHandler, nothing kept"""
    return conversation_handler.main(customers)


def bare(customers: int, folder: Path) -> Run:
    """the rows that web chat wrote, in the same transactions, by sqlite3 alone"""
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as recording:
        return bare_commits.main(customers, folder, manyi_road.recorded(customers, Path(recording)))


def telegram(customers: int, folder: Path) -> Run:
    """Manyi's Telegram on SQLite: parsed by python-telegram-bot, replies sent and marked"""
    from tests.bench import telegram_road

    return telegram_road.main(customers, manyi_road.sqlite(folder))


def postgres(customers: int, _: Path) -> Run:
    """Manyi's web chat on PostgreSQL"""
    from tests.bench import postgres_road

    return postgres_road.main(customers)


def asyncpg(customers: int, _: Path) -> Run:
    """the same rows on PostgreSQL, an asyncpg transaction for each message"""
    from tests.bench import postgres_road

    return postgres_road.peer(customers)


CONTENDERS: dict[str, Callable[[int, Path], Run]] = {
    run.__name__: run for run in (webchat, handler, bare, telegram, postgres, asyncpg)
}


class Ratio(NamedTuple):
    """`ours` is to be at least so many times as fast as `peer`."""

    ours: str
    peer: str
    least: float


RATIOS = (
    Ratio("webchat", "handler", 8),
    Ratio("webchat", "bare", 0.5),
    Ratio("telegram", "handler", 1),
    Ratio("postgres", "asyncpg", 8),
)
