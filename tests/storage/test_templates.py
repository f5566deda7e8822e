"""The templates that surveys are begun from."""

import pytest

from storage import surveys
from storage.templates import template, templates

NAMES = [each.name for each in templates()]


def test_the_procedures_have_their_templates():
    assert {
        "five",
        "seven",
        "quarterly",
        "residents",
        "after_service",
        "internal",
        "staff",
        "nps",
        "complaint",
    } <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_survey_of_ones_own_is_made_of_it(name):
    found = template(name)
    assert found.about.endswith("。")
    survey = surveys.check(found.named("ours"))
    assert (survey.key, survey.title) == ("ours", found.title)


@pytest.mark.parametrize(("name", "levels"), [("five", 5), ("seven", 7)])
def test_five_items_weigh_50_15_15_10_10(name, levels):
    survey = surveys.check(template(name).source)
    assert list(survey.weights.values()) == [50, 15, 15, 10, 10]
    assert {len(survey.question(key).choices) for key in survey.weights} == {levels}


def test_after_service_takes_one_question_or_two():
    assert len(surveys.check(template("after_service").source).questions) == 2


def test_staff_answer_without_their_names():
    assert [name for name in NAMES if surveys.check(template(name).source).anonymous] == ["staff"]


def test_no_such_template():
    with pytest.raises(KeyError, match="no template 'none'; there are after_service"):
        template("none")
