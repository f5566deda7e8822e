"""A definition with an error is refused: where, on which line, why, what to do next; all errors at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain import calendar, policy, problems, questions, reading
from storage.domain.survey import Invalid, locate, parse, read
from tests.storage.domain.examples import SCHEMES, SURVEY

QUALITY = "section.1.question.1"
MATTERS = "section.1.question.2"
WORDS = "section.2.question.1"

# code, what is written in place of what, where, and a piece of the line that is blamed
ERRORS = [
    ("missing", 'title = "小问卷"\n', "", "title", 'key = "small"'),
    ("missing", 'title = "质量"\n', "", f"{QUALITY}.title", "[[section.question]]"),
    ("missing", 'key = "speed", ', "", f"{MATTERS}.option.1.key", '{ label = "快" }'),
    ("empty", '"想听听您的感受"', '"  "', "purpose", "purpose ="),
    ("control", '"小问卷"', r'"小\u0000问卷"', "title", "title ="),
    ("not_text", '"小问卷"', "7", "title", "title = 7"),
    ("not_key", '"small"', '"小 号"', "key", "小 号"),
    ("not_key", '"small"', f'"{"a" * 41}"', "key", "key ="),
    ("not_number", "weight = 50", 'weight = "50"', f"{QUALITY}.weight", "weight ="),
    ("not_number", "weight = 50", "weight = true", f"{QUALITY}.weight", "weight ="),
    ("not_positive", "weight = 50", "weight = 0", f"{QUALITY}.weight", "weight ="),
    ("out_of_range", "weight = 50", "weight = -1", f"{QUALITY}.weight", "weight ="),
    ("out_of_range", "target = 80", "target = 101", "target", "target ="),
    ("out_of_range", "target = 80", "target = nan", "target", "target ="),
    ("out_of_range", "reason_below = 60", "reason_below = 300", f"{QUALITY}.reason_below", "reason_below ="),
    ("not_whole", "minutes = 1", "minutes = 1.5", "minutes", "minutes ="),
    ("not_flag", "weight = 50", 'required = "yes"', f"{QUALITY}.required", "required ="),
    ("not_table", "target = 80", "schemes = 3", "schemes", "schemes = 3"),
    ("unknown_key", "weight = 50", "wieght = 50", f"{QUALITY}.wieght", "wieght"),
    ("unknown_key", "target = 80", "goal = 80", "goal", "goal"),
    ("unknown_key", 'label = "快"', 'label = "快", colour = 1', f"{MATTERS}.option.1.colour", "colour"),
    ("unknown_kind", '"scale"', '"scael"', f"{QUALITY}.kind", "scael"),
    ("unknown_scheme", "satisfaction5", "satisfaction", f"{QUALITY}.scheme", "scheme ="),
    ("no_scheme", 'scheme = "satisfaction5"\n', "", f"{QUALITY}.scheme", "[[section.question]]"),
    ("not_for_kind", 'kind = "text"', 'kind = "text"\nweight = 3', f"{WORDS}.weight", "weight = 3"),
    ("not_for_kind", "least = 1", 'scheme = "ten"', f"{MATTERS}.scheme", "scheme ="),
    ("duplicate", 'key = "words"', 'key = "quality"', f"{WORDS}.key", 'key = "quality"'),
    ("duplicate", 'key = "price"', 'key = "speed"', f"{MATTERS}.option.2.key", '"价格"'),
    ("few_options", 'kind = "text"', 'kind = "single"', f"{WORDS}.option", "[[section.question]]"),
    ("more_than_options", "most = 2", "most = 4", f"{MATTERS}.most", "most ="),
    ("least_over_most", "least = 1", "least = 3", f"{MATTERS}.least", "least ="),
    ("yes_and_no", 'kind = "text"', 'kind = "yes_no"', f"{WORDS}.option", "[[section.question]]"),
    ("unknown_key", "target = 80", "line = 80", "line", "line = 80"),
    ("unknown_key", "target = 80", '"a.b" = 80', "a.b", 'key = "small"'),
    ("syntax", "minutes = 1", "minutes = ", "line 4", "minutes ="),
    ("syntax", "minutes = 1", "minutes = 1\nminutes = 2", "line 5", "minutes = 2"),
    (
        "few_levels",
        "[[section]]\ntitle",
        "[schemes.x]\ntitle='x'\n[[section]]\ntitle",
        "schemes.x.level",
        "[schemes.x]",
    ),
    (
        "unknown_picker",
        "[[section]]\ntitle",
        "[schemes.x]\ntitle='x'\npicker='dial'\nlevel=[{key='a',label='a',score=1},{key='b',label='b',score=2}]\n"
        "[[section]]\ntitle",
        "schemes.x.picker",
        "picker='dial'",
    ),
    (
        "levels_out_of_order",
        "[[section]]\ntitle",
        "[schemes.x]\ntitle='x'\nlevel=[{key='a',label='a',score=9},{key='b',label='b',score=2}]\n[[section]]\ntitle",
        "schemes.x.level",
        "level=[",
    ),
    (
        "not_texts",
        "[[section]]\ntitle",
        "[schemes.x]\ntitle='x'\nlevel=[{key='a',label='a',score=1,words=[1]},{key='b',label='b',score=2}]\n"
        "[[section]]\ntitle",
        "schemes.x.level.1.words",
        "level=[",
    ),
]


def problems_of(source):
    with pytest.raises(Invalid) as refused:
        parse(read(source), SCHEMES)
    return refused.value.problems


@pytest.mark.parametrize(("code", "was", "is_now", "where", "blamed"), ERRORS)
def test_an_error_is_told_with_its_line_and_a_reason(code, was, is_now, where, blamed):
    assert was in SURVEY
    source = SURVEY.replace(was, is_now, 1) if code != "duplicate" else is_now.join(SURVEY.rsplit(was, 1))
    [problem] = problems_of(source)
    assert (problem.code, problem.where) == (code, where)
    assert blamed in source.splitlines()[locate(source, where) - 1]
    assert "{" not in problem.why(definitions.texts()).replace("{ ", "")


def test_all_errors_are_told_at_once():
    source = SURVEY.replace("weight", "wieght").replace('"text"', '"txet"').replace("most = 2", "most = 9")
    assert {problem.code for problem in problems_of(source)} == {
        "unknown_key",
        "unknown_kind",
        "more_than_options",
    }


def test_a_slip_of_the_pen_gets_the_nearest_word():
    [problem] = problems_of(SURVEY.replace("wei", "wie"))
    assert problem.params["nearest"] == "weight"
    assert problem.why(definitions.texts()) == "不认识 wieght；是不是 weight？不需要就删掉。"


def test_a_slip_in_a_name_gets_the_nearest_and_all_there_are():
    [problem] = problems_of(SURVEY.replace('"scale"', '"scael"'))
    told = (
        "没有「scael」这种题型；是不是 scale？可以用：ces、date、file、hundred、matrix、multi、nps、number、"
        "order、phone、photo、ranking、scale、signature、single、stars、text、yes_no。"
    )
    assert problem.why(definitions.texts()) == told


def test_an_empty_survey():
    assert {p.where: p.code for p in problems_of("")} == {
        "key": "missing",
        "title": "missing",
        "purpose": "missing",
        "section": "no_questions",
    }
    assert locate("", "section") == 1


def test_sections_that_are_none():
    found = {(p.where, p.code) for p in problems_of('key = "k"\ntitle = "t"\npurpose = "p"\nsection = 3')}
    assert found == {("section", "not_tables"), ("section", "no_questions")}


def test_no_reason_is_left_over():
    sources = "".join(file.read_text("utf-8") for file in Path(problems.__file__).parent.rglob("*.py"))
    reasons = definitions.texts().section("survey_problem")
    unused = [code for code in reasons if f'"{code}"' not in sources and not code.startswith("unknown_")]
    assert not unused


def test_a_yes_or_no_in_the_wrong_order_and_an_exclusive_single():
    options = "option = [{ key = 'no', label = '没有' }, { key = 'yes', label = '有', exclusive = true }]\n"
    for kind, code in (("yes_no", "yes_and_no"), ("single", "exclusive_single")):
        [problem] = problems_of(SURVEY.replace('kind = "text"\n', f'kind = "{kind}"\n{options}'))
        assert problem.code == code


def refused(parse_it, *args):
    with pytest.raises(Invalid) as error:
        parse_it(*args)
    texts = definitions.texts()
    assert all(problem.why(texts) for problem in error.value.problems)
    return {problem.where: problem.code for problem in error.value.problems}


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"timezone": "Asia/Shangai"}, "timezone", "unknown_timezone"),
        ({"holidays": ["2027-02-30"]}, "holidays", "not_date"),
        ({"week": {}}, "week", "no_working_time"),
        ({"week": {"monday": ["9-12"]}}, "week.monday", "not_blocks"),
        ({"week": {"monday": ["09:00-12:00", "11:00-18:00"]}}, "week.monday", "blocks_out_of_order"),
        ({"week": {"monday": ["09:00-12:00", "12:00-18:00"]}}, "week.monday", "blocks_out_of_order"),
        ({"week": {"monday": ["12:00-09:00"]}}, "week.monday", "blocks_out_of_order"),
        ({"week": {"montag": ["09:00-12:00"], "monday": ["09:00-12:00"]}}, "week.montag", "unknown_key"),
    ],
)
def test_a_calendar_with_an_error(change, where, code):
    good = {"key": "c", "title": "历", "timezone": "Asia/Shanghai", "week": {"monday": ["09:00-12:00"]}}
    calendar.parse(good)
    assert refused(calendar.parse, good | change).items() >= {where: code}.items()


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"notice_version": ""}, "notice_version", "empty"),
        ({"limits": {}}, "limits.acknowledge.hours", "hours_or_days"),
        ({"rules": {"low_score": ["call_persson"]}}, "rules.low_score", "unknown_act"),
        ({"rules": {"low_scoer": ["call_person"]}}, "rules.low_scoer", "unknown_key"),
        ({"retention": {"files": 9, "raw": 9, "link": 9}}, "retention.hidden", "missing"),
        (
            {"retention": {"files": 0, "raw": 9, "link": 9, "hidden": 9, "models": 5}},
            "retention.files",
            "out_of_range",
        ),
        ({"quiet": {"from": "21:30"}}, "quiet.to", "missing"),
        ({"quiet": {"from": "9 pm", "to": "08:00"}}, "quiet.from", "not_time"),
    ],
)
def test_a_policy_with_an_error(change, where, code):
    limits = {"acknowledge": {"hours": 0}, "answer": {"days": 2}, "close": {"hours": 80}}
    limits["request"] = {"days": 15}
    good = {"key": "p", "title": "规", "notice_version": "1", "limits": limits, "rules": {}}
    good["quiet"] = {"from": "21:30", "to": "08:00"}
    good["retention"] = {"files": 730, "raw": 180, "link": 7, "hidden": 7, "models": 5}
    policy.parse(good)
    assert refused(policy.parse, good | change).items() >= {where: code}.items()
    both = good | {"limits": limits | {"close": {"hours": 1, "days": 1}}}
    assert refused(policy.parse, both) == {"limits.close.hours": "hours_or_days"}


def test_levels_with_errors():
    assert refused(reading.scheme, "x", {"title": "一级", "level": [{"key": "1", "label": "好"}]}) == {
        "level.1.score": "missing",
        "level": "few_levels",
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
def test_whatever_is_written_is_parsed_or_refused_with_reasons(data):
    """One field of a good survey is given any value: never another exception, and each reason can be told."""
    definition = read(SURVEY)
    table = definition
    for step in data.draw(
        st.sampled_from([(), ("section", 0), ("section", 0, "question", 1), ("section", 0, "question", 0)])
    ):
        table = table[step]
    table[data.draw(st.sampled_from([*table, "schemes", "option", "kind", "least", "again"]))] = data.draw(
        json_values
    )
    found = []
    try:
        parse(definition, SCHEMES)
    except Invalid as invalid:
        found = invalid.problems
        found[0]
    assert all(problem.why(definitions.texts()) for problem in found)


@given(st.lists(st.sampled_from(["\n", "# 注\n", "  \n"]), max_size=4))
def test_a_line_is_found_among_comments_and_blanks(between):
    source = SURVEY.replace("weight = 50\n", "".join(between) + "weight = 50\n")
    lines = source.splitlines()
    assert lines[locate(source, f"{QUALITY}.weight") - 1] == "weight = 50"
    assert lines[locate(source, f"{WORDS}.text") - 1] == 'text = """'
    assert locate(source, f"{MATTERS}.option.3.label") == lines.index("option = [") + 4


def test_lines_of_a_long_text_that_look_like_statements_are_passed_over():
    words = "[section]\nweight = 3\n" * 50
    source = SURVEY.replace("随便说。", words).replace("想说什么？", "[[section]]") + "wieght = 1\n"
    lines = source.splitlines()
    [problem] = problems_of(source)
    assert lines[locate(source, problem.where) - 1] == "wieght = 1"
    assert lines[locate(source, f"{WORDS}.text") - 1] == 'text = """'


def test_a_mark_that_editors_leave_at_the_start_and_odd_line_ends_do_no_harm():
    source = "\ufeff" + SURVEY.replace("小问卷", "小\u2028问卷").replace("weight", "wieght").replace(
        "\n", "\r\n"
    )
    [problem] = problems_of(source)
    assert source.split("\n")[locate(source, problem.where) - 1].startswith("wieght")


@pytest.mark.parametrize("endless", ["[" * 5000, "1" * 5000, '"""'], ids=["lists", "digits", "text"])
def test_what_toml_cannot_get_through_is_an_error_of_the_last_line(endless):
    source = SURVEY + "end = " + endless + "\n"
    [problem] = problems_of(source)
    assert problem.code == "syntax"
    assert source.splitlines()[locate(source, problem.where) - 1].startswith("end = ")


def test_where_nothing_is_near_a_few_are_named():
    [problem] = problems_of(SURVEY.replace('"scale"', '"三"'))
    assert problem.params["known"] == "、".join(questions.names())
    with pytest.raises(Invalid) as error:
        calendar.parse({"key": "c", "title": "历", "timezone": "北京", "week": {"monday": ["09:00-12:00"]}})
    assert len(error.value.problems[0].why(definitions.texts())) < 300
