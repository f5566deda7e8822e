"""Talks in traditional Chinese, in the words of Taiwan and of Hong Kong."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.context import Context
from storage.surveys import check
from tests.conversations.conftest import Asks, Comes
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine
from tests.conversations.written import HEAD, SECTION, WORDS, asked


@pytest.fixture
def taiwanese(comes: Comes) -> Customer:
    """At the first of the five items."""
    return comes("satisfaction").says("請問可以填問卷嗎").says("好啊，開始吧")


@pytest.mark.roads("webchat", "telegram")
def test_five_items_in_words(taiwanese: Customer) -> None:
    taiwanese.hears("產品品質").says("還不賴").hears("交貨和物流").says("普普通通").hears("我們的人")
    taiwanese.says("超爛").hears("很抱歉沒讓您滿意").says("客服專線一直打不通").hears("價格")
    taiwanese.says("有夠讚").hears("溝通和回應").says("沒用過").hears("還有什麼想告訴我們").says("目前沒有")
    taiwanese.hears("謝謝您").answered("quality", "4").answered("delivery", "3").answered("service", "1")
    taiwanese.answered("price", "5").answered("communication", None)
    assert taiwanese.line.reasons() == {"service": "客服專線一直打不通"}


@pytest.mark.roads("webchat", "telegram")
def test_a_survey_of_other_questions(comes: Comes) -> None:
    customer = comes("nps").says("請問可以填問卷嗎").says("可以喔")
    customer.says("給個8分").hears("幾顆星").says("兩顆星").hears("在哪裡買的").says("門市").hears("最看重")
    customer.says("品質跟價格").hears("解決了沒有").says("還沒有解決").hears("很抱歉").says("一直沒有回電")
    customer.hears("改哪一件").says("客服專線多請幾個人").hears("謝謝您")
    customer.answered("recommend", "8").answered("overall", "2").answered("bought", "store")
    customer.answered("matters", ["quality", "price"]).answered("solved", False)


def test_ten_points_are_the_most(comes: Comes) -> None:
    customer = comes("nps").says("請問可以填問卷嗎").says("好").says("10分滿分").hears("幾顆星")
    customer.answered("recommend", "10")


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("品質很好，物流超慢2分，服務還可以", {"quality": "5", "delivery": "2", "service": "3"}),
        ("品質5分、物流3分、其他都4分", {"quality": "5", "delivery": "3", "price": "4"}),
        ("全部都給5分", {"quality": "5", "communication": "5"}),
    ],
)
def test_several_answers_at_once(taiwanese: Customer, said: str, answers: dict[str, str]) -> None:
    taiwanese.says(said).hears("記下了")
    for key, value in answers.items():
        taiwanese.answered(key, value)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("這題跳過", "交貨和物流"),
        ("看不懂題目", "隨時可以說"),
        ("主選單", "有什麼可以幫您"),
        ("現在沒空，晚點再填", "什麼時候"),
        ("下禮拜再說", "11月30日"),
        ("不想填了", "問卷就到這裡"),
        ("我要找客服人員", "同事"),
        ("轉接專人", "同事"),
        ("想搵真人", "同事"),
        ("客服專線", "同事"),
        ("我要客訴", "發生了什麼"),
        ("我想申訴", "發生了什麼"),
        ("我的客訴處理到哪了", "還沒有"),
        ("服務承諾", "有問必答"),
        ("請把我的個資刪掉", "刪"),
        ("匯出我的資料", "R"),
        ("不要再傳訊息給我", "不想再收到"),
        ("取消訂閱", "不打擾您了"),
        ("不同意了", "不打擾您了"),
        ("你們傳錯人了", "不打擾您了"),
        ("換語言", "哪種語言"),
        ("我不想活了", "同事"),
    ],
)
def test_what_else_may_be_wanted(taiwanese: Customer, said: str, heard: str) -> None:
    taiwanese.says(said).hears(heard)
    assert all(answer.value is None for answer in taiwanese.line.answers().values())


@pytest.mark.roads("webchat", "telegram")
def test_back_and_corrected(taiwanese: Customer) -> None:
    taiwanese.says("4分").says("3分").says("第一題改成2分").hears("2 分").says("對")
    taiwanese.hears("很抱歉").says("跳過").says("回上一題").hears("交貨和物流").says("5分")
    taiwanese.answered("quality", "2").answered("delivery", "5")


@pytest.mark.roads("webchat", "telegram")
def test_a_complaint_from_the_first_word_to_its_state(comes: Comes) -> None:
    customer = comes(None).says("我要客訴，電熱水壺禮拜三開始漏水").says("可以").hears("哪個產品")
    customer.says("電熱水壺").hears("訂單編號").says("忘記了").hears("希望我們")
    customer.says("我要退費").hears("經過：我要客訴", "時間：禮拜三").says("送出").is_registered()
    customer.says("我的客訴呢").hears("已受理")
    (told,) = customer.line.complaints
    assert told.product == "電熱水壺"


NUMBER = asked("it", "number", "这个月来过几次？", 'unit = "次"\nlow = 0\nhigh = 100')
DATE = asked("it", "date", "您是哪天买的？")
PHONE = asked("it", "phone", "方便留个电话吗？")
SIGNATURE = asked("it", "signature", "请写下您的姓名")
HUNDRED = asked("it", "hundred", "满分一百，您给多少分？")


@pytest.mark.roads("webchat", "telegram")
@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        (NUMBER, "兩三次吧，應該是三次", None),
        (NUMBER, "來了兩趟", 2),
        (DATE, "上禮拜三", "2026-11-18"),
        (DATE, "民國115年11月3日", "2026-11-03"),
        (DATE, "兩個禮拜前", "2026-11-09"),
        (PHONE, "+886 912 345 678", "+886912345678"),
        (PHONE, "不方便留", None),
        (SIGNATURE, "歐陽娜娜", "歐陽娜娜"),
        (HUNDRED, "八十五分", 85),
    ],
)
def test_every_exact_kind(asks: Asks, question: str, said: str, value: object) -> None:
    customer = asks(question).says("請用繁體中文").says(said)
    if said.startswith("兩三次"):
        customer.answers_nothing()
    else:
        customer.answered("it", value)


class InTaipei(DirectLine):
    """A line to an organisation in Taipei."""

    def context(self) -> Context:
        context = super().context()
        return replace(context, calendar=replace(context.calendar, timezone=ZoneInfo("Asia/Taipei")))


@pytest.mark.parametrize(
    ("said", "number"), [("0912-345-678", "+886912345678"), ("02-2345-6789", "+886223456789")]
)
def test_a_number_without_area_code_is_one_of_where_we_are(said: str, number: str) -> None:
    customer = Customer(InTaipei(check(HEAD + SECTION + PHONE + WORDS))).opens().picks_first()
    customer.says(said).answered("it", number)
