"""The index and its statistics: tables worked by hand, and what must always hold."""

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.satisfaction import Summary, index, nps, summary_from_sums, t_quantile
from tests.storage.domain.examples import shipped

WEIGHTS = shipped()["surveys/satisfaction"].weights
ITEMS = ["quality", "delivery", "service", "price", "communication"]


def test_the_survey_that_ships_weighs_as_the_procedure_says():
    assert dict(zip(ITEMS, [50, 15, 15, 10, 10], strict=True)) == WEIGHTS


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([100, 100, 100, 100, 100], 100),
        ([20, 20, 20, 20, 20], 20),
        ([80, 40, 100, 60, 80], 75),
        ([100, 20, 20, 20, 20], 60),
        ([None, 40, 80, None, None], 60),
        ([80, None, None, None, 20], 70),
        ([None, None, None, None, None], None),
    ],
)
def test_an_index_is_the_weighted_mean_of_what_was_answered(scores, expected):
    assert index(dict(zip(ITEMS, scores, strict=True)), WEIGHTS) == (
        expected if expected is None else pytest.approx(expected)
    )


def test_what_has_no_weight_does_not_count():
    assert index({"quality": 80, "recommend": 0}, WEIGHTS) == 80
    assert index({"recommend": 0}, WEIGHTS) is None
    assert index({}, WEIGHTS) is None


some_scores = st.lists(st.floats(0, 100), min_size=1, max_size=50)


@given(st.dictionaries(st.sampled_from(ITEMS), st.floats(0, 100), min_size=1))
def test_an_index_lies_among_its_scores(scores):
    value = index(scores, WEIGHTS)
    assert min(scores.values()) - 1e-9 <= value <= max(scores.values()) + 1e-9


@given(st.dictionaries(st.sampled_from(ITEMS), st.floats(0, 100)), st.floats(0.01, 100))
def test_only_the_ratio_of_weights_matters(scores, factor):
    scaled = {item: weight * factor for item, weight in WEIGHTS.items()}
    assert index(scores, scaled) == pytest.approx(index(scores, WEIGHTS))


def summary(scores):
    return summary_from_sums(len(scores), sum(scores), sum(score * score for score in scores))


def test_no_score_and_one_score():
    assert summary([]) == Summary(0)
    assert summary([80]) == Summary(1, 80)


def test_a_summary_worked_by_hand():
    found = summary([60, 80, 100, 80])
    assert (found.n, found.mean) == (4, 80)
    assert found.sd == pytest.approx(16.3299, abs=1e-4)
    assert (found.low, found.high) == (pytest.approx(54.0152, abs=1e-3), 100)


@given(some_scores)
def test_a_summary_agrees_with_the_textbook(scores):
    found = summary(scores)
    assert found.mean == pytest.approx(statistics.fmean(scores))
    if found.n > 1:
        assert found.sd == pytest.approx(statistics.stdev(scores), abs=1e-5)
        assert 0 <= found.low <= found.mean + 1e-9
        assert found.mean - 1e-9 <= found.high <= 100


@given(st.integers(2, 100_000), st.floats(0, 100))
def test_equal_scores_have_no_spread_whatever_the_rounding(n, score):
    assert summary_from_sums(n, n * score, n * score * score).sd == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(
    ("degrees", "published"),
    [
        (1, 12.706),
        (2, 4.303),
        (5, 2.571),
        (10, 2.228),
        (11, 2.201),
        (15, 2.131),
        (30, 2.042),
        (120, 1.980),
        (1_000_000, 1.960),
    ],
)
def test_students_t_is_the_published_one(degrees, published):
    assert t_quantile(degrees) == pytest.approx(published, abs=6e-4)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], None), ([9, 10], 100), ([0, 6], -100), ([7, 8], 0), ([10, 9, 8, 7, 6], 20), ([10, 0, 7], 0)],
)
def test_nps(values, expected):
    found = nps(Counter(values))
    assert found.score == expected
    assert found.promoters + found.passives + found.detractors == found.n == len(values)


@given(st.lists(st.integers(0, 10), min_size=1))
def test_nps_stays_in_range_and_more_promoters_never_lower_it(values):
    assert -100 <= nps(Counter(values)).score <= nps(Counter([*values, 10])).score <= 100
