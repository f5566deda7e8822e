"""What every kind of question keeps to: one file, one kind, all alike.

The examples are the questions of the surveys that ship.
"""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Picker
from nlp import read_answer
from nlp.answers import kinds as nlp_kinds
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
    assert kind.reads in {"", *nlp_kinds()}
    assert kind.uses <= {
        *("scheme", "option", "row", "weight", "reason_below"),
        *("least", "most", "unit", "low", "high", "pattern"),
    }
    assert kind.defaults.keys() <= {"weight", "scheme", "low", "high"}
    assert kind.__doc__


@every_kind
def test_every_kind_is_shown_in_a_survey_that_ships(name):
    shown = [question for each in shipped().values() for question in each.questions]
    assert name in {question.kind for question in shown} | {"matrix" for question in shown if question.matrix}


@every_kind
def test_a_bare_question_is_checked_without_falling_over(name):
    bare = Question("bare", name, "题", "？")
    kind = questions.kind(name)
    assert all(isinstance(problem, Problem) for problem in kind.check(bare))
    assert kind.pick(bare, ["1", "2"]) is None
    kind.options(bare), kind.picker(bare)


def test_no_such_kind():
    with pytest.raises(KeyError, match="no kind of question 'starr'; there are ces, date, "):
        questions.kind("starr")


@every_example
def test_what_can_be_picked_has_unlike_keys_and_a_way_to_be_shown(question):
    assert len(question.labels) == len(question.choices)
    assert question.picker in get_args(Picker)
    assert not (question.picker == "none" and question.choices)
    if question.picker in ("levels", "buttons", "stars", "numbers", "ranking"):
        assert question.choices


@every_example
def test_each_single_pick_is_a_value_with_its_label_and_a_score_in_range(question):
    kind = questions.kind(question.kind)
    for key, label in question.choices if question.kind != "ranking" else ():
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
    if (question.choices and not set(keys) <= question.labels.keys()) or not keys:
        assert value is None
    if value is not None:
        assert isinstance(kind.label(question, value), str)
        kind.score(question, value)


@pytest.mark.parametrize("key", ["satisfaction5", "satisfaction7", "percent5", "stars5", "ten", "effort7"])
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


@pytest.mark.parametrize(
    ("least", "most", "picked", "value"),
    [
        (None, None, "cab", ["c", "a", "b"]),
        (None, None, "ca", None),
        (None, None, "caa", None),
        (None, None, "cax", None),
        (None, 2, "ba", ["b", "a"]),
        (None, 2, "b", None),
        (1, 2, "b", ["b"]),
        (1, 2, "abc", None),
        (1, None, "", None),
    ],
)
def test_an_order_of_options(least, most, picked, value):
    order = Question("o", "ranking", "序", "？", options=FRUIT, least=least, most=most)
    assert questions.kind("ranking").pick(order, list(picked)) == value
    if value:
        assert questions.kind("ranking").label(order, value) == " > ".join(value)
        assert read_answer("ranking", "？", order.choices, " ".join(value), rules=order.rules).value == value


@pytest.mark.parametrize(
    ("key", "value", "label"),
    [
        ("3", 3, "3天"),
        ("2.5", 2.5, "2.5天"),
        ("0", 0, "0天"),
        ("30", 30, "30天"),
        ("31", None, ""),
        ("-1", None, ""),
        ("三", None, ""),
        ("nan", None, ""),
        ("inf", None, ""),
    ],
)
def test_a_number_within_its_bounds(key, value, label):
    days = Question("d", "number", "天数", "几天？", unit="天", low=0, high=30)
    kind = questions.kind("number")
    assert kind.pick(days, [key]) == value
    assert value is None or kind.label(days, value) == label
    assert (kind.pick(days, [key, key]), kind.score(days, 3)) == (None, None)


def test_a_unit_in_letters_stands_apart():
    assert questions.kind("number").label(Question("d", "number", "t", "?", unit="days"), 3) == "3 days"
    assert questions.kind("number").label(Question("d", "number", "t", "?"), 1234567.5) == "1234567.5"


@pytest.mark.parametrize(("mark", "score"), [(0, 0), (85, 85), (99.5, 99.5), (100, 100)])
def test_a_mark_of_a_hundred_is_its_own_score(mark, score):
    question = shipped()["templates/kinds"].question("mark")
    kind = questions.kind("hundred")
    assert kind.score(question, mark) == score
    assert (question.weight, question.rules) == (1.0, {"unit": "分", "range": (0.0, 100.0)})
    assert (kind.pick(question, ["101"]), kind.pick(question, [str(mark)])) == (None, mark)


@pytest.mark.parametrize(
    ("key", "day"),
    [("2026-11-20", "2026-11-20"), ("2026-02-30", None), ("昨天", None), ("20261120", "2026-11-20")],
)
def test_a_day_is_kept_as_its_date(key, day):
    assert questions.kind("date").pick(Question("d", "date", "日", "哪天？"), [key]) == day


def test_an_order_number_is_read_by_its_pattern():
    question = shipped()["templates/kinds"].question("number")
    assert (question.choices, question.reads_options) == ((), (("pattern", r"[A-Z]{2}\d{8}"),))
    read = read_answer(
        question.reads, question.text, question.reads_options, "ab12345678", rules=question.rules
    )
    assert read.value == "AB12345678"


@pytest.mark.parametrize(("name", "scheme"), [("ces", "effort7"), ("stars", "stars5")])
def test_some_kinds_bring_their_levels(name, scheme):
    survey, found = next((each, q) for each in shipped().values() for q in each.questions if q.kind == name)
    assert found.scheme == SCHEMES[scheme].within(survey.languages)


@pytest.mark.parametrize("name", ["photo", "file"])
def test_what_is_attached_is_not_read(name):
    question = Question("p", name, "照片", "发一张照片。")
    assert (question.accept, question.reads, questions.kind(name).label(question, "a.jpg")) == (
        name,
        "",
        "a.jpg",
    )
    assert Question("t", "text", "话", "？").accept == ""
