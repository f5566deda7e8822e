"""What fits the record of a complaint."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from storage.domain.form import ASSESSMENT, FIELDS, PROBLEMS, WORDS, problems, ratio

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("changes", "record"),
    [
        ({"model": "", "effect": "长" * 4000}, {}),
        ({"kind": "praise", "severity": "", "impact": "high", "compensation": "none"}, {}),
        ({"happened_on": DAY}, {}),
        ({"happened_on": date(1998, 1, 1)}, {}),
        ({"happened_on": None, "recurrent": None, "quantity": None, "cost": None}, {}),
        ({"recurrent": False, "safety": True}, {}),
        ({"quantity": 0.5, "quantity_defective": 0.5, "cost": 0}, {}),
        ({"quantity_defective": 7}, {"quantity": None}),
        ({"quantity": 9}, {"quantity_defective": 7}),
    ],
)
def test_what_fits(changes: dict[str, Any], record: dict[str, Any]) -> None:
    assert problems(changes, record, DAY) == {}


@pytest.mark.parametrize(
    ("changes", "record", "wrong"),
    [
        ({"revision": 1}, {}, {"revision": "unknown_field"}),
        ({"model": None}, {}, {"model": "not_text"}),
        ({"model": "长" * 4001}, {}, {"model": "too_long"}),
        ({"kind": ""}, {}, {"kind": "unknown_choice"}),
        ({"severity": "huge"}, {}, {"severity": "unknown_choice"}),
        ({"happened_on": date(2026, 3, 5)}, {}, {"happened_on": "after_received"}),
        ({"happened_on": date(1, 1, 1)}, {}, {"happened_on": "too_early"}),
        ({"happened_on": date(1996, 1, 1)}, {}, {"happened_on": "too_early"}),
        ({"happened_on": "2026-03-01"}, {}, {"happened_on": "not_date"}),
        ({"happened_on": datetime(2026, 3, 1, tzinfo=UTC)}, {}, {"happened_on": "not_date"}),
        ({"safety": "yes"}, {}, {"safety": "not_flag"}),
        ({"quantity": -1}, {}, {"quantity": "not_number"}),
        ({"quantity": float("nan")}, {}, {"quantity": "not_number"}),
        ({"quantity": float("inf")}, {}, {"quantity": "not_number"}),
        ({"quantity": True}, {}, {"quantity": "not_number"}),
        ({"cost": 1.5}, {}, {"cost": "not_money"}),
        ({"quantity": 6}, {"quantity_defective": 7}, {"quantity_defective": "more_than_all"}),
        ({"quantity": 0}, {"quantity_defective": 7}, {"quantity_defective": "more_than_all"}),
        ({"quantity": "6"}, {"quantity_defective": 7}, {"quantity": "not_number"}),
    ],
)
def test_what_does_not(changes: dict[str, Any], record: dict[str, Any], wrong: dict[str, str]) -> None:
    assert problems(changes, record, DAY) == wrong
    assert set(wrong.values()) <= set(PROBLEMS)


def test_a_field_is_words_or_found_by_assessing_or_neither() -> None:
    assert not set(WORDS) & set(ASSESSMENT)
    assert {"complainant", "contact", "effect", "remedy"} <= set(WORDS) < set(FIELDS)


@pytest.mark.parametrize(
    ("whole", "defective", "share"),
    [(40, 3, 0.075), (40, 0, 0.0), (0, 0, None), (0, 3, None), (None, 3, None), (40, None, None)],
)
def test_the_share_that_is_defective_is_worked_out(
    whole: float | None, defective: float | None, share: float | None
) -> None:
    assert ratio({"quantity": whole, "quantity_defective": defective}) == share
