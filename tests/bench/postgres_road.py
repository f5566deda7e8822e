"""Manyi's web-chat road of `bench conv` on PostgreSQL: the same batches, one transaction each.

A cluster of its own for every run, with `fsync` and `synchronous_commit` on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench import asyncpg_peer, manyi_road
from tests.databases import Cluster


@contextmanager
def database() -> Iterator[str]:
    """The URL of an empty database."""
    cluster = Cluster()
    try:
        yield cluster.create("bench")
    finally:
        cluster.close()


def main(customers: int) -> dict[str, Any]:
    """The measured run."""
    with database() as url:
        return manyi_road.main(customers, url)


def peer(customers: int) -> dict[str, Any]:
    """The measured run of one asyncpg transaction for each message."""
    with database() as url:
        return asyncpg_peer.main(customers, url)
