"""What grew; the tails of the binomial are worked out by hand, as fractions of 1024."""

import random

import pytest

from storage.domain.growth import LEVEL, at_least, change
from tests.seeds import some_seed


@pytest.mark.parametrize(
    ("n", "of", "p", "expected"),
    [
        (0, 10, 0.5, 1.0),
        (10, 10, 0.5, 0.0009765625),
        (9, 10, 0.5, 0.0107421875),
        (8, 10, 0.5, 0.0546875),
        (5, 5, 0.25, 0.0009765625),
        (1, 3, 0.5, 0.875),
    ],
)
def test_the_tail_is_exact(n: int, of: int, p: float, expected: float) -> None:
    assert at_least(n, of, p) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("now", "before", "all_now", "all_before", "looked_at", "expected"),
    [
        (30, 10, 1000, 1000, 1, "growing"),
        (30, 10, 1000, 1000, 10, ""),
        (40, 10, 1000, 1000, 10, "growing"),
        (12, 10, 1000, 1000, 1, ""),
        (10, 30, 1000, 1000, 1, ""),
        (60, 20, 3000, 1000, 1, ""),  # three times as many of three times as many texts
        (12, 0, 1000, 1000, 1, "new"),
        (12, 0, 1000, 1000, 100, ""),  # among so many, one will be so by chance
        (4, 0, 1000, 1000, 1, ""),  # too few to say anything
        (100, 0, 1000, 0, 1, ""),  # there was nothing at all before
        (30_000_000, 70_000_000, 10**9, 10**9, 20, ""),  # and at once: nothing is added up
        (500_000, 400_000, 1_000_000, 1_000_000, 20, "growing"),
    ],
)
def test_what_grew(
    now: int, before: int, all_now: int, all_before: int, looked_at: int, expected: str
) -> None:
    assert change(now, before, all_now, all_before, looked_at) == expected


def test_what_stays_the_same_is_hardly_ever_called_growing() -> None:
    seed = some_seed()
    chance, called, rounds = random.Random(seed), 0, 400
    for _ in range(rounds):
        now, before = (sum(chance.random() < 0.05 for _ in range(600)) for _ in range(2))
        called += change(now, before, 600, 600) != ""
    assert called <= rounds * LEVEL + 4 * (rounds * LEVEL) ** 0.5, f"seed {seed}"
