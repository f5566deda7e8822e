"""All 640 hostile texts of tests/hostile.toml on every page of the staff's door, in a real browser."""

import os
import subprocess
import sys

from tests import hostile

TEST = "tests/browser/test_every_page.py"


def main() -> int:
    """The return code of the test."""
    asked = {**os.environ, "MANYI_HOSTILE": str(hostile.ALL)}
    command = [sys.executable, "-m", "pytest", "-q", "--durations=1", TEST, "-k", "hostile"]
    return subprocess.run(command, env=asked, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
