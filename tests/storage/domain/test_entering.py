"""What a line that is typed in stands for, by the numbers beside the options."""

import pytest

from storage import definitions, templates
from storage.domain import entering
from storage.domain.survey import parse, read

SURVEY = parse(read(templates.template("kinds").source), definitions.schemes())


@pytest.mark.parametrize(
    ("question", "typed", "found"),
    [
        ("quality", "2", (["2"], "")),
        ("quality", "２", (["2"], "")),
        ("quality", " 2 ，物流太慢 ", (["2"], "物流太慢")),
        ("quality", "6", None),
        ("quality", "2分", None),
        ("quality", "", None),
        ("quality", "满意", None),
        ("quality", "1 2", None),
        ("recommend", "0", (["0"], "")),
        ("recommend", "10", (["10"], "")),
        ("channel", "1", (["online"], "")),
        ("channel", "2、朋友带我去的", (["store"], "朋友带我去的")),
        ("solved", "2 还在漏水", (["no"], "还在漏水")),
        ("bought", "12", (["kettle", "lamp"], "")),
        ("bought", "1、2", (["kettle", "lamp"], "")),
        ("bought", "14", None),
        ("order", "3>1>2", (["speed", "quality", "price"], "")),
        ("times", "3", None),
        ("words", "3", None),
    ],
)
def test_numbers_stand_for_options(question, typed, found):
    assert entering.by_code(SURVEY.question(question), typed) == found


def test_every_option_has_a_number_of_its_own():
    for question in entering.asked(SURVEY):
        codes = entering.codes(question)
        assert [each.key for each in codes] == [key for key, _ in question.choices]
        assert len({each.code for each in codes}) == len(codes)
        for each in codes:
            assert entering.by_code(question, each.code) == ([each.key], "")


def test_what_is_no_text_is_on_the_scan():
    left = {each.kind for each in SURVEY.questions} - {each.kind for each in entering.asked(SURVEY)}
    assert left == {"photo", "file", "signature"}
