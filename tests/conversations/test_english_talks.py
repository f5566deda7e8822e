"""Talks in English, said as people say it: surveys, all kinds of question, complaints, wishes."""

import pytest

from tests.conversations.conftest import Asks, Comes
from tests.conversations.customer import Customer
from tests.conversations.written import asked


@pytest.fixture
def english(comes: Comes) -> Customer:
    """At the first of the five items."""
    return comes("satisfaction").says("Hello, I would like to take the survey").says("sure, go ahead")


@pytest.fixture
def complaining(comes: Comes) -> Customer:
    """Has told what happened, and is asked for the product."""
    return comes(None).says("I want to complain, my kettle leaks since yesterday").says("yes")


@pytest.mark.roads("webchat", "telegram")
def test_five_items_in_words(english: Customer) -> None:
    english.says("pretty good").hears("delivery").says("not bad at all").hears("our people")
    english.says("meh").hears("the price").says("couldn’t be better").hears("communication")
    english.says("never used it").hears("anything else").says("no, that's all").hears("Thank you")
    english.answered("quality", "4").answered("delivery", "4").answered("service", "3")
    english.answered("price", "5").answered("communication", None)


@pytest.mark.roads("webchat", "telegram")
def test_a_survey_of_other_questions(comes: Comes) -> None:
    customer = comes("nps").says("Hello, I would like to take the survey").says("yes, let's start")
    customer.says("I'd give it an 8").hears("how many stars").says("four stars").hears("most recently")
    customer.says("the second one").hears("What matters most").says("quality and price").hears(
        "was it solved"
    )
    customer.says("still waiting").hears("what was wrong").says("nobody called").hears("one thing")
    customer.says("answer the phone faster").hears("Thank you")
    customer.answered("recommend", "8").answered("overall", "4").answered("bought", "store")
    customer.answered("matters", ["quality", "price"]).answered("solved", False)


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        (
            "quality is great, delivery was terrible, service so so",
            {"quality": "5", "delivery": "1", "service": "3"},
        ),
        ("quality 5, delivery 3, service 4", {"quality": "5", "delivery": "3", "service": "4"}),
        ("delivery 2, everything else 5", {"quality": "5", "delivery": "2", "service": "5", "price": "5"}),
        ("the first two 5, the rest 3", {"quality": "5", "delivery": "5", "service": "3", "price": "3"}),
        ("1. 5 2. 4 3. 3 4. 2 5. 1", {"quality": "5", "price": "2", "communication": "1"}),
    ],
)
def test_several_answers_at_once(english: Customer, said: str, answers: dict[str, str]) -> None:
    english.says(said).hears("Noted:")
    for key, value in answers.items():
        english.answered(key, value)


@pytest.mark.parametrize(
    "said",
    [
        "I bought two of them",
        "it came on Monday",
        "my husband is very satisfied",
        "if it were cheaper I would be very satisfied",
        "how good is it?",
        "the weather is nice today",
        "yeah great, thanks for nothing",
        "one of the legs is loose",
    ],
)
def test_what_says_no_level_records_none(english: Customer, said: str) -> None:
    english.says(said).answers_nothing()


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("skip this one", "delivery"),
        ("can I skip this?", "delivery"),
        ("what do you mean?", "You can say at any time"),
        ("menu", "What can I do for you?"),
        ("I have no time right now", "When shall I write again?"),
        ("let's stop here", "we stop here"),
        ("forget it", "we stop here"),
        ("get me a manager", "our colleagues"),
        ("is anybody there?", "our colleagues"),
        ("call me back", "our colleagues"),
        ("I'd like to file a complaint", "What happened?"),
        ("what's the status of my complaint?", "haven't made a complaint"),
        ("what do you promise?", "We answer"),
        ("delete everything you have on me", "can't be brought back"),
        ("what data do you have about me?", "Noted, under number R"),
        ("take me off your list", "we won't trouble you"),
        ("I withdraw my consent", "we won't trouble you"),
        ("you have the wrong person", "we won't trouble you"),
        ("switch language", "Which language"),
        ("continue on my phone", "send me this code"),
        ("I want to kill myself", "colleague"),
    ],
)
def test_what_else_may_be_wanted(english: Customer, said: str, heard: str) -> None:
    english.says(said).hears(heard)
    assert all(answer.value is None for answer in english.line.answers().values())


def test_who_reads_it_and_what_becomes_of_it(english: Customer) -> None:
    english.says("who can read this?").hears_not("Sorry").hears("quality of the product")
    english.says("what do you do with my data?").hears_not("Sorry").hears("quality of the product")
    english.answers_nothing()


@pytest.mark.roads("webchat", "telegram")
def test_back_and_corrected(english: Customer) -> None:
    english.says("good").says("good").says("question 1 should be 2").hears("do you mean 2 (Dissatisfied)?")
    english.says("right").hears("what was wrong").says("skip").hears("our people")
    english.says("change question 2 to 5").hears("do you mean 5").says("yep").hears("our people")
    english.says("take me back").hears("delivery").says("awful").says("skip").hears("our people")
    english.answered("quality", "2").answered("delivery", "1")


def test_over_again(english: Customer) -> None:
    english.says("good").says("let's start over").hears("start over and answer everything again?")
    english.says("no").hears("delivery").says("start from the beginning").says("sure").hears("quality")


@pytest.mark.roads("webchat", "telegram")
def test_a_guess_is_denied_and_confirmed(english: Customer) -> None:
    english.says("it broke after a week").hears("Do you mean 2").says("not really").answers_nothing()
    english.says("four").hears("delivery").says("is it good?").hears("Do you mean 4").says("yes, exactly")
    english.hears("our people").answered("quality", "4").answered("delivery", "4")


@pytest.mark.roads("webchat", "telegram")
def test_a_complaint_from_the_first_word_to_its_state(complaining: Customer) -> None:
    complaining.hears("Which product").says("the blue kettle").hears("order number")
    complaining.says("I don't have it").hears("What would you like us to do?")
    complaining.says("I want my money back").hears("What happened: I want to complain", "When: yesterday")
    complaining.says("change something").sees("Order number").says("order number").hears(
        "What is the order number?"
    )
    complaining.says("AB123456").hears("Order number: AB123456").says("yes please").is_registered()
    complaining.says("what about my complaint?").hears("acknowledged")
    (told,) = complaining.line.complaints
    assert (told.product, told.order_number, told.occurred) == ("the blue kettle", "AB123456", "yesterday")


def test_a_complaint_is_let_be(complaining: Customer) -> None:
    complaining.says("never mind").hears("no complaint this time")
    assert complaining.line.complaints == []


NUMBER = asked(
    "it", "number", "How many times did you visit us this month?", 'unit = "次"\nlow = 0\nhigh = 100'
)
DATE = asked("it", "date", "When did you buy it?")
ORDER = asked("it", "order", "What is your order number?", "pattern = '[A-Z]{2}\\d{6}'")
PHONE = asked("it", "phone", "May we have a telephone number?")
SIGNATURE = asked("it", "signature", "Please write your name.")
HUNDRED = asked("it", "hundred", "Out of a hundred, how many points?")


@pytest.mark.roads("webchat", "telegram")
@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        (NUMBER, "a dozen", 12),
        (NUMBER, "twenty-five times", 25),
        (NUMBER, "not once", 0),
        (DATE, "last Friday", "2026-11-20"),
        (DATE, "Nov 3", "2026-11-03"),
        (DATE, "the day before yesterday", "2026-11-21"),
        (DATE, "ten days ago", "2026-11-13"),
        (ORDER, "it's ab123456, thanks", "AB123456"),
        (ORDER, "I can't find it", None),
        (PHONE, "you can reach me on 138 1234 5678", "13812345678"),
        (PHONE, "I'd rather not", None),
        (SIGNATURE, "this is Mary Chan", "Mary Chan"),
        (HUNDRED, "eighty-five", 85),
    ],
)
def test_every_exact_kind(asks: Asks, question: str, said: str, value: object) -> None:
    customer = asks(question).says("English please").says(said)
    customer.hears("还有什么想说").answered("it", value)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (NUMBER, "five to six"),
        (NUMBER, "three times a week"),
        (NUMBER, "I came with my 3 kids"),
        (NUMBER, "lots"),
        (DATE, "3/11"),
        (DATE, "last month"),
        (ORDER, "AB123456 or AB123457"),
        (ORDER, "the parcel number is AB123456"),
        (SIGNATURE, "great service"),
    ],
)
def test_what_is_not_exact_is_asked_again(asks: Asks, question: str, said: str) -> None:
    asks(question).says("English please").says(said).answers_nothing()


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("change my first answer to 2", "quality", "2"),
        ("second answer to 5", "delivery", "5"),
        ("my 2nd answer should be 5", "delivery", "5"),
        ("sorry, the first answer should be 2", "quality", "2"),
        ("question one: 2", "quality", "2"),
        ("question 2: 5", "delivery", "5"),
        ("the second question should be 5", "delivery", "5"),
    ],
)
def test_an_answer_called_by_its_place(english: Customer, said: str, key: str, value: str) -> None:
    english.says("4").says("4").says(said).hears("do you mean").says("yes").answered(key, value)
    assert "service" not in english.line.answers()


def test_a_place_that_was_not_asked_yet(english: Customer) -> None:
    english.says("4").says("third answer to 5").hears("haven't come to question 3")
    assert "delivery" not in english.line.answers()


@pytest.mark.parametrize("said", ["change my first answer to 5 and my second answer to 3"])
def test_two_answers_called_by_their_places(english: Customer, said: str) -> None:
    english.says("4").says("4").says(said).hears("do you mean").says("yes").says("yes")
    english.answered("quality", "5").answered("delivery", "3")
