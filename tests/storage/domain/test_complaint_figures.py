"""What a period's complaints add up to; many times at once as one by one."""

import math
import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain import complaint_figures as figures
from storage.domain import deadline
from storage.domain.complaint_figures import Figures, edge, middle, pareto, quantile, total
from storage.domain.limit import Limit
from storage.domain.many_times import micros, moment, reaching
from storage.domain.working_time import working

START = datetime(2024, 11, 3, tzinfo=UTC)


def bucket(seconds):
    return math.floor(figures.STEPS * math.log2(1 + seconds / 60))


@given(st.lists(st.floats(0, 60 * 60 * 24 * 400), min_size=1), st.sampled_from([0.5, 0.9]))
def test_a_quantile_of_the_histogram_is_the_exact_one_within_its_bucket(seconds, q):
    times = {}
    for each in seconds:
        times[bucket(each)] = times.get(bucket(each), 0) + 1
    exact = sorted(seconds)[math.ceil(q * len(seconds)) - 1]
    found = quantile(times, q)
    assert found in (middle(bucket(exact)),)
    assert edge(bucket(exact)) <= exact + 1e-6
    assert abs(found - exact) <= 0.011 * (exact + 60)


def test_of_nothing_there_is_no_quantile_and_no_rate():
    assert quantile({}, 0.5) is None
    assert Figures().rate("stayed", "asked") is None
    assert pareto({}) == []


def test_what_was_done_at_once_took_no_time():
    assert quantile({0: 3, 200: 1}, 0.5) == 0


def test_figures_of_two_spans_added_are_those_of_both():
    one = Figures({"received": 2}, {"answer": {3: 1, 5: 1}}, {"product": {"灯": 2}}, 70)
    other = Figures({"received": 1, "open": 1}, {"answer": {5: 1}}, {"product": {"灯": 1, "": 1}}, 50)
    both = total([one, Figures(), other])
    assert (both["received"], both["open"], both["closed"]) == (3, 1, 0)
    assert both.times["answer"] == {3: 1, 5: 2}
    assert both.by["product"] == {"灯": 3, "": 1}
    assert both.until == 50
    assert figures.read(both.stored()).times["answer"] == {3: 1, 5: 2}


def test_pareto_has_the_most_frequent_first_and_what_is_not_known_last():
    bars = pareto({"灯": 1, "": 5, "门": 3, "窗": 1, "墙": 0})
    assert [(each.key, each.n) for each in bars] == [("门", 3), ("灯", 1), ("窗", 1), ("", 5)]
    assert [round(each.cumulated, 2) for each in bars] == [0.3, 0.4, 0.5, 1]
    assert bars[0].share == 0.3


LIMITS = [
    Limit(hours=0),
    Limit(hours=0.5),
    Limit(hours=37.25),
    Limit(hours=2000),
    Limit(days=1),
    Limit(days=10),
    Limit(days=400),
    Limit(clock_hours=24),
    Limit(natural_days=7),
    Limit(natural_days=0),
]


@pytest.mark.parametrize("limit", LIMITS, ids=repr)
def test_many_deadlines_at_once_are_those_of_the_law(limit):
    calendar, draw = definitions.calendar(), random.Random(1)
    moments = [START + timedelta(seconds=draw.random() * 86400 * 900) for _ in range(300)]
    blocks = calendar.year(2025)
    moments += [*blocks.begins[:40], *blocks.ends[:40], *blocks.closes[-20:]]
    pace = reaching(calendar, [limit], min(moments), max(moments))
    many = pace.due(limit, np.array([micros(each) for each in moments]))
    assert [moment(int(each)) for each in many] == [deadline.due(limit, calendar, each) for each in moments]


def test_much_working_time_at_once_is_that_of_the_law():
    calendar, draw = definitions.calendar(), random.Random(2)
    later = [timedelta(seconds=draw.random() * 86400 * 900) for _ in range(600)]
    pairs = [
        sorted((START + one, START + other)) for one, other in zip(later[:300], later[300:], strict=True)
    ]
    pace = reaching(calendar, [], START, START + timedelta(days=900))
    begins, ends = (np.array([micros(pair[side]) for pair in pairs]) for side in (0, 1))
    took = pace.worked(ends) - pace.worked(begins)
    assert took.tolist() == [working(calendar, *pair) // timedelta(microseconds=1) for pair in pairs]
