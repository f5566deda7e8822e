"""Who contends in `bench conv`, and what is to hold between them."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from storage.bulk import blocks
from tests.bench import bare_commits, conversation_handler, manyi_road
from tests.bench.script import in_words

Run = dict[str, Any]
"""`messages`, `seconds`; of those who talk `replies`, `answers` and some `talks` word for word; of those who
keep `rows`, a count for each table; of ours on the web the share of steps `remembered`.
"""


def webchat(customers: int, folder: Path) -> Run:
    """Manyi's web chat on SQLite"""
    return manyi_road.main(customers, manyi_road.sqlite(folder))


def webchat_words(customers: int, folder: Path) -> Run:
    """the same web chat, every customer answering in words of their own"""
    return told_apart(manyi_road.main(customers, manyi_road.sqlite(folder), in_words))


def told_apart(run: Run) -> Run:
    """Not compared with the others: its customers say something else."""
    return {key: value for key, value in run.items() if key not in ("talks", "rows")}


def handler(customers: int, _: Path) -> Run:
    """python-telegram-bot's ConversationHandler, nothing kept"""
    return conversation_handler.main(customers)


def bare(customers: int, folder: Path) -> Run:
    """the rows that web chat wrote, in the same transactions, by sqlite3's executemany alone, row by row"""
    return _replayed(customers, folder, ())


def bare_blocks(customers: int, folder: Path) -> Run:
    """the same by sqlite3 alone, with our own statements as they are: many rows in one VALUES"""
    return _replayed(customers, folder, blocks.SIZES)


def _replayed(customers: int, folder: Path, sizes: tuple[int, ...]) -> Run:
    with tempfile.TemporaryDirectory(prefix="manyi-bench-") as recording:
        statements = manyi_road.recorded(customers, Path(recording), sizes)
        return bare_commits.main(customers, folder, statements)


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
    run.__name__: run
    for run in (webchat, webchat_words, handler, bare, bare_blocks, telegram, postgres, asyncpg)
}


class Ratio(NamedTuple):
    """`ours` is to be at least so many times as fast as `peer`; None: only told."""

    ours: str
    peer: str
    least: float | None


RATIOS = (
    Ratio("webchat", "handler", 8),
    Ratio("webchat", "bare", 0.5),
    Ratio("webchat", "bare_blocks", None),
    Ratio("webchat_words", "handler", None),
    Ratio("telegram", "handler", 1),
    Ratio("postgres", "asyncpg", 8),
)
