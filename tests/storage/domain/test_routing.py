"""Which questions are asked: conditions, jumps, random sections, quotas, closing words."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.domain import questions
from storage.domain.routing import Known, closing, dead_ends, length, over, route, unreachable
from storage.domain.survey import parse
from tests.storage.domain.examples import SCHEMES, shipped, survey

HEAD = 'key = "s"\ntitle = "t"\npurpose = "p"\n'
BRANCHING = (
    HEAD
    + """
[[section]]
[[section.question]]
key = "delivery"
kind = "scale"
title = "物流"
text = "物流怎么样？"
scheme = "satisfaction5"
jump = [{ if = [{ question = "delivery", above = 90 }], to = "words" }]

[[section.question]]
key = "late"
kind = "yes_no"
title = "迟到"
text = "迟到了吗？"
option = [{ key = "yes", label = "迟到了" }, { key = "no", label = "没有" }]
jump = [{ if = [{ question = "late", is_not = "yes" }], to = "end" }]

[[section.question]]
key = "days"
kind = "number"
title = "天数"
text = "迟了几天？"
unit = "天"
show_if = [{ question = "delivery", below = 60 }, { question = "late", is = "yes" }]

[[section.question]]
key = "words"
kind = "text"
title = "话"
text = "您刚才说物流{delivery.label}，能说说吗？"
text_else = "物流怎么样？"
"""
)


def scale(key):
    return Known(key, int(key) * 20.0, key, f"{key}级")


def keys(found, positions):
    return [found.questions[position].key for position in positions]


YES, NO, NOTHING = Known(True), Known(False), Known(None)


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, ["delivery", "late", "words"]),
        ({"delivery": scale("5")}, ["delivery", "words"]),
        ({"delivery": scale("4")}, ["delivery", "late", "words"]),
        ({"delivery": NOTHING}, ["delivery", "late", "words"]),
        ({"delivery": scale("4"), "late": NO}, ["delivery", "late"]),
        ({"delivery": scale("4"), "late": YES}, ["delivery", "late", "words"]),
        ({"delivery": scale("2"), "late": YES}, ["delivery", "late", "days", "words"]),
        ({"delivery": scale("2"), "late": NOTHING}, ["delivery", "late", "words"]),
        ({"late": YES}, ["delivery", "late", "words"]),
    ],
)
def test_the_way_goes_by_the_answers(values, asked):
    found = survey(BRANCHING)
    assert keys(found, route(found, values)) == asked


def test_a_branch_that_was_left_decides_nothing_any_more():
    found = survey(BRANCHING)
    values = {"delivery": scale("2"), "late": NO}
    assert keys(found, route(found, values)) == ["delivery", "late"]
    values["delivery"] = scale("5")
    assert keys(found, route(found, values)) == ["delivery", "words"]


def test_only_what_is_needed_is_remembered():
    assert survey(BRANCHING).remembered == {"delivery", "late"}
    assert survey().remembered == frozenset()


def test_a_survey_without_branches_is_asked_as_written():
    found = survey()
    assert found.straight
    assert route(found, {"quality": scale("1")}, 7, frozenset({0})) == (0, 1, 2)
    assert not survey(BRANCHING).straight


@pytest.mark.parametrize(
    ("condition", "known", "held"),
    [
        ("is = '3'", scale("3"), True),
        ("is = 3", scale("3"), True),
        ("is = ['1', '2']", scale("3"), False),
        ("is_not = ['1', '2']", scale("3"), True),
        ("is_not = '3'", scale("3"), False),
        ("is_not = '3'", NOTHING, False),
        ("below = 60", scale("3"), False),
        ("below = 60.1", scale("3"), True),
        ("above = 60", scale("3"), False),
        ("above = 59", scale("3"), True),
        ("answered = true", scale("3"), True),
        ("answered = true", NOTHING, False),
        ("answered = false", NOTHING, True),
        ("answered = false", scale("3"), False),
        ("below = 60", NOTHING, False),
        ("above = 1", Known("x"), False),
    ],
)
def test_a_condition(condition, known, held):
    source = BRANCHING.replace(
        'question = "delivery", below = 60 }', f'question = "delivery", {condition} }}'
    )
    found = survey(source.replace("above = 90", "below = 0"))
    assert ("days" in keys(found, route(found, {"delivery": known, "late": YES}))) is held


@pytest.mark.parametrize(
    ("condition", "value", "held"),
    [
        ("is = 'a'", ["a", "b"], True),
        ("is = ['c', 'b']", ["a", "b"], True),
        ("is_not = 'a'", ["a", "b"], False),
        ("is_not = 'c'", ["a", "b"], True),
        ("first = 'a'", ["a", "b"], True),
        ("first = 'b'", ["a", "b"], False),
        ("first = ['c', 'a']", ["a", "b"], True),
        ("is = 3", 3, True),
        ("is = 3", 3.5, False),
        ("below = 3.6", 3.5, True),
        ("above = 3", 3, False),
        ("is = true", True, True),
        ("is = 'no'", False, True),
        ("is = 'yes'", False, False),
    ],
)
def test_a_condition_on_several_on_a_number_on_yes_or_no(condition, value, held):
    source = BRANCHING.replace('question = "late", is = "yes"', f'question = "late", {condition}')
    found = survey(source.replace('is_not = "yes"', "answered = false"))
    asked = keys(found, route(found, {"delivery": scale("1"), "late": Known(value)}))
    assert ("days" in asked) is held


PER = (
    HEAD
    + """
[[section]]
[[section.question]]
key = "bought"
kind = "multi"
title = "买了"
text = "买了什么？"
option = [
  { key = "kettle", label = "水壶" },
  { key = "lamp", label = "台灯" },
  { key = "none", label = "都没有", exclusive = true },
]

[[section]]
title = "关于{about}"
per = "bought"
[[section.question]]
key = "use"
kind = "matrix"
title = "使用"
text = "请评一评{about}"
scheme = "satisfaction5"
row = [{ key = "look", label = "样子" }, { key = "work", label = "好用", weight = 3 }]
[[section.question]]
key = "why"
kind = "text"
title = "原因"
text = "您说{about}好用不好用是{use__work.label}，为什么？"
show_if = [{ question = "use__work", below = 60 }]

[[section]]
[[section.question]]
key = "words"
kind = "text"
title = "话"
text = "还有什么？"
"""
)


def test_a_section_per_product_bought():
    found = survey(PER)
    assert [section.about for section in found.sections] == ["", "水壶", "台灯", ""]
    assert [section.title for section in found.sections] == ["", "关于水壶", "关于台灯", ""]
    lamp = {"bought": Known(["lamp"]), "use__work__lamp": scale("2")}
    assert keys(found, route(found, lamp)) == [
        "bought",
        "use__look__lamp",
        "use__work__lamp",
        "why__lamp",
        "words",
    ]
    assert keys(found, route(found, {"bought": Known(["none"])})) == ["bought", "words"]
    assert len(route(found, {"bought": Known(["kettle", "lamp"])})) == 6
    why = found.question("why__lamp")
    assert (why.about, why.title) == ("台灯", "原因（台灯）")
    assert why.told(lamp).text == "您说台灯好用不好用是2级，为什么？"
    assert found.remembered == {"bought", "use__work__kettle", "use__work__lamp"}


def test_the_rows_of_a_matrix_are_a_short_run_of_scales():
    found = survey(PER)
    look, work = found.question("use__look__kettle"), found.question("use__work__kettle")
    assert (look.text, work.text) == ("请评一评水壶：样子", "好用")
    assert (look.kind, look.matrix, look.title) == ("scale", "use__kettle", "使用：样子（水壶）")
    assert work.again == "请评一评水壶：好用"
    assert (look.weight, work.weight) == (1, 3)


RANDOM = (
    PER.replace('title = "关于{about}"', "random = true")
    .replace(
        '[[section]]\n[[section.question]]\nkey = "words"',
        "\n".join(
            f'[[section.question]]\nkey = "q{n}"\nkind = "text"\ntitle = "t"\ntext = "x"' for n in range(4)
        )
        + '\n[[section]]\n[[section.question]]\nkey = "words"',
    )
    .replace('show_if = [{ question = "use__work", below = 60 }]\n', "")
    .replace("是{use__work.label}", "")
)


@given(st.integers(0, 2**40))
def test_a_random_section_keeps_its_place_and_the_rows_of_a_matrix_together(seed):
    found = survey(RANDOM)
    values = {"bought": Known(["kettle", "lamp"])}
    way = route(found, values, seed)
    assert way == route(found, values, seed), "the same seed, the same order"
    assert sorted(way) == list(found.everything)
    asked = keys(found, way)
    assert (asked[0], asked[-1]) == ("bought", "words")
    assert {key.rpartition("__")[2] for key in asked[1:8]} == {"kettle"}
    assert asked.index("use__work__kettle") == asked.index("use__look__kettle") + 1


def test_every_order_comes_up_about_as_often():
    found = survey(RANDOM)
    values = {"bought": Known(["kettle"])}
    firsts = [keys(found, route(found, values, seed))[1] for seed in range(600)]
    often = {key: firsts.count(key) for key in firsts}
    assert len(often) == 6
    assert min(often.values()) > 60, "100 of 600 each, give or take four standard deviations"


QUOTA = (
    BRANCHING.replace(HEAD, HEAD + "\n[[quota]]\nquestion = 'late'\nis = true\nmost = 30\ntext = '够了'\n")
    + "\n[[quota]]\nquestion = 'delivery'\nis = [1, 2]\nmost = 5\n"
)


def test_who_falls_under_a_full_quota_is_asked_nothing_more():
    found = survey(QUOTA)
    values = {"delivery": scale("2"), "late": YES}
    assert keys(found, route(found, values, 0, frozenset())) == ["delivery", "late", "days", "words"]
    assert keys(found, route(found, values, 0, frozenset({0}))) == ["delivery", "late"]
    assert keys(found, route(found, values, 0, frozenset({1}))) == ["delivery"]
    assert keys(found, route(found, {"delivery": scale("3")}, 0, frozenset({0, 1})))[-1] == "words"
    assert over(found, values, frozenset()) is None
    assert over(found, values, frozenset({0})) is found.quotas[0]
    assert over(found, {"late": NOTHING}, frozenset({0})) is None
    assert [(quota.most, quota.text) for quota in found.quotas] == [(30, "够了"), (5, "")]


CLOSINGS = BRANCHING.replace(
    HEAD,
    HEAD
    + """
closing = [
  { if = [{ question = "late", is = true }], below = 60, text = "抱歉来晚了。" },
  { above = 90, text = "谢谢您说{delivery.label}。" },
  { below = 60, text = "我们会改。" },
  { text = "谢谢。" },
]
""",
)


@pytest.mark.parametrize(
    ("values", "index", "said"),
    [
        ({"late": YES}, 20.0, "抱歉来晚了。"),
        ({"late": NO}, 20.0, "我们会改。"),
        ({"late": YES}, 60.0, "谢谢。"),
        ({"late": YES}, None, "谢谢。"),
        ({"delivery": scale("5")}, 100.0, "谢谢您说5级。"),
        ({}, 100.0, "谢谢。"),
        ({}, 90.0, "谢谢。"),
    ],
)
def test_the_closing_words_go_by_the_result(values, index, said):
    assert closing(survey(CLOSINGS), values, index) == said


def test_one_closing_for_all_or_none():
    assert closing(survey(), {}, 100) == ""
    assert (
        closing(shipped()["surveys/satisfaction"], {}, 20) == shipped()["surveys/satisfaction"].closing != ""
    )


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"delivery": scale("2")}, "您刚才说物流2级，能说说吗？"),
        ({}, "物流怎么样？"),
        ({"delivery": NOTHING}, "物流怎么样？"),
    ],
)
def test_a_question_takes_up_what_was_answered(known, asked):
    assert survey(BRANCHING).question("words").told(known).text == asked


@pytest.mark.parametrize(
    ("words", "taken_up"),
    [
        ("太慢了", "太慢了"),
        ("太\n慢  了", "太 慢 了"),
        ("慢" * 31, "慢" * 29 + "…"),
        ("", "2级"),
        ("{delivery.label}{about}{", "{delivery.label}{about}{"),
    ],
)
def test_the_customers_own_words_are_taken_up_shortly_and_as_they_are(words, taken_up):
    found = survey(BRANCHING.replace("{delivery.label}", "{delivery.words}"))
    told = found.question("words").told({"delivery": scale("2")._replace(words=words)})
    assert told.text == f"您刚才说物流{taken_up}，能说说吗？"


def test_what_takes_up_nothing_stays_the_same_object():
    question = survey().question("quality")
    assert question.told({"quality": scale("1")}) is question
    assert survey(BRANCHING).question("words").computed


# ---- properties of random definitions

OPTIONS = [{"key": key, "label": key} for key in "abc"]
KINDS = {
    "scale": ({"scheme": "satisfaction5"}, [None, *"12345"]),
    "single": ({"option": OPTIONS}, [None, *"abc"]),
    "multi": (
        {"option": OPTIONS},
        [None, ["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"], ["a", "b", "c"]],
    ),
    "yes_no": (
        {"option": [{"key": "yes", "label": "是"}, {"key": "no", "label": "否"}]},
        [None, True, False],
    ),
    "number": ({"low": 0, "high": 10}, [None, 0, 1, 3, 4, 5, 7, 9.5, 10]),
    "text": ({}, [None, "x"]),
}
TESTED = {
    "scale": st.sampled_from(
        [{"is": ["1", "2"]}, {"is_not": "5"}, {"below": 60}, {"above": 60}, {"below": 20}]
    ),
    "single": st.sampled_from(
        [{"is": "a"}, {"is": "b"}, {"is_not": ["a", "b"]}, {"is_not": ["a", "b", "c"]}]
    ),
    "multi": st.sampled_from([{"is": "a"}, {"is": "b"}, {"is_not": "a"}, {"is_not": ["b", "c"]}]),
    "yes_no": st.sampled_from([{"is": "yes"}, {"is": False}, {"is_not": "yes"}]),
    "number": st.sampled_from([{"below": 5}, {"above": 5}, {"is": 3}, {"below": 0}, {"above": 9.5}]),
    "text": st.sampled_from([{"answered": True}]),
}


@st.composite
def definitions(draw, *, any_jump=False):
    """A survey of one to four questions, with conditions on earlier ones and jumps ahead (or to anywhere)."""
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4))

    def condition(among):
        place = draw(st.sampled_from(among))
        test = draw(TESTED[kinds[place]] | st.sampled_from([{"answered": True}, {"answered": False}]))
        return {"question": f"q{place}", **test}

    def conditions(among, least=0):
        return [condition(among) for _ in range(draw(st.integers(least, 2)))] if among else []

    made = []
    for place, kind in enumerate(kinds):
        ahead = range(0 if any_jump else place + 1, len(kinds))
        targets = ["end", *(f"q{to}" for to in ahead)]
        jumps = [
            {"if": conditions(range(place + 1)), "to": draw(st.sampled_from(targets))}
            for _ in range(draw(st.integers(0, 2)))
        ]
        shown = {"show_if": conditions(range(place))}
        made.append(
            {
                "key": f"q{place}",
                "kind": kind,
                "title": "t",
                "text": "x",
                **KINDS[kind][0],
                **shown,
                "jump": jumps,
            }
        )
    return {"key": "s", "title": "t", "purpose": "p", "section": [{"question": made}]}


def known_of(question, value):
    score = None if value is None else questions.kind(question.kind).score(question, value)
    return Known(value, score)


def everything_answered(found):
    """All answers to all questions."""
    each = [[known_of(question, value) for value in KINDS[question.kind][1]] for question in found.questions]
    for values in product(*each):
        yield dict(zip([question.key for question in found.questions], values, strict=True))


@given(definitions(any_jump=True), st.data())
def test_no_way_loops_and_every_question_comes_once_at_most(definition, data):
    """Even where a definition jumps back."""
    found = parse(definition, SCHEMES)
    values = {
        question.key: known_of(question, data.draw(st.sampled_from(KINDS[question.kind][1])))
        for question in found.questions
    }
    way = route(found, values)
    assert list(way) == sorted(set(way))
    assert way[:1] == (0,) or found.questions[0].show_if


@given(definitions(any_jump=True), st.data())
def test_what_comes_after_the_open_question_decides_nothing_before_it(definition, data):
    """Asked one after another, each new answer leaves the way up to it as it was."""
    found = parse(definition, SCHEMES)
    values, walked = {}, []
    while len(walked) < len(route(found, values)):
        position = route(found, values)[len(walked)]
        question = found.questions[position]
        walked.append(position)
        values[question.key] = known_of(question, data.draw(st.sampled_from(KINDS[question.kind][1])))
        assert list(route(found, values)[: len(walked)]) == walked
    assert route(found, values) == tuple(walked)
    assert keys(found, route(found, values)) == list(values)


@settings(deadline=None)
@given(definitions())
def test_unreachable_is_what_no_answers_lead_to_and_the_length_what_they_do(definition):
    found = parse(definition, SCHEMES)
    ways = {route(found, values) for values in everything_answered(found)}
    reached = {position for way in ways for position in way}
    assert unreachable(found) == tuple(sorted(set(found.everything) - reached))
    assert length(found) == (min(map(len, ways)), max(map(len, ways)))


def test_so_many_ways_that_none_is_called_unreachable_wrongly():
    """Twelve choices of several that a last question asks about: more ways than are gone through."""
    several = [
        {"key": f"m{n}", "kind": "multi", "title": "t", "text": "x", "option": OPTIONS} for n in range(12)
    ]
    shown = [{"question": f"m{n}", "is": key} for n in range(12) for key in "abc"]
    last = {"key": "last", "kind": "text", "title": "t", "text": "x", "show_if": shown}
    found = parse(
        {"key": "s", "title": "t", "purpose": "p", "section": [{"question": [*several, last]}]}, SCHEMES
    )
    assert unreachable(found) == ()


def test_jumps_that_lead_nowhere():
    source = BRANCHING.replace(
        'text = "迟到了吗？"\n', 'text = "迟到了吗？"\nshow_if = [{ question = "delivery", below = 90 }]\n'
    )
    assert dead_ends(survey(source)) == ()
    never = source.replace('to = "words"', 'to = "late"')
    assert dead_ends(survey(never)) == ((0, 0),), "who comes by this jump is not asked that"
    unmet = source.replace("above = 90", "above = 100")
    assert dead_ends(survey(unmet)) == ((0, 0),), "nobody scores more than 100"
    shadowed = source.replace(
        'jump = [{ if = [{ question = "late"', 'jump = [{ to = "words" }, { if = [{ question = "late"'
    )
    assert dead_ends(survey(shadowed)) == ((1, 1),)
    back = source.replace('to = "end"', 'to = "delivery"')
    assert dead_ends(survey(back)) == ((1, 0),)
