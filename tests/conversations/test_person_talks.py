"""Talks that need a person, and wishes at odd moments."""

import pytest

from tests.conversations.customer import Customer


def test_a_person_is_called_and_the_survey_goes_on_at_a_word(surveyed: Customer) -> None:
    surveyed.says("5").says("转人工").hears("已经告诉同事").sees("继续", "菜单")
    surveyed.says("在吗").hears("同事都看得到").says("人工").hears("再等一等")
    assert surveyed.line.called() == ["human"]
    surveyed.says("继续").hears("物流").is_at(2, of=6)


def test_a_person_before_consent(customer: Customer) -> None:
    customer.opens().says("人工").hears("已经告诉同事", "可以开始吗").says("可以").hears("产品质量")
    assert customer.line.called() == ["human"]


def test_a_complaint_while_waiting(surveyed: Customer) -> None:
    surveyed.says("人工").says("我要投诉").hears("发生了什么")


def test_someone_in_danger_is_shown_where_help_is(surveyed: Customer) -> None:
    surveyed.says("5").says("活着没意思，我不想活了").hears("12356", "120", "110").hears_not("物流", "投诉")
    assert surveyed.line.called() == ["crisis"]
    assert surveyed.line.ends() == [("stopped", None)]


def test_data_erased_or_exported_is_for_a_person(surveyed: Customer) -> None:
    surveyed.says("删除我的信息").hears("负责的同事")
    assert surveyed.line.called() == ["human"]


@pytest.mark.parametrize("text", ["承诺", "服务承诺"])
def test_promises_are_told_in_the_middle_of_a_question(surveyed: Customer, text: str) -> None:
    surveyed.says(text).hears("两个工作日", "产品质量").is_at(1, of=6)


def test_another_language_is_answered_honestly(surveyed: Customer) -> None:
    surveyed.says("english").hears("简体中文", "产品质量")


def test_the_menu_offers_what_was_begun(surveyed: Customer) -> None:
    surveyed.says("5").says("菜单").sees("继续", "投诉", "服务承诺", "找人工")
    surveyed.says("1").hears("物流")


def test_a_menu_button_works_at_any_time(surveyed: Customer) -> None:
    menu = surveyed.says("菜单").shown
    surveyed.picks("继续").hears("产品质量").picks("服务承诺", of=menu).hears("有问必答", "产品质量")


def test_a_greeting_is_answered_by_the_welcome(customer: Customer) -> None:
    customer.says("你好").hears("青禾家居", "可以开始吗")


def test_opening_again_says_nothing(surveyed: Customer) -> None:
    surveyed.opens().hears_nothing().says("5").hears("物流")
