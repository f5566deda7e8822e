"""Where a test that draws at random begins.

Hypothesis is told the same in conftest.py.
"""

import os
from random import SystemRandom

IS_FIXED = "CI" in os.environ
"""There every run draws the same: what another would find is no fault of the change that is looked at."""


def some_seed() -> int:
    """A new one each time; where `CI` is set, always the same: one with which few calls of a storm hang."""
    return 4 if IS_FIXED else SystemRandom().randrange(10**6)
