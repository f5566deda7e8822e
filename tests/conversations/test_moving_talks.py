"""Going on elsewhere, over the real doors: from the web chat to Telegram, and the other way round."""

import re
from collections.abc import Callable, Iterator

import pytest

from bot.conversation.context import Arrival
from bot.conversation.passing import start
from bot.conversation.talk import Talk
from tests.conversations.customer import Customer
from tests.conversations.roads import House, RoadLine, TelegramLine, WebLine

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def both(houses: Callable[[str | None], House]) -> Iterator[tuple[Customer, Customer]]:
    """Somebody in the web chat, and on Telegram, of one door."""
    house = houses("satisfaction")
    lines: tuple[RoadLine, RoadLine] = WebLine(house), TelegramLine(house)
    yield Customer(lines[0]), Customer(lines[1])
    for line in lines:
        house.run(line.leaves())


def code(customer: Customer) -> str:
    """The code that they get."""
    found = CODE.search("\n".join(each.text for each in customer.says("换个地方继续").heard))
    assert found
    return found[0]


def test_begun_in_the_web_chat_and_ended_on_telegram(both: tuple[Customer, Customer]) -> None:
    web, phone = both
    web.opens().picks_first().says("5").hears("物流")
    phone.starts().says(code(web)).hears("接上了", "物流").is_at(2, of=6)
    for answer, then in (("4", "服务"), ("5", ""), ("4", ""), ("5", "")):
        phone.says(answer).hears(then)
    phone.says("没有了").hears("谢谢")
    assert len(phone.line.answers()) == 6
    assert phone.line.ends()[0][0] == "completed"
    web.says("在吗").hears("有什么可以帮您").sees("投诉")


def test_begun_on_telegram_and_ended_in_the_web_chat_by_a_link(both: tuple[Customer, Customer]) -> None:
    web, phone = both
    phone.starts().picks_first().says("投诉").says("灯不亮").hears("哪个产品")
    web.opens(start(code(phone))).hears("接上了", "哪个产品").says("台灯").hears("订单号")
    for _ in range(3):
        web.says("跳过")
    web.picks("提交").hears("投诉号")
    assert web.line.complaints[0].product == "台灯"
    phone.says("我的投诉").hears(web.line.complaints[0].number)


def test_a_link_into_telegram_brings_the_code(both: tuple[Customer, Customer]) -> None:
    web, phone = both
    web.opens().picks_first().says("5")
    phone.starts(start(code(web))).hears("接上了", "物流").is_at(2, of=6)


def test_an_old_button_of_the_old_place_records_nothing(both: tuple[Customer, Customer]) -> None:
    web, phone = both
    question = web.opens().picks_first().shown
    phone.says(code(web)).hears("产品质量")
    web.picks(question.choices[0].label, of=question).hears("前面的")
    assert phone.line.answers() == {}


def test_where_another_channel_is_set_up_the_way_there_is_a_tap(surveyed: Customer) -> None:
    line = surveyed.line
    line.links = (("telegram", "https://t.me/QingheBot?start=c_PQ7M2XKD"),)  # type: ignore[attr-defined]
    surveyed.says("换个地方继续").hears(
        "PQ7M-2XKD", "换到 Telegram", "https://t.me/QingheBot?start=c_PQ7M2XKD"
    )
    line.links = (("web", "https://chat.example.com/#c_PQ7M2XKD"),)  # type: ignore[attr-defined]
    surveyed.says("换个地方继续").hears("换到网页", "https://chat.example.com/#c_PQ7M2XKD", "产品质量")


LAST = ["5"] * 5
LIVE = Arrival(talk=Talk("menu").dump())


@pytest.mark.parametrize("before", [["1"], LAST, ["投诉"], ["投诉", "灯坏了"]])
def test_a_code_alone_is_never_an_answer(surveyed: Customer, before: list[str]) -> None:
    for words in before:
        surveyed.says(words)
    kept, line = surveyed.line.answers(), surveyed.line
    line.arrival = LIVE  # type: ignore[attr-defined]
    surveyed.says("SEV2-A2MJ").hears("先说完它，或者说「停止」")
    assert (line.answers(), line.reasons()) == (kept, {})
    assert "SEV2" not in line.stored  # type: ignore[attr-defined]


def test_what_leads_nowhere_is_a_product(surveyed: Customer) -> None:
    surveyed.says("投诉").says("灯坏了").says("SEV2-A2MJ").hears("订单号")
    assert surveyed.line.talk.draft.product == "SEV2-A2MJ"  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["SEV2-A2MJ", "SEVD-AXMJ", "sev2-a2mj"])
def test_a_code_that_is_over_is_no_score(surveyed: Customer, words: str) -> None:
    surveyed.says(words).hears("没有找到这个代码").answers_nothing()


SHAPED = ["KT35-90LW", "SEVD-AXMJ", "AB13 CD34", "AB13CD34", "VERY GOOD", "TERRIBLE"]


@pytest.mark.parametrize("arrival", [Arrival(), Arrival(wait=9)])
@pytest.mark.parametrize("words", SHAPED)
def test_words_that_look_like_a_code_are_told(surveyed: Customer, words: str, arrival: Arrival) -> None:
    surveyed.line.arrival = arrival  # type: ignore[attr-defined]
    for answer in LAST:
        surveyed.says(answer)
    surveyed.says(words)
    assert words in [each.value for each in surveyed.line.answers().values()]


@pytest.mark.parametrize(
    "words", [each for each in SHAPED if each != "VERY GOOD"]
)  # no reason of a low score
def test_a_reason_may_look_like_a_code(surveyed: Customer, words: str) -> None:
    assert surveyed.says("1").says(words).line.reasons() == {"quality": words}


def test_such_words_are_no_guesses(both: tuple[Customer, Customer]) -> None:
    web, phone = both
    web.opens().picks_first().says("5").hears("物流")
    phone.starts().picks_first()
    for words in SHAPED:
        phone.says("1").says(words).hears_not("代码")
    phone.says("停止").says(code(web)).hears("接上了", "物流")


def test_going_elsewhere_is_asked_for_in_chinese_by_who_speaks_english(customer: Customer) -> None:
    customer.opens().says("English").picks_first().says("换个地方继续").hears("Within an hour")


@pytest.mark.parametrize("apart", ["", " "])
def test_the_code_is_taken_without_its_dash(both: tuple[Customer, Customer], apart: str) -> None:
    web, phone = both
    web.opens().picks_first().says("5").hears("物流")
    shown = code(web)
    phone.says(shown.replace("-", apart)).hears("接上了", "物流")
