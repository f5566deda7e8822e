"""Surveys parsed from their definitions."""

import json

import pytest

from storage.domain.survey import embed, parse, read
from tests.storage.domain.examples import SCHEMES, SURVEY, survey


def test_questions_stand_in_the_order_they_are_asked():
    small = survey()
    assert [question.key for question in small.questions] == ["quality", "matters", "words"]
    assert [small.position(question.key) for question in small.questions] == [0, 1, 2]
    assert small.question("words").text == "想说什么？\n随便说。"
    assert [section.title for section in small.sections] == ["感受", ""]


def test_a_question_that_is_not_there():
    with pytest.raises(KeyError, match="colour"):
        survey().question("colour")


def test_what_is_not_said_has_a_plain_meaning():
    plain = survey().question("words")
    assert (plain.again, plain.hint, plain.required, plain.weight) == ("", "", False, 0.0)
    assert (plain.choices, plain.picker, plain.rules) == ((), "none", {})


def test_a_survey_says_how_long_it_takes_and_a_minute_where_it_does_not():
    assert survey(SURVEY.replace("minutes = 1", "minutes = 3")).minutes == 3
    assert survey(SURVEY.replace("minutes = 1\n", "")).minutes == 1


@pytest.mark.parametrize(("written", "required"), [("true", True), ("false", False)])
def test_required_or_not(written, required):
    source = SURVEY.replace("weight = 50", f"required = {written}")
    assert survey(source).question("quality").required is required


def test_just_so_many_may_be_asked_for():
    assert survey(SURVEY.replace("least = 1", "least = 2")).question("matters").rules["least"] == 2


def test_space_around_words_is_no_part_of_them():
    small = survey(SURVEY.replace('"小问卷"', '"  小问卷 "'))
    assert small.title == "小问卷"


def test_a_scale_counts_once_unless_told_otherwise():
    assert survey(SURVEY.replace("weight = 50\n", "")).weights == {"quality": 1.0}
    assert survey().weights == {"quality": 50.0}


def test_a_question_knows_what_can_be_picked_and_how_it_is_read():
    quality, matters, words = survey().questions
    assert quality.choices[0] == ("1", "非常不满意")
    assert quality.choices[-1] == ("5", "非常满意")
    assert (quality.picker, quality.reads) == ("levels", "scale")
    assert matters.rules == {"least": 1, "most": 2, "exclusive": ["none"]}
    assert words.reads == "text"
    assert quality.choices is quality.choices, "worked out once"


def test_the_organisations_own_words_reach_the_reader():
    question = survey(SURVEY.replace("satisfaction5", "percent5")).question("quality")
    assert question.rules["words"]["很满意"] == "5"


@pytest.mark.parametrize(
    ("score", "asked"), [(None, False), (0.0, True), (59.9, True), (60.0, False), (100.0, False)]
)
def test_a_low_score_is_asked_about(score, asked):
    assert survey().question("quality").wants_reason(score) is asked
    assert survey().question("words").wants_reason(score) is False


def test_the_kept_definition_needs_nothing_else():
    definition = read(SURVEY)
    kept = json.loads(json.dumps(embed(definition, parse(definition, SCHEMES))))
    assert parse(kept, {}) == survey()
    assert list(kept["schemes"]) == ["satisfaction5"]
    assert "schemes" not in definition, "the original stays as it was"


def test_kept_levels_do_not_change_when_the_organisations_do():
    kept = embed(read(SURVEY), survey())
    changed = {"satisfaction5": SCHEMES["ten"]}
    assert parse(kept, changed) == survey()


def test_a_survey_may_bring_its_own_levels():
    own = """
[schemes.two]
title = "两级"
[[schemes.two.level]]
key = "bad"
label = "不好"
score = 100
[[schemes.two.level]]
key = "good"
label = "好"
score = 100
words = [" 中", "得劲"]
icon = "👍"
"""
    question = survey(SURVEY.replace("satisfaction5", "two") + own).question("quality")
    assert question.choices == (("bad", "不好"), ("good", "好"))
    assert question.icons == {"good": "👍"}
    assert question.rules["words"] == {"中": "good", "得劲": "good"}
