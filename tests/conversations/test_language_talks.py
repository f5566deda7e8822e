"""Talks in traditional Chinese and in English, and from one language into another."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import tongues
from storage import definitions
from storage.domain.locale import closest
from tests.conversations.conftest import Comes
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine, survey

pytestmark = pytest.mark.roads("webchat", "telegram")

KNOWN = {name: definitions.texts(name) for name in definitions.languages("zh-CN")}


@pytest.fixture
def english(comes: Comes) -> Customer:
    """Writes English from the first word, and has agreed."""
    return comes("satisfaction").says("Hello, what is this about?").says("yes please")


@pytest.fixture
def traditional(comes: Comes) -> Customer:
    """Writes traditional Chinese from the first word, and has agreed."""
    return comes("satisfaction").says("請問可以填問卷嗎").picks("可以，開始")


def test_english_on_first_contact(customer: Customer) -> None:
    customer.says("Hello, I have a question for you").hears("this is 青禾家居", "May we start?")
    customer.sees("Yes, let's start", "No, thanks")


def test_traditional_script_on_first_contact(customer: Customer) -> None:
    customer.says("您好，請問這是什麼").hears("您好，這裡是青禾家居", "可以開始嗎？").sees("可以，開始")


@pytest.mark.parametrize(
    "said", ["5", "OK", "👍", "iPhone 15", "The North Face", "統一", "你好", "Hello", "A7I2-ISBE"]
)
def test_what_may_be_any_language_changes_nothing(customer: Customer, said: str) -> None:
    customer.says(said).hears("可以开始吗")


@pytest.mark.parametrize("said", ["4", "good", "OK", "very good", "很好", "5 stars"])
def test_an_answer_of_a_word_does_not_change_the_language(surveyed: Customer, said: str) -> None:
    surveyed.says(said).hears("交货和物流")


@pytest.mark.parametrize("said", ["very good", "iPhone 15 Pro Max", "5 stars", "The North Face", "ok thanks"])
def test_who_is_sure_is_not_followed_into_another_language_by_a_few_words(
    customer: Customer, said: str
) -> None:
    customer.says("您好，我想填问卷").picks_first().says(said).hears_not("How do you", "Sorry")


def test_who_goes_on_in_plain_sentences_of_another_language_is_followed(customer: Customer) -> None:
    customer.says("您好，我想填问卷").picks_first()
    customer.says("I think it was not good at all").hears("How do you feel about delivery")


def test_a_whole_survey_in_english(english: Customer) -> None:
    english.hears("how do you find the quality").sees("Very dissatisfied", "Very satisfied")
    english.says("4").hears("How do you feel about delivery?")
    english.picks("Dissatisfied").hears("what was wrong", "delivery")
    english.says("It came two days late").hears("Thank you for telling us")
    english.says("very good").says("skip").says("great")
    english.hears("anything else", "[In your words]").says("no")
    english.hears("Thank you for taking the time").sees(
        "Make a complaint", "Our promises", "Talk to a person"
    )
    english.answered("quality", "4").answered("delivery", "2").answered("service", "5")
    assert english.line.ends()[0][0] == "completed"


def test_what_is_recorded_adds_up_whatever_is_spoken(english: Customer, traditional: Customer) -> None:
    english.says("satisfied")
    traditional.says("滿意")
    labels = {each.line.answers()["quality"].label for each in (english, traditional)}
    assert labels == {"满意"}


def test_the_reason_is_kept_in_the_customer_s_words(english: Customer) -> None:
    english.says("1").says("The box was broken")
    assert english.line.reasons() == {"quality": "The box was broken"}


def test_a_whole_survey_in_traditional_chinese(traditional: Customer) -> None:
    traditional.hears("產品品質").sees("非常不滿意", "非常滿意")
    traditional.says("滿意").hears("交貨和物流").says("非常不滿意").hears("很抱歉沒讓您滿意", "交貨與物流")
    traditional.says("等了三天才到").hears("謝謝您告訴我們").says("普通").says("跳過").says("5分")
    traditional.hears("您的話").says("沒有").hears("謝謝您抽時間告訴我們")
    traditional.answered("quality", "4").answered("delivery", "1").answered("service", "3")


def test_a_complaint_in_english(english: Customer) -> None:
    english.says("I want to complain").hears("What happened?")
    english.says("My order AB123456 arrived broken yesterday and I want a refund").hears("Which product")
    english.says("The blue lamp").hears("What happened: My order", "Product: The blue lamp")
    english.hears("Order number: AB123456", "When: yesterday", "What you want: refund")
    english.sees("Submit", "Change something").says("order number should be CD777777").hears("CD777777")
    english.says("yes").hears("Your complaint number is T", "answer you by 18:00 on ")
    english.hears("how do you find the quality")
    english.says("my complaints").hears("(made on ", "): acknowledged. You will have an answer by 18:00 on ")
    (told,) = english.line.complaints
    assert (told.order_number, told.occurred, told.remedy) == (
        "CD777777",
        "yesterday",
        "refund",
    )


def test_a_complaint_in_traditional_chinese(customer: Customer) -> None:
    customer.says("我要投訴").hears("這就幫您登記", "可以開始嗎").says("可以").hears("發生了什麼")
    customer.says("昨天收到的檯燈不亮，訂單編號A1234567，我要退款").hears("哪個產品")
    customer.says("檯燈").hears("訂單編號：A1234567", "時間：昨天", "您的要求：退款")
    customer.says("送出").hears("您的投訴編號是 T", "）18:00 前給您答覆")
    customer.says("我的投訴").hears("提出）：已受理")


def test_days_are_told_as_the_language_has_them() -> None:
    english, traditional = (Customer(DirectLine(None)) for _ in range(2))
    english.says("I want to complain, the lamp is broken").says("yes").says("skip").says("skip").says("skip")
    english.says("skip").says("submit").hears("by 18:00 on Wednesday, 25 November")
    traditional.says("我要投訴，檯燈壞了").says("可以").says("跳過").says("跳過").says("跳過").says("跳過")
    traditional.says("送出").hears("11月25日（週三）18:00 前")


def test_no_complaint_after_all(english: Customer) -> None:
    english.says("I want to complain").says("no complaint").hears("no complaint this time")
    english.says("I want to complain").says("never mind").hears("no complaint this time")


@pytest.mark.parametrize("said", ["no thanks", "No, thank you", "no"])
def test_refusal_in_english(customer: Customer, said: str) -> None:
    customer.says("Hello, what is this about?").says(said).hears("we won't trouble you").sees("Start")
    customer.says("start").hears("May we start?")
    assert customer.line.consents() == [False]


def test_refusal_in_traditional_chinese(customer: Customer) -> None:
    customer.says("請問這是什麼問卷").says("不用了，謝謝").hears("不打擾您了").says("回來").hears(
        "可以開始嗎"
    )


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("说英文", "All right, let's go on in English."),
        ("English please", "All right, let's go on in English."),
        ("I don't speak Chinese", "All right, let's go on in English."),
        ("看不懂中文", "All right, let's go on in English."),
        ("用繁體", "現在用繁體中文"),
        ("請用繁體中文", "現在用繁體中文"),
    ],
)
def test_the_language_is_switched_midway_and_the_open_question_asked_again(
    surveyed: Customer, said: str, heard: str
) -> None:
    surveyed.says("4").says(said).hears(heard).is_at(2, of=6)
    surveyed.hears("delivery" if "English" in heard else "交貨")
    surveyed.says("5").is_at(3, of=6).answered("quality", "4").answered("delivery", "5")


def test_back_to_simplified(english: Customer) -> None:
    english.says("说中文").hears("好的，现在说简体中文。", "产品质量").says("4").hears("交货和物流")


def test_a_choice_of_languages_is_offered_and_may_be_left(surveyed: Customer) -> None:
    surveyed.says("换语言").hears("用哪种语言", "Which language", "用哪種語言")
    surveyed.sees("简体中文", "繁體中文", "English").picks("English").hears("quality of the product")
    surveyed.says("language").says("简体中文").hears("产品质量")
    surveyed.says("换语言").says("4分").hears("交货和物流").answered("quality", "4")


def test_the_number_of_a_language_is_no_score(surveyed: Customer) -> None:
    surveyed.says("换语言").says("2").hears("let's go on in English", "quality")
    assert "quality" not in surveyed.line.answers()


def test_a_language_that_we_do_not_speak_is_answered_with_those_that_we_do(surveyed: Customer) -> None:
    surveyed.says("日语").sees("简体中文", "繁體中文", "English")


def test_an_old_choice_of_languages_still_holds(surveyed: Customer) -> None:
    shown = surveyed.says("换语言").shown
    surveyed.says("4").picks("繁體中文", of=shown).hears("現在用繁體中文", "交貨和物流")


@pytest.mark.roads("telegram")
def test_the_menu_of_a_channel_has_languages(surveyed: Customer) -> None:
    surveyed.commands("language").sees("English")
    surveyed.commands("language", "English").hears("let's go on in English")


def test_who_is_waiting_or_asked_something_else_finds_it_in_the_new_language(english: Customer) -> None:
    english.says("1").hears("what was wrong").says("说中文").hears("很抱歉没让您满意")
    english.says("人工").hears("告诉同事").says("英文").hears(
        "All right, let's go on in English.", "continue"
    )


@pytest.mark.roads
def test_the_device_suggests_the_first_language(customer: Customer) -> None:
    customer._hear(customer.line.send("open", language="en-US,en;q=0.9")).hears("May we start?")
    customer.says("yes").hears("quality of the product")


@pytest.mark.roads
def test_what_is_written_tells_more_than_what_the_device_suggests(customer: Customer) -> None:
    customer._hear(customer.line.send("open", language="en")).hears("May we start?")
    customer.says("我要填问卷").hears("可以开始吗").says("可以").hears("产品质量")


def test_the_notice_is_read_in_full_in_the_language_that_comes_after(customer: Customer) -> None:
    customer.opens().says("English please").hears("only the people in charge can read it", "May we start?")


@pytest.mark.parametrize(
    ("said", "key"), [("skip", "delivery"), ("I don't know", "delivery"), ("no comment", "delivery")]
)
def test_nothing_said_in_english(english: Customer, said: str, key: str) -> None:
    english.says(said).hears(key)
    assert english.line.answers()["quality"].value is None


def test_help_later_and_a_person_in_english(english: Customer) -> None:
    english.says("help").hears("You can say at any time", "language")
    english.says("later").hears("When shall I write again?").says("tomorrow at 8 pm")
    english.hears("on Tuesday, 24 November at 20:00").says("continue").hears("quality of the product")
    english.says("talk to a person").hears("our colleagues")
    assert english.line.called() == ["human"]
    english.says("continue").says("stop").hears("we stop here")


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("in two hours", "Monday, 23 November at 12:"),
        ("in 30 minutes", "Monday, 23 November at 10:"),  # the clock goes on while others talk
        ("tomorrow morning", "Tuesday, 24 November at 10:00"),
        ("next Monday at 3 pm", "Monday, 30 November at 15:00"),
        ("in three days", "Thursday, 26 November"),
        ("on Saturday", "Saturday, 28 November"),
        ("tonight", "Monday, 23 November at 19:30"),
        ("next week", "Monday, 30 November"),
        ("please remind me on Friday at 9:30", "Friday, 27 November at"),
    ],
)
def test_when_to_ask_again_in_english(english: Customer, said: str, when: str) -> None:
    english.says("later").says(said).hears(when)


def test_promises_are_told_in_the_language_spoken(english: Customer, traditional: Customer) -> None:
    english.says("promises").hears("We answer: Your complaint is registered at once")
    traditional.says("服務承諾").hears("有問必答：您的投訴當場登記")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("我要投訴", "zh-TW"),
        ("送貨太慢，服務也差", "zh-TW"),
        ("我要投诉", "zh-CN"),
        ("这个订单有问题", "zh-CN"),
        ("I want to complain", "en"),
        ("my order has not arrived", "en"),
        ("not satisfied at all", "en"),
        ("物流太慢了，等了三天", ""),
        ("可以", ""),
        ("La qualité est bonne", ""),
        ("Bed Bath and Beyond", ""),
        ("这个 service 真的 bad", "zh-CN"),
        ("鼎泰豐", ""),
        ("", ""),
        ("😀" * 50, ""),
    ],
)
def test_in_which_language_it_is_written(said: str, written: str) -> None:
    assert tongues.written(said, KNOWN, "zh-CN") == written


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("说英语", "en"),
        ("I can't read Chinese", "en"),
        ("traditional Chinese please", "zh-TW"),
        ("繁體中文", "zh-TW"),
        ("說中文", "zh-CN"),
        ("简体", "zh-CN"),
        ("日本語", ""),
        ("", ""),
    ],
)
def test_which_language_is_named(said: str, named: str) -> None:
    assert tongues.named(said, KNOWN) == named


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("zh-hans", "zh-CN"),
        ("zh-Hant-HK", "zh-TW"),
        ("zh_TW", "zh-TW"),
        ("zh", "zh-CN"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("de,zh-MO;q=0.4,en;q=0.3", "zh-TW"),
        ("en;q=0,zh", "zh-CN"),
        ("de", ""),
        ("*", ""),
        ("en;q=abc", ""),
        ("," * 5000, ""),
        ("", ""),
    ],
)
def test_what_a_device_asks_for(wanted: str, found: str) -> None:
    assert closest(wanted, KNOWN) == found


SAID = """
yes|no|4|2|5 stars|very good|terrible|skip|back|stop|continue|later|tomorrow at 8 pm|complaint|submit
change|order number should be X123456|yesterday|no complaint|never mind|person|menu|help|promises|start
my complaints|not solved|delete my data|give me my data|withdraw consent|anonymously|that's all|thanks
question 1 should be 5|last question: 2|no thanks|who are you?|how long does it take?|take the survey
continue elsewhere|in three days|don't write|English|说中文|用繁體|換語言|說英文|跳過|返回|停止|投訴|送出
專人|可以|不用了|晚點再說|明天上午|第一題改成5分|我的投訴|匿名|😀|???|The box was broken when it came
"""


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(re.split(r"[|\n]", SAID.strip())), min_size=5, max_size=25),
    st.sampled_from(["English please", "用繁體", "说中文"]),
)
def test_nobody_is_left_without_an_answer_in_any_language(said: list[str], first: str) -> None:
    customer = Customer(DirectLine(survey("nps"))).says(first).says("yes")
    for text in said:
        customer.says(text)
        assert customer.heard, text


@pytest.mark.parametrize("said", ["别说英文", "不要英文", "别用英文了", "不要说繁体", "不想说英文"])
def test_a_language_refused_is_not_switched_to(surveyed: Customer, said: str) -> None:
    surveyed.says(said).hears("现在说简体中文").hears_not("English", "繁體")


@pytest.mark.parametrize("said", ["别说英文", "不要英文", "please don't speak English"])
def test_the_language_spoken_is_refused(english: Customer, said: str) -> None:
    english.says(said).hears("现在说简体中文")


NO_ENGLISH = ["别说英文", "不要说英文", "别讲英语了", "停止说英文", "别说英文了，说中文", "怎么变成英文了"]


@pytest.mark.parametrize("said", NO_ENGLISH)
def test_a_language_chosen_is_refused_in_the_menu(visitor: Customer, said: str) -> None:
    visitor.opens().picks_first().says("speak English").hears("go on in English")
    visitor.says(said).hears("现在说简体中文").sees("投诉")


@pytest.mark.parametrize("said", ["别说繁体", "不要再说繁体了"])
def test_the_other_script_is_refused_in_the_menu(visitor: Customer, said: str) -> None:
    visitor.opens().picks_first().says("换成繁体").hears("繁體中文").says(said).hears("现在说简体中文")


@pytest.mark.parametrize("said", ["stop speaking English", "no more English please", "I don't want English"])
def test_who_only_says_what_they_do_not_speak_is_offered_the_languages(visitor: Customer, said: str) -> None:
    visitor.opens().picks_first().says("speak English").says(said).sees("简体中文", "繁體中文")


@pytest.mark.parametrize("said", ["別說英文", "別再講英文了", "不要用英文"])
def test_a_language_is_refused_in_traditional_characters(visitor: Customer, said: str) -> None:
    visitor.opens().picks_first().says("speak English").says(said).hears("中文")


def test_a_language_is_refused_wherever_the_talk_is(comes: Comes) -> None:
    for before in (["投诉"], ["1"], ["人工"], ["明天再说"], []):
        customer = comes("satisfaction").says("speak English").picks_first()
        for each in before:
            customer.says(each)
        customer.says("别说英文").hears("现在说简体中文")


@pytest.mark.parametrize("said", ["说明书不要全是英文", "客服不说中文", "别说英文了，说明书都看不懂"])
def test_what_tells_of_a_language_is_no_refusal(surveyed: Customer, said: str) -> None:
    surveyed.says("1").says(said).hears_not("现在说", "用哪种语言")
