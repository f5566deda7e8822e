"""Who guesses waits, longer each time; who does not, does not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain import brake
from storage.domain.brake import Failures

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

counts = st.integers(0, 10**6)
ages = st.integers(0, 10**6).map(lambda seconds: NOW - timedelta(seconds=seconds))
moments = st.integers(-(10**6), 10**6).map(lambda seconds: NOW - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("own", "everywhere", "seconds"),
    [
        (0, 0, 0), (2, 2, 0), (3, 3, 1), (4, 4, 2), (8, 8, 32), (13, 13, 900), (10**6, 10**6, 900),
        (0, 100, 0), (1, 99, 0), (1, 100, 1), (2, 100, 2), (3, 10**6, 4),
    ],
)  # fmt: skip
def test_each_wait_is_twice_as_long(own: int, everywhere: int, seconds: int) -> None:
    assert brake.wait(Failures(own, NOW), everywhere, NOW) == seconds


@given(counts, counts, ages)
def test_nobody_waits_for_ever_and_each_failure_costs_as_much_at_least(own, everywhere, last) -> None:
    wait = brake.wait(Failures(own, last), everywhere, NOW)
    assert 0 <= wait <= brake.LONGEST
    assert wait <= brake.wait(Failures(own + 1, last), everywhere, NOW)
    assert brake.wait(Failures(own, last), everywhere, NOW + timedelta(seconds=wait)) == 0


@given(counts, ages)
def test_failures_of_others_cost_nothing_who_has_none(everywhere, last) -> None:
    assert brake.wait(Failures(0, last), everywhere, NOW) == 0


@given(counts, counts, moments)
def test_no_clock_makes_a_wait_longer(own, everywhere, last) -> None:
    assert 0 <= brake.wait(Failures(own, last), everywhere, NOW) <= brake.LONGEST


@pytest.mark.parametrize("everywhere", [0, brake.MANY])
def test_a_place_has_as_many_tries_an_hour_as_the_sum_says(everywhere: int) -> None:
    """Each as soon as it may come."""
    tried, at = [NOW], NOW
    while at < NOW + brake.REMEMBERED:
        wait = brake.wait(Failures(len(tried), tried[-1]), everywhere, at)
        tried += [] if wait else [at]
        at += timedelta(seconds=wait)
    assert len(tried) == (13 if everywhere else 15)
