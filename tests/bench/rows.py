"""A million rows in every table that grows: all that is looked for is found by an index, on both databases.

Each look at the database is timed, its plan is read; exits with 1 if one reads such a table from end to end.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from storage import db
from tests.databases import Cluster
from tests.storage import grown


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of an empty one."""
    if kind == "sqlite":
        with TemporaryDirectory(prefix="manyi-rows-") as folder:
            yield f"sqlite:///{Path(folder)}/manyi.db"
        return
    cluster = Cluster()
    try:
        yield cluster.create("rows")
    finally:
        cluster.close()


def looked(engine: Engine, name: str) -> bool:
    """Time this look and read its plan; whether it found all along an index."""
    look = grown.LOOKS[name]
    with db.writing(engine) as session:
        look(session)
        began = time.perf_counter()
        look(session)
        milliseconds = (time.perf_counter() - began) * 1000
        session.rollback()
    whole = grown.whole_tables(engine, name)
    print(f"  {name:24} {milliseconds:9.2f} ms  {'reads all of ' + ', '.join(whole) if whole else ''}")
    return not whole


def main() -> int:
    """Fill and look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], nargs="*", default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    good = []
    for kind in asked.on:
        with database(kind) as url:
            began = time.perf_counter()
            grown.prepare(url, asked.rows)
            engine = db.engine(url)
            print(f"{kind}: {asked.rows:,} rows, filled in {time.perf_counter() - began:.0f} s", flush=True)
            good += [looked(engine, name) for name in grown.LOOKS]
            engine.dispose()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
