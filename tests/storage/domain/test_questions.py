"""What every kind of question keeps to: one file, one kind, all alike.

The examples are the questions of the surveys that ship.
"""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Picker
from storage.domain import questions
from storage.domain.problems import Problem
from storage.domain.question import Option, Question
from tests.storage.domain.examples import SCHEMES, shipped, survey

FILES = sorted(file.stem for file in Path(questions.__file__).parent.glob("*.py") if file.stem != "__init__")
EXAMPLES = [question for each in [*shipped().values(), survey()] for question in each.questions]

every_kind = pytest.mark.parametrize("name", FILES)
every_example = pytest.mark.parametrize("question", EXAMPLES, ids=lambda q: f"{q.kind}-{q.key}")


@every_kind
def test_a_file_is_a_kind(name):
    kind = questions.kind(name)
    assert name in questions.names()
    assert kind.reads
    assert kind.uses <= {"scheme", "option", "weight", "reason_below", "least", "most"}
    assert kind.default_weight >= 0
    assert kind.__doc__


@every_kind
def test_every_kind_is_shown_in_a_survey_that_ships(name):
    assert name in {question.kind for each in shipped().values() for question in each.questions}


@every_kind
def test_a_bare_question_is_checked_without_falling_over(name):
    bare = Question("bare", name, "题", "？")
    kind = questions.kind(name)
    assert all(isinstance(problem, Problem) for problem in kind.check(bare))
    assert kind.pick(bare, ["1", "2"]) is None
    kind.options(bare), kind.picker(bare)


def test_no_such_kind():
    with pytest.raises(KeyError, match="no kind of question 'star'; there are multi, nps"):
        questions.kind("star")


@every_example
def test_what_can_be_picked_has_unlike_keys_and_a_way_to_be_shown(question):
    assert len(question.labels) == len(question.choices)
    assert question.picker in get_args(Picker)
    assert (question.picker == "none") == (not question.choices)


@every_example
def test_each_single_pick_is_a_value_with_its_label_and_a_score_in_range(question):
    kind = questions.kind(question.kind)
    for key, label in question.choices:
        value = kind.pick(question, [key])
        assert value is not None
        assert kind.label(question, value) == label
        score = kind.score(question, value)
        assert score is None or 0 <= score <= 100


@given(st.sampled_from(EXAMPLES), st.data())
def test_any_picks_are_a_value_or_none(question, data):
    known = st.sampled_from([key for key, _ in question.choices] or ["1"])
    keys = data.draw(st.lists(known | st.text(max_size=2), max_size=12))
    kind = questions.kind(question.kind)
    value = kind.pick(question, keys)
    if not set(keys) <= question.labels.keys() or not keys:
        assert value is None
    if value is not None:
        assert isinstance(kind.label(question, value), str)
        kind.score(question, value)


@pytest.mark.parametrize("key", ["satisfaction5", "satisfaction7", "percent5", "stars5", "ten"])
def test_a_better_level_never_scores_less(key):
    scores = list(SCHEMES[key].scores.values())
    assert scores == sorted(scores)
    assert scores[-1] > scores[0]


@pytest.mark.parametrize(("level", "score"), [("1", 20), ("2", 40), ("3", 60), ("4", 80), ("5", 100)])
def test_five_levels_are_fifths_of_100(level, score):
    quality = survey().question("quality")
    assert questions.kind("scale").score(quality, level) == score


@pytest.mark.parametrize(("value", "score"), [("0", 0), ("6", 60), ("10", 100)])
def test_nps_scores_ten_points_each(value, score):
    recommend = Question("r", "nps", "推荐", "？")
    assert questions.kind("nps").score(recommend, value) == score
    assert recommend.choices == tuple((str(n), str(n)) for n in range(11))


YES_NO = (Option("yes", "解决了"), Option("no", "还没有"))


@pytest.mark.parametrize(
    ("question", "value", "score"),
    [
        (Question("s", "yes_no", "解决", "？", options=YES_NO), True, None),
        (Question("s", "yes_no", "解决", "？", options=YES_NO, weight=10), True, 100),
        (Question("s", "yes_no", "解决", "？", options=YES_NO, reason_below=60), False, 0),
        (Question("s", "yes_no", "解决", "？", options=YES_NO, reason_below=0), False, 0),
    ],
)
def test_a_yes_or_no_scores_only_where_it_counts(question, value, score):
    assert questions.kind("yes_no").score(question, value) == score


FRUIT = tuple(Option(key, key) for key in "abc")
MANY = Question(
    "m", "multi", "水果", "？", options=(*FRUIT, Option("z", "无", exclusive=True)), least=2, most=2
)


@pytest.mark.parametrize(
    ("picked", "value"),
    [
        (["c", "a"], ["a", "c"]),
        (["a", "a", "b"], ["a", "b"]),
        (["a"], None),
        (["a", "b", "c"], None),
        (["z"], ["z"]),
        (["z", "a"], None),
        (["a", "x"], None),
        ([], None),
    ],
)
def test_several_picks(picked, value):
    assert questions.kind("multi").pick(MANY, picked) == value


@pytest.mark.parametrize("kind", ["scale", "nps", "single", "yes_no"])
def test_two_picks_where_one_is_asked_for(kind):
    question = next(question for question in EXAMPLES if question.kind == kind)
    keys = [key for key, _ in question.choices[:2]]
    assert questions.kind(kind).pick(question, keys) is None


def test_several_labels_are_told_one_after_another():
    assert questions.kind("multi").label(MANY, ["a", "z"]) == "a、无"
