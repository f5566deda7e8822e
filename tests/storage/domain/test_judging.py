"""What staff mean is laid over what the model found, and taken off again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.judging import FIELDS, MOODS, URGENCIES, judged, mood, unjudged

CATEGORIES = ["delivery", "price", "service"]
ROW = {
    "polarity": -0.7,
    "confidence": 0.85,
    "urgency": "routine",
    "found": None,
    "categories": [["delivery", -0.9, 0, 4], ["price", 0.6, 5, 9], ["delivery", 0.2, 10, 12]],
}

found = st.fixed_dictionaries(
    {
        "polarity": st.floats(-1, 1),
        "confidence": st.floats(0, 1),
        "urgency": st.sampled_from(URGENCIES),
        "categories": st.lists(
            st.tuples(st.sampled_from(CATEGORIES), st.floats(-1, 1), st.just(0), st.just(2)).map(list)
        ),
        "found": st.none(),
    }
)
meant = st.fixed_dictionaries(
    {},
    optional={
        "polarity": st.sampled_from(MOODS),
        "urgency": st.sampled_from(URGENCIES),
        "categories": st.dictionaries(st.sampled_from(CATEGORIES), st.sampled_from(MOODS)).map(
            lambda moods: [list(pair) for pair in moods.items()]
        ),
    },
)


@given(found, meant)
def test_what_staff_mean_is_what_it_says_then(row: dict[str, Any], meant: dict[str, Any]) -> None:
    now = judged(row, meant)
    for name in FIELDS:
        said = FIELDS[name].said(now)
        expected = meant.get(name, FIELDS[name].said(row))
        assert sorted(said) == sorted(expected)


@given(found, meant, meant)
def test_taken_off_again_it_is_as_the_model_left_it(
    row: dict[str, Any], first: dict[str, Any], then: dict[str, Any]
) -> None:
    assert unjudged(judged(row, first)) == row
    assert judged(judged(row, first), then) == judged(row, then)


def test_the_models_words_for_a_category_stay_where_it_found_some() -> None:
    now = judged(ROW, {"categories": [["delivery", "negative"], ["service", "positive"]]})
    assert now["categories"] == [["delivery", -0.9, 0, 4], ["delivery", -1.0, 10, 12], ["service", 1.0, 0, 0]]


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        *(("polarity", each) for each in ("", "bad", 0.5, None, ["positive"])),
        *(("urgency", each) for each in ("urgent", None)),
        *(("categories", each) for each in ("delivery", None, [["delivery"]], [["", "positive"]])),
        ("categories", [["delivery", "bad"]]),
        ("categories", [["delivery", "positive"], ["delivery", "negative"]]),
        ("categories", [[f"c{n}", "neutral"] for n in range(31)]),
    ],
)
def test_what_cannot_be_meant(field: str, meant: object) -> None:
    assert not FIELDS[field].fits(meant)


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        *((1, "positive"), (1 / 3, "positive")),
        *((0.33, "neutral"), (0, "neutral"), (-0.33, "neutral")),
        *((-1 / 3, "negative"), (-1, "negative")),
    ],
)
def test_moods(polarity: float, expected: str) -> None:
    assert mood(polarity) == expected
