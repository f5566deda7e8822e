"""Where a test that draws at random begins."""

from random import SystemRandom


def some_seed() -> int:
    """A new one each time. The test prints it."""
    return SystemRandom().randrange(10**9)
