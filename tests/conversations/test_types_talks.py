"""Talks in which every kind of question is answered: in words, by its picker, by a file; or passed over."""

import pytest

from tests.conversations.conftest import Asks, Offered
from tests.conversations.customer import Customer
from tests.conversations.written import asked, options, scale

pytestmark = pytest.mark.roads("webchat", "telegram")

RANKING = asked("it", "ranking", "请按看重的程度排一排", options("质量", "价格", "服务"))
NUMBER = asked("it", "number", "等了几天？", 'unit = "天"\nlow = 0\nhigh = 60')
DATE = asked("it", "date", "您是哪天买的？")
ORDER = asked("it", "order", "订单号是多少？", "pattern = '[A-Z]{2}\\d{6}'")
PHONE = asked("it", "phone", "方便留个电话吗？")
PHOTO = asked("it", "photo", "请拍一张现在的样子")
FILE = asked("it", "file", "请把检测报告发过来")
SIGNATURE = asked("it", "signature", "请写下您的姓名，就算签收")
CES = asked("it", "ces", "办这件事，您觉得费不费劲？")
STARS = asked("it", "stars", "您给几颗星？")
HUNDRED = asked("it", "hundred", "满分一百，您给多少分？")
MATRIX = asked(
    "it",
    "matrix",
    "下面几样，您觉得怎么样",
    'scheme = "satisfaction5"\nreason_below = 60\n'
    + "".join(
        f'[[section.question.row]]\nkey = "{key}"\nlabel = "{label}"\n'
        for key, label in (("look", "外观"), ("sound", "声音"), ("weight", "重量"))
    ),
)

KINDS = {
    "ranking": RANKING,
    "number": NUMBER,
    "date": DATE,
    "order": ORDER,
    "phone": PHONE,
    "photo": PHOTO,
    "file": FILE,
    "signature": SIGNATURE,
    "ces": CES,
    "stars": STARS,
    "hundred": HUNDRED,
}


@pytest.mark.parametrize(
    ("question", "text", "value", "label"),
    [
        ("ranking", "服务>价格>质量", ["c", "b", "a"], "服务 > 价格 > 质量"),
        ("ranking", "2、1、3", ["b", "a", "c"], "价格 > 质量 > 服务"),
        ("number", "三天", 3, "3天"),
        ("number", "1周3天", 10, "10天"),
        ("number", "2.5", 2.5, "2.5天"),
        ("date", "上周五", "2026-11-20", "2026-11-20"),
        ("date", "11月20号", "2026-11-20", "2026-11-20"),
        ("order", "ab123456", "AB123456", "AB123456"),
        ("phone", "138 1234 5678", "13812345678", "13812345678"),
        ("signature", "张小明", "张小明", "张小明"),
        ("ces", "7", "7", None),
        ("stars", "四颗星", "4", None),
        ("hundred", "85", 85, "85"),
    ],
)
def test_said_in_words(asks: Asks, question: str, text: str, value: object, label: str | None) -> None:
    customer = asks(KINDS[question]).says(text).hears("还有什么想说").answered("it", value)
    answer = customer.line.answers()["it"]
    assert answer.text == text
    assert label is None or answer.label == label


@pytest.mark.roads("webchat")
@pytest.mark.parametrize(
    ("question", "keys", "value"),
    [
        ("ranking", ("c", "a", "b"), ["c", "a", "b"]),
        ("number", ("3",), 3),
        ("date", ("2026-11-20",), "2026-11-20"),
        ("phone", ("13812345678",), "13812345678"),
        ("order", ("AB123456",), "AB123456"),
        ("signature", ("张小明",), "张小明"),
        ("stars", ("4",), "4"),
        ("hundred", ("85",), 85),
    ],
)
def test_entered_in_its_picker(asks: Asks, question: str, keys: tuple[str, ...], value: object) -> None:
    asks(KINDS[question]).enters(*keys).hears("还有什么想说").answered("it", value)


@pytest.mark.roads("webchat")
@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("ranking", ("c", "c", "a")),
        ("ranking", ("a",)),
        ("number", ("99",)),
        ("number", ("x",)),
        ("date", ("2026-02-30",)),
        ("hundred", ("101",)),
    ],
)
def test_what_no_picker_of_ours_sends_is_asked_again(
    asks: Asks, question: str, keys: tuple[str, ...]
) -> None:
    customer = asks(KINDS[question]).enters(*keys).hears_not("还有什么想说")
    assert customer.line.answers() == {}


@pytest.mark.parametrize(
    ("question", "picker"),
    [
        *[
            ("ranking", "ranking"),
            ("number", "number"),
            ("date", "date"),
            ("phone", "phone"),
            ("photo", "photo"),
        ],
        *[("file", "file"), ("signature", "signature"), ("stars", "stars"), ("hundred", "number")],
    ],
)
def test_each_is_shown_as_it_likes_to_be(asks: Asks, question: str, picker: str) -> None:
    assert asks(KINDS[question]).heard[-1].picker == picker


def test_a_picker_is_told_its_limits(asks: Asks) -> None:
    assert dict(asks(NUMBER).heard[-1].details) == {"low": 0, "high": 60, "unit": "天"}
    assert dict(asks(RANKING).heard[-1].details) == {"least": 3, "most": 3}
    assert dict(asks(PHOTO).heard[-1].details) == {"accept": "photo"}


@pytest.mark.parametrize(
    "question", ["number", "date", "order", "phone", "photo", "file", "signature", "hundred"]
)
def test_each_may_be_passed_over(asks: Asks, question: str) -> None:
    customer = asks(KINDS[question]).sees("跳过").says("跳过").hears("还有什么想说")
    assert customer.line.answers()["it"].missing == "skipped"
    asks(KINDS[question]).picks("跳过").hears("还有什么想说")


@pytest.mark.parametrize(
    ("question", "how"),
    [
        ("date", "说一个日期"),
        ("number", "给一个数字"),
        ("order", "订单号"),
        ("ranking", "从前到后"),
        ("photo", "一张照片"),
    ],
)
def test_who_is_not_understood_twice_is_told_how(asks: Asks, question: str, how: str) -> None:
    asks(KINDS[question]).says("呃呃呃").says("呃呃呃").hears(how)


def test_a_number_out_of_bounds_is_asked_again(asks: Asks) -> None:
    asks(NUMBER).says("99天").hears("0", "60").hears_not("还有什么想说").says("9").answered("it", 9)


def test_a_photo_is_the_answer(photographed: Customer) -> None:
    photographed.sends("样子.png").hears("收到了", "还有什么想说")
    assert photographed.line.answers()["it"].value.endswith((".png", ".jpg"))


@pytest.mark.roads("telegram")
def test_a_photo_with_words_keeps_them(photographed: Customer) -> None:
    photographed.sends("样子.jpg", "左边掉漆了").hears("还有什么想说")
    assert photographed.line.answers()["it"].comment == "左边掉漆了"


def test_a_voice_is_no_photo(photographed: Customer) -> None:
    photographed.sends("话.oga").hears("我留下了", "一张照片", "请拍一张").hears_not("还有什么想说")
    photographed.sends("样子.jpg").hears("还有什么想说")


def test_words_are_no_photo(photographed: Customer) -> None:
    photographed.says("左边掉漆了").hears("请拍一张").hears_not("还有什么想说").answers_nothing()


@pytest.mark.parametrize("text", ["没有", "没有照片", "不方便", "不想发", "不发", "不发了", "别发了"])
def test_there_is_no_photo(photographed: Customer, text: str) -> None:
    photographed.says(text).hears("还有什么想说")
    assert photographed.line.answers()["it"].missing


def test_a_photo_later(photographed: Customer) -> None:
    photographed.says("晚点再发").hears_not("还有什么想说")
    photographed.answers_nothing()


def test_a_complaint_instead_of_a_photo(photographed: Customer) -> None:
    photographed.says("我要投诉").hears("发生了什么")


@pytest.mark.roads
def test_the_second_photo_of_an_album_answers_no_further_question(asks: Asks) -> None:
    customer = asks(PHOTO, PHOTO.replace('"it"', '"back"').replace("现在", "背面"))
    customer.sends("1.jpg", album="a").hears("背面").sends("2.jpg", album="a").hears_nothing()
    customer.sends("3.jpg").hears("还有什么想说").answered("back", "3.jpg").answered("it", "1.jpg")


@pytest.mark.roads
def test_a_photo_that_is_too_large_is_no_answer(photographed: Customer) -> None:
    photographed.sends_afar("样子.jpg", size=30_000_000).hears_not("还有什么想说").answers_nothing()


@pytest.mark.roads
def test_a_photo_still_to_be_fetched_is_one(photographed: Customer) -> None:
    photographed.sends_afar("样子.jpg", size=3_000_000).hears("还有什么想说").answered("it", "样子.jpg")


def test_a_photo_that_must_be_sent(asks: Asks) -> None:
    customer = asks(PHOTO + "required = true")
    customer.says("跳过").hears("很重要", "请拍一张").sends("1.jpg").hears("还有什么想说")


def test_a_matrix_is_a_short_run(asks: Asks) -> None:
    customer = asks(MATRIX).hears("下面几样，您觉得怎么样：外观").is_at(1, of=4)
    customer.says("4").hears("声音").hears_not("下面几样").is_at(2, of=4)
    customer.says("满意").hears("重量").says("3").hears("还有什么想说")
    customer.answered("it__look", "4").answered("it__sound", "4").answered("it__weight", "3")


@pytest.mark.parametrize("text", ["外观5分，声音3分，重量4分", "5 3 4", "534"])
def test_a_matrix_in_one_message(asks: Asks, text: str) -> None:
    customer = asks(MATRIX).says(text).hears("记下了", "还有什么想说")
    customer.answered("it__look", "5").answered("it__sound", "3").answered("it__weight", "4")


def test_a_low_row_is_asked_about_and_the_run_goes_on(asks: Asks) -> None:
    asks(MATRIX).says("2").hears("外观", "方便说说").says("一碰就掉漆，很难看").hears("记下了", "声音").is_at(
        2, of=4
    )


def test_a_row_is_put_right_by_its_number(asks: Asks) -> None:
    customer = asks(MATRIX).says("4").says("4").says("第一题改成5分").hears("外观", "您是说 5 分").says("是")
    customer.hears("重量").answered("it__look", "5")


def test_back_to_a_day_said_wrong(asks: Asks) -> None:
    customer = asks(DATE, NUMBER.replace('"it"', '"wait"')).says("昨天").hears("等了几天")
    customer.says("第一题改成前天").hears("您是说「2026-11-21」").says("是").hears("等了几天")
    customer.answered("it", "2026-11-21")


def test_a_score_of_a_hundred_counts_as_it_is(begins: Offered) -> None:
    customer = begins("[[section]]\n" + HUNDRED + scale("quality", "质量怎么样？")).says("90").says("5")
    assert customer.line.ends() == [("completed", pytest.approx(95.0))]


def test_a_low_mark_of_a_hundred_is_asked_about(asks: Asks) -> None:
    asks(HUNDRED + "reason_below = 60").says("40").hears("方便说说").says("太慢").hears("还有什么想说")


@pytest.fixture
def photographed(asks: Asks) -> Customer:
    """Asked for a photo."""
    return asks(PHOTO)
