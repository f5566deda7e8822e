"""The API against very many calls that its own description allows, and many that it does not.

On a small organisation in a database of its own; it ends with the first call that is answered otherwise than
the description says, or prints how many there were.
"""

import argparse
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage import db, tokens
from storage.settings import Settings
from tests import fuzzing
from tests.admin.web import world as worlds


def main(examples: int) -> dict[str, Any]:
    """Calls, and calls a second with all that it takes to make them up."""
    with tempfile.TemporaryDirectory(prefix="manyi-") as folder:
        url = f"sqlite:///{folder}/manyi.db"
        worlds.settle(url)
        engine = db.engine(url)
        by = worlds.settled(engine).staff["administrator"]
        with db.writing(engine) as session:
            _, token = tokens.make(session, "bench", tokens.SCOPES, 30, by, datetime.now(UTC))
        begun = time.perf_counter()
        settings = Settings(database_url=url, data=Path(folder), _env_file=None)  # type: ignore[call-arg]
        with fuzzing.serving(engine, settings) as address:
            modes = (fuzzing.FITTING, fuzzing.UNFITTING)
            calls = fuzzing.fuzz(address, token, examples, modes)
        engine.dispose()
        return {"calls": calls, "a_second": round(calls / (time.perf_counter() - begun), 1)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="run.py bench api", description=__doc__)
    parser.add_argument("--examples", type=int, default=200, help="of each operation, fitting and not")
    print(json.dumps(main(**vars(parser.parse_args())), ensure_ascii=False, indent=1))
