"""A survey that cannot be asked as written is refused: where, on which line, why."""

import re
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.wording.exact.patterns import compiled
from storage import definitions
from storage.domain.checking import checked
from storage.domain.pattern import usable
from storage.domain.survey import Invalid, locate, parse, read
from tests.storage.domain.examples import SCHEMES, SURVEY, shipped
from tests.storage.domain.test_languages import ENGLISH
from tests.storage.domain.test_routing import BRANCHING, CLOSINGS, HEAD, PER, QUOTA, RANDOM
from tests.storage.domain.test_survey_problems import json_values

LATE = 'show_if = [{ question = "delivery", below = 60 }, { question = "late", is = "yes" }]'
DAYS = "section.1.question.3"
WORDS = "section.1.question.4"


def shown(condition):
    return f"show_if = [{{ {condition} }}]"


# source, what is written in place of what; code, where, and a piece of the line that is blamed
ERRORS = [
    (
        BRANCHING,
        LATE,
        shown("question = 'lat', is = 'yes'"),
        "unknown_question",
        f"{DAYS}.show_if.1.question",
    ),
    (
        BRANCHING,
        LATE,
        shown("question = 'words', answered = true"),
        "later_question",
        f"{DAYS}.show_if.1.question",
    ),
    (
        BRANCHING,
        LATE,
        shown("question = 'days', answered = true"),
        "later_question",
        f"{DAYS}.show_if.1.question",
    ),
    (BRANCHING, LATE, shown("question = 'late', is = 'yse'"), "unknown_choice", f"{DAYS}.show_if.1.is"),
    (BRANCHING, LATE, shown("question = 'late', below = 60"), "no_score", f"{DAYS}.show_if.1.below"),
    (BRANCHING, LATE, shown("question = 'late', first = 'yes'"), "no_order", f"{DAYS}.show_if.1.first"),
    (BRANCHING, LATE, shown("question = 'delivery', below = 20"), "impossible", f"{DAYS}.show_if.1"),
    (BRANCHING, LATE, shown("question = 'late', is = []"), "not_keys", f"{DAYS}.show_if.1.is"),
    (BRANCHING, LATE, shown("question = 'late'"), "one_test", f"{DAYS}.show_if.1.question"),
    (
        BRANCHING,
        LATE,
        shown("question = 'late', is = 'no', above = 3"),
        "one_test",
        f"{DAYS}.show_if.1.question",
    ),
    (
        BRANCHING,
        LATE,
        shown("question = 'late', si = 'no', is = 'no'"),
        "unknown_key",
        f"{DAYS}.show_if.1.si",
    ),
    (BRANCHING, LATE, shown("question = 'late', below = 'no'"), "not_number", f"{DAYS}.show_if.1.below"),
    (
        BRANCHING,
        LATE,
        "show_if = [{ question = 'delivery', below = 60 }, { question = 'delivery', above = 60 }]",
        "impossible",
        f"{DAYS}.show_if.2",
    ),
    (
        BRANCHING,
        LATE,
        "show_if = [{ question = 'late', is = 'no' }]",
        "unreachable",
        DAYS,
    ),
    (BRANCHING, 'to = "words"', 'to = "word"', "unknown_target", "section.1.question.1.jump.1.to"),
    (BRANCHING, 'to = "end"', 'to = "delivery"', "backward_jump", "section.1.question.2.jump.1.to"),
    (BRANCHING, 'to = "end"', 'to = "late"', "backward_jump", "section.1.question.2.jump.1.to"),
    (BRANCHING, "above = 90", "above = 100", "impossible", "section.1.question.1.jump.1.if.1"),
    (
        BRANCHING,
        'to = "words" }]',
        'to = "words" }, { if = [{ question = "delivery", above = 95 }], to = "words" }]',
        "dead_end",
        "section.1.question.1.jump.2",
    ),
    (SURVEY, 'key = "words"', 'key = "end"', "reserved_key", "section.2.question.1.key"),
    (BRANCHING, "{delivery.label}", "{deliver.label}", "unknown_question", f"{WORDS}.text"),
    (BRANCHING, "{delivery.label}", "{words.label}", "later_question", f"{WORDS}.text"),
    (BRANCHING, "{delivery.label}", "{delivery}", "unknown_braces", f"{WORDS}.text"),
    (BRANCHING, "{delivery.label}", "{about}", "about_outside", f"{WORDS}.text"),
    (BRANCHING, 'text_else = "物流怎么样？"\n', "", "no_text_else", f"{WORDS}.text"),
    (
        BRANCHING,
        'text_else = "物流',
        'text_else = "{delivery.words}物流',
        "unknown_braces",
        f"{WORDS}.text_else",
    ),
    (PER, 'per = "bought"', 'per = "boughts"', "not_multi", "section.2.per"),
    (PER, 'per = "bought"', 'per = "use"', "not_multi", "section.2.per"),
    (PER, "row = [{ key", "weird = 1\nrow = [{ key", "unknown_key", "section.2.question.1.weird"),
    (PER, 'key = "work"', 'key = "look"', "duplicate", "section.2.question.1.row.2.key"),
    (PER, 'label = "样子"', 'label = ""', "empty", "section.2.question.1.row.1.label"),
    (
        RANDOM,
        'title = "原因"\n',
        'title = "原因"\njump = [{ to = "words" }]\n',
        "jump_in_random",
        "section.2.question.2.jump.1",
    ),
    (
        RANDOM,
        'text = "买了什么？"\n',
        'text = "买了什么？"\njump = [{ if = [{ question = "bought", is = "none" }], to = "q0__lamp" }]\n',
        "jump_into_random",
        "section.1.question.1.jump.1.to",
    ),
    (
        RANDOM,
        'title = "原因"\n',
        'title = "原因"\nshow_if = [{ question = "use__work", below = 60 }]\n',
        "later_question",
        "section.2.question.2.show_if.1.question",
    ),
    (QUOTA, "question = 'late'", "question = 'lat'", "unknown_question", "quota.1.question"),
    (QUOTA, "is = true", "is = 'maybe'", "unknown_choice", "quota.1.is"),
    (QUOTA, "most = 30\n", "", "missing", "quota.1.most"),
    (QUOTA, "question = 'delivery'", "question = 'words'", "no_choices", "quota.2.is"),
    (CLOSINGS, "is = true", "is = 'x'", "unknown_choice", "closing.1.if.1.is"),
    (CLOSINGS, "{delivery.label}。", "{deliver.label}。", "unknown_question", "closing.2.text"),
    (CLOSINGS, "{ above = 90, ", "{ above = 90, below = 80, ", "no_room", "closing.2.above"),
    (CLOSINGS, '{ below = 60, text = "我们会改。" }', "{ below = 60 }", "missing", "closing.3.text"),
    (SURVEY, "weight = 50", "shares = 1", "unknown_key", "section.1.question.1.shares"),
    (SURVEY, "target = 80", "shares = true", "weights_not_100", "section.1.question.1.weight"),
    (SURVEY, "target = 80", 'shares = "ja"', "not_flag", "shares"),
    (BRANCHING, 'unit = "天"', "low = 3\nhigh = 3", "low_over_high", f"{DAYS}.low"),
    (
        BRANCHING.replace(HEAD, f"{HEAD}anonymous = true\n"),
        'kind = "text"',
        'kind = "signature"',
        "names_customer",
        f"{WORDS}.kind",
    ),
    (BRANCHING, 'unit = "天"', 'pattern = "x"', "not_for_kind", f"{DAYS}.pattern"),
    (
        BRANCHING,
        'kind = "number"\ntitle = "天数"\ntext = "迟了几天？"\nunit = "天"',
        'kind = "order"\ntitle = "单号"\ntext = "？"\npattern = "(a+)+"',
        "unusable_pattern",
        f"{DAYS}.pattern",
    ),
    (
        BRANCHING,
        'kind = "number"\ntitle = "天数"\ntext = "迟了几天？"\nunit = "天"',
        'kind = "matrix"\ntitle = "天数"\ntext = "？"\nscheme = "ten"',
        "no_rows",
        f"{DAYS}.row",
    ),
]


def problems_of(source):
    with pytest.raises(Invalid) as refused:
        checked(read(source), SCHEMES)
    return refused.value.problems


@pytest.mark.parametrize(("base", "was", "is_now", "code", "where"), ERRORS)
def test_an_error_is_told_with_its_line_and_a_reason(base, was, is_now, code, where):
    assert base.count(was) >= 1
    checked(read(base), SCHEMES)
    source = base.replace(was, is_now, 1)
    found = [(problem.code, problem.where) for problem in problems_of(source)]
    assert found == [(code, where)]
    why = problems_of(source)[0].why(definitions.texts())
    assert not re.search(r"\{(?!\d|delivery|about|words|题目代号)", why)
    assert why.endswith("。")
    line = source.splitlines()[locate(source, where) - 1]
    field = next(step for step in reversed(where.split(".")) if not step.isdecimal())
    assert field in line or line.startswith(("[[", "  { below = 60 }"))


FIVE = definitions.DATA / "templates" / "five.toml"


@pytest.mark.parametrize(
    ("weight", "shares", "refused"),
    [
        ("weight = 50", "shares = true", False),
        ("weight = 45", "shares = true", True),
        ("weight = 45", "", True),
        ("weight = 45", "shares = false", False),
        ("weight = 5", "", False),
        ("weight = 5", "shares = true", True),
        ("weight = 50.01", "", False),
    ],
)
def test_weights_that_are_shares_add_up_to_100(weight, shares, refused):
    source = FIVE.read_text("utf-8").replace("weight = 50", weight).replace("shares = true", shares)
    if not refused:
        checked(read(source), SCHEMES)
        return
    [problem] = problems_of(source)
    assert problem.code == "weights_not_100"
    assert problem.params == {"total": f"{float(weight[9:]) + 50:g}"}


def test_shares_of_a_section_per_product_count_once():
    source = PER.replace('scheme = "satisfaction5"', 'scheme = "satisfaction5"\nweight = 60')
    rows = 'row = [{ key = "look", label = "样子" }, { key = "work", label = "好用", weight = 40 }]'
    source = re.sub(r"row = .*", rows, source)
    checked(read(source), SCHEMES)
    [problem] = problems_of(source.replace("weight = 40", "weight = 45"))
    assert (problem.code, problem.params) == ("weights_not_100", {"total": "105"})


@pytest.mark.parametrize("name", sorted(shipped()))
def test_what_ships_can_be_asked(name):
    folder, _, file = name.partition("/")
    source = (definitions.DATA / folder / f"{file}.toml").read_text("utf-8")
    assert checked(read(source), SCHEMES) == shipped()[name]


def test_a_section_written_once_is_blamed_once():
    source = PER.replace("below = 60", "below = 20")
    assert [problem.code for problem in problems_of(source)] == ["impossible"]


def test_what_was_published_once_is_parsed_for_ever():
    """Before conditions there were none, and braces were words like any others."""
    old = SURVEY.replace("质量怎么样？", "质量{怎么样}？{x}{about}{x.label}")
    assert parse(read(old), SCHEMES).question("quality").text.startswith("质量{怎么样}")
    assert problems_of(old)


@pytest.mark.parametrize("kind", ["multi", "single"])
@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        ([("is", "speed"), ("is", "price")], {"multi"}),
        ([("is", "speed"), ("is_not", "speed")], set()),
        ([("is", "speed"), ("is", "none")], set()),
        ([("is", ["speed", "price"]), ("is_not", "price")], {"multi", "single"}),
        ([("is", "speed"), ("answered", False)], set()),
        ([("answered", True), ("is_not", ["speed", "price", "none"])], set()),
    ],
)
def test_what_several_choices_can_be_together(kind, conditions, possible):
    tests = ", ".join(
        f"{{ question = 'matters', {test} = {str(wanted).lower()} }}"
        if isinstance(wanted, bool)
        else f"{{ question = 'matters', {test} = {wanted!r} }}"
        for test, wanted in conditions
    )
    source = SURVEY.replace('title = "想说的话"', f'title = "话"\nshow_if = [{tests}]')
    if kind == "single":
        source = source.replace('kind = "multi"', 'kind = "single"').replace("least = 1\nmost = 2\n", "")
        source = source.replace(", exclusive = true", "")
    if kind in possible:
        checked(read(source), SCHEMES)
    else:
        assert [problem.code for problem in problems_of(source)] == ["impossible"]


def tables(table, path=()):
    """All tables of a definition."""
    yield path
    for name, value in table.items() if isinstance(table, dict) else enumerate(table):
        if isinstance(value, dict | list):
            yield from tables(value, (*path, name))


WRITTEN = [read(source) for source in (BRANCHING, PER, RANDOM, QUOTA, CLOSINGS, ENGLISH)]
NAMES = [
    "show_if",
    "jump",
    "if",
    "row",
    "per",
    "in",
    "en",
    "key",
    "closing",
    "quota",
    "languages",
    "schemes",
    "text",
]


@settings(deadline=None)
@given(st.data())
def test_whatever_is_written_is_a_survey_or_refused_with_reasons(data):
    """Any field of a good survey is given any value: never another exception, and each reason can be told."""
    definition = deepcopy(data.draw(st.sampled_from(WRITTEN)))
    table = definition
    for step in data.draw(st.sampled_from(list(tables(definition)))):
        table = table[step]
    names = [*table, *NAMES] if isinstance(table, dict) else range(len(table))
    table[data.draw(st.sampled_from(list(names)))] = data.draw(json_values)
    found = []
    try:
        checked(definition, SCHEMES)
    except Invalid as invalid:
        found = invalid.problems
        found[0]
    assert all(problem.why(definitions.texts()) for problem in found)


def test_where_two_must_be_chosen_one_of_them_can_be_asked_about():
    source = SURVEY.replace("least = 1", "least = 2")
    shown_for = "show_if = [{ question = 'matters', is = 'speed' }]"
    checked(read(source.replace('title = "想说的话"', f'title = "话"\n{shown_for}')), SCHEMES)


PIECES = st.sampled_from(
    [
        "a",
        r"\d",
        "[A-Z]",
        ".",
        "(",
        "(?:",
        "(?=",
        ")",
        "+",
        "*",
        "?",
        "{2}",
        "{2,}",
        "{,3}",
        "|",
        "^",
        "$",
        "\\",
        "[",
        "]",
    ]
)


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=12))
def test_a_pattern_is_refused_where_the_reader_would_refuse_it(expression):
    assert usable(expression) == (compiled(expression) is not None)


@pytest.mark.parametrize(
    ("expression", "fine"),
    [
        (r"[A-Z]{2}\d{8}", True),
        (r"\d{8}-\d{3}", True),
        (r"(京|沪)[A-Z]\w{5}", True),
        (r"(a+)+$", False),
        (r"(a|a)*b", False),
        (r"[A-Z", False),
        (r"\d" * 101, False),
        (r"(?=x+)y", True),
    ],
)
def test_patterns(expression, fine):
    assert usable(expression) is (compiled(expression) is not None) is fine


def test_a_survey_without_names_asks_for_no_photo() -> None:
    photo = '[[section.question]]\nkey = "photo"\nkind = "photo"\ntitle = "照片"\ntext = "发一张？"\n'
    with pytest.raises(Invalid) as refused:
        checked(read(f"anonymous = true\n{SURVEY}\n{photo}"), SCHEMES)
    assert "file_without_name" in {problem.code for problem in refused.value.problems}
    checked(read(f"{SURVEY}\n{photo}"), SCHEMES)
