"""A survey in several languages: the same questions, text by text; what is not told falls back to its own."""

import json

import pytest

from storage import definitions
from storage.domain.checking import checked
from storage.domain.routing import Known, closing
from storage.domain.survey import Invalid, embed, parse, read
from tests.storage.domain.examples import SCHEMES, SURVEY, shipped
from tests.storage.domain.test_routing import CLOSINGS, PER

ENGLISH = (
    SURVEY.replace(
        "target = 80",
        'target = 80\nlanguages = ["en"]\nin.en.title = "Small"\nin.en.purpose = "We would like to hear you"',
    )
    .replace('title = "感受"', 'title = "感受"\nin.en.title = "Feelings"')
    .replace("weight = 50", 'weight = 50\nin.en.text = "How was the quality?"')
    .replace(
        "least = 1",
        "least = 1\nin.en.text = 'What matters?'\nin.en.option = [{ key = 'speed', label = 'Speed' },"
        " { key = 'price', label = 'Price' }, { key = 'none', label = 'Nothing' }]",
    )
    .replace('kind = "text"', 'kind = "text"\nin.en.text = "What would you like to say?"')
)
QUALITY, MATTERS, WORDS = "section.1.question.1", "section.1.question.2", "section.2.question.1"


def survey(source):
    return checked(read(source), SCHEMES)


def test_a_survey_speaks_another_language():
    own, english = survey(ENGLISH), survey(ENGLISH).spoken("en")
    assert (english.title, english.purpose) == ("Small", "We would like to hear you")
    assert [section.title for section in english.sections] == ["Feelings", ""]
    assert [question.text for question in english.questions] == [
        "How was the quality?",
        "What matters?",
        "What would you like to say?",
    ]
    assert english.question("quality").choices[-1] == ("5", "Very satisfied")
    assert english.question("matters").choices == (
        ("speed", "Speed"),
        ("price", "Price"),
        ("none", "Nothing"),
    )
    assert english.question("matters").rules == own.question("matters").rules
    assert own.question("quality").choices[-1] == ("5", "非常满意")
    assert english.weights == own.weights


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "", "fr"])
def test_in_a_language_that_it_is_not_told_in_it_stays_as_it_is(language):
    own = survey(ENGLISH)
    assert own.spoken(language) is own


def test_the_kept_definition_speaks_the_same_languages_alone():
    definition = read(ENGLISH)
    kept = json.loads(json.dumps(embed(definition, survey(ENGLISH))))
    assert parse(kept, {}) == survey(ENGLISH)
    assert parse(kept, {}).spoken("en") == survey(ENGLISH).spoken("en")
    assert list(kept["schemes"]["satisfaction5"]["in"]) == ["en"]


def test_a_survey_in_one_language_keeps_its_levels_in_one():
    assert "in" not in embed(read(SURVEY), survey(SURVEY))["schemes"]["satisfaction5"]


@pytest.mark.parametrize("name", ["surveys/nps", "surveys/satisfaction"])
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_what_ships_is_the_same_survey_in_each_language(name, language):
    own = shipped()[name]
    spoken = own.spoken(language)
    assert spoken is not own
    for mine, other in zip(own.questions, spoken.questions, strict=True):
        assert (mine.key, mine.kind, mine.weight, mine.required) == (
            other.key,
            other.kind,
            other.weight,
            other.required,
        )
        assert [key for key, _ in mine.choices] == [key for key, _ in other.choices]
        assert mine.text != other.text
        assert (mine.again == "") == (other.again == "")


def test_levels_ship_in_all_languages():
    assert {key: sorted(scheme.others) for key, scheme in SCHEMES.items()} == dict.fromkeys(
        SCHEMES, sorted(set(definitions.languages()) - {"zh-CN"})
    )


def test_rows_closings_quotas_and_products_are_told_too():
    source = (
        PER.replace(
            'purpose = "p"', 'purpose = "p"\nlanguages = ["en"]\nin.en = { title = "T", purpose = "P" }'
        )
        .replace('text = "买了什么？"', 'text = "买了什么？"\nin.en.text = "What did you buy?"')
        .replace(
            'key = "bought"',
            "key = \"bought\"\nin.en.option = [{ key = 'kettle', label = 'kettle' },"
            " { key = 'lamp', label = 'lamp' }, { key = 'none', label = 'none' }]",
        )
        .replace('title = "关于{about}"', 'title = "关于{about}"\nin.en.title = "The {about}"')
        .replace(
            'text = "请评一评{about}"',
            "text = \"请评一评{about}\"\nin.en.text = 'Please rate the {about}'\n"
            "in.en.row = [{ key = 'look', label = 'looks' }, { key = 'work', label = 'use' }]",
        )
        .replace(
            'title = "原因"',
            'title = "原因"\nin.en.text = "You said the {about} was {use__work.label}. Why?"',
        )
        .replace('text = "还有什么？"', 'text = "还有什么？"\nin.en.text = "What else?"')
    )
    english = survey(source).spoken("en")
    assert [section.title for section in english.sections] == ["", "The kettle", "The lamp", ""]
    assert english.question("use__look__lamp").text == "Please rate the lamp: looks"
    assert english.question("use__work__lamp").text == "use"
    assert english.question("why__lamp").text == "You said the lamp was {use__work__lamp.label}. Why?"
    closings = CLOSINGS.replace(HEAD_PURPOSE, f'{HEAD_PURPOSE}\nlanguages = ["en"]')
    with pytest.raises(Invalid) as refused:
        survey(closings)
    assert (
        refused.value.problems[0].params["names"]
        == "title、purpose、closing 1、closing 2、closing 3、closing 4"
    )


HEAD_PURPOSE = 'purpose = "p"'


def test_closings_and_quotas_are_told_by_their_places():
    told = """
languages = ["en"]
in.en.title = "T"
in.en.purpose = "P"
in.en.closing = [{ text = "Sorry" }, { text = "Thanks for {overall.label}" }]
in.en.quota = [{}, { text = "Enough" }]
closing = [{ below = 60, text = "抱歉" }, { text = "谢谢您说{overall.label}" }]
quota = [{ question = "overall", is = 1, most = 5 }, { question = "overall", is = 2, most = 5, text = "够" }]
[[section]]
[[section.question]]
key = "overall"
kind = "stars"
title = "星"
text = "几颗星？"
in.en.text = "How many stars?"
"""
    english = survey(f'key = "s"\ntitle = "t"\n{HEAD_PURPOSE}\n{told}').spoken("en")
    known = {"overall": Known("5", 100.0, "", "5 stars")}
    assert [closing(english, known, index) for index in (20, 80)] == ["Sorry", "Thanks for 5 stars"]
    assert [quota.text for quota in english.quotas] == ["", "Enough"]
    assert english.quotas[0].counted == {"1"}


ERRORS = [
    ('in.en.text = "How was the quality?"', "", "untranslated", QUALITY, "text"),
    ('in.en.title = "Feelings"', "", "untranslated", "section.1", "title"),
    ('in.en.title = "Small"', "", "untranslated", "", "title"),
    (", { key = 'none', label = 'Nothing' }", "", "untranslated", MATTERS, "option none"),
    ('text = "质量怎么样？"', 'text = "质量怎么样？"\nhint = "想想。"', "untranslated", QUALITY, "hint"),
    ('languages = ["en"]', 'languages = ["en", "fr"]', "untranslated", "", "title、purpose"),
    ('languages = ["en"]', 'languages = ["English"]', "not_language", "languages.1", None),
    ('languages = ["en"]', 'languages = ["en", "en"]', "not_language", "languages.2", None),
    ('languages = ["en"]', "", "language_not_listed", "in.en", None),
    ("label = 'Nothing'", "label = ''", "untranslated", MATTERS, "option none"),
    (
        "key = 'none', label = 'Nothing'",
        "key = 'non', label = 'Nothing'",
        "untranslated",
        MATTERS,
        "option none",
    ),
    (
        'in.en.title = "Feelings"',
        'in.en.title = "Feelings"\nin.en.text = "x"',
        "unknown_key",
        "section.1.in.en.text",
        None,
    ),
    ('in.en.title = "Feelings"', "in.en = 3", "not_table", "section.1.in.en", None),
    ('in.en.title = "Feelings"', "in = 3", "not_table", "section.1.in", None),
]


@pytest.mark.parametrize(("was", "is_now", "code", "where", "names"), ERRORS)
def test_what_is_missing_in_a_language_is_named(was, is_now, code, where, names):
    assert was in ENGLISH
    with pytest.raises(Invalid) as refused:
        survey(ENGLISH.replace(was, is_now, 1))
    problem = refused.value.problems[0]
    assert (problem.code, problem.where) == (code, where)
    assert problem.params.get("names") == names
    assert problem.why(definitions.texts())


def test_levels_that_are_not_told_in_a_language_are_named():
    own = """
[schemes.two]
title = "两级"
level = [{ key = "bad", label = "不好", score = 0 }, { key = "good", label = "好", score = 100 }]
"""
    source = ENGLISH.replace("satisfaction5", "two") + own
    with pytest.raises(Invalid) as refused:
        survey(source)
    assert [(problem.code, problem.where) for problem in refused.value.problems] == [
        ("scheme_untranslated", f"{QUALITY}.scheme")
    ]
    told = (
        'in.en.level = [{ key = "bad", label = "Bad" }, { key = "good", label = "Good", words = ["fine"] }]\n'
    )
    english = survey(source + told).spoken("en").question("quality")
    assert english.choices == (("bad", "Bad"), ("good", "Good"))
    assert english.rules["words"] == {"fine": "good"}
