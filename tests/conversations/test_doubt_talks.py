"""Talks in which an answer is in doubt: asked for again, with a guess or differently, and staff see it."""

from itertools import pairwise

import pytest

from bot.conversation.effects import Answer, AskedAgain
from tests.conversations.customer import Customer


@pytest.mark.parametrize(("text", "guess"), [("9分", "5 分（非常满意）"), ("4.5", "4 分（满意）")])
def test_out_of_range_the_range_is_named_and_the_nearest_offered(
    surveyed: Customer, text: str, guess: str
) -> None:
    surveyed.says(text).hears("从 1 到 5", f"您是说 {guess}吗").sees("是的", "不是")
    assert surveyed.line.answers() == {}


def test_out_of_range_without_a_guess(surveyed: Customer) -> None:
    surveyed.says("6").hears("从 1 到 5", "用一句话说产品质量").says("6").hears("请直接选一个")


def test_the_range_of_another_scale(recommender: Customer) -> None:
    recommender.says("12").hears("从 0 到 10")


def test_a_tap_confirms_and_the_words_as_written_are_kept(surveyed: Customer) -> None:
    surveyed.says("4.5分吧").picks("是的")
    answer: Answer = surveyed.line.answers()["quality"]
    assert (answer.text, answer.label) == ("4.5分吧", "满意")


def test_a_yes_that_says_more_confirms_and_is_kept(surveyed: Customer) -> None:
    surveyed.says("4.5").says("对，就是有点小毛病").hears("物流").answered("quality", "4")
    assert surveyed.line.answers()["quality"].comment == "对，就是有点小毛病"


def test_what_was_denied_is_not_offered_again(surveyed: Customer) -> None:
    surveyed.says("4.5").hears("您是说 4 分").picks("不是").hears("用一句话说产品质量")
    surveyed.says("4.5").hears("请直接选一个").hears_not("您是说 4 分").says("5").answered("quality", "5")


def test_a_yes_to_another_guess_is_none_to_this_one(surveyed: Customer) -> None:
    four = surveyed.says("4.5").shown
    surveyed.says("2.5").hears("您是说 2 分").picks("是的", of=four).hears("前面的", "您是说 2 分")
    assert surveyed.line.answers() == {}


def test_who_says_why_anew_is_not_asked_for_a_level_in_the_same_words(surveyed: Customer) -> None:
    surveyed.says("2").says("3").hears("像是打分").says("3").hears_not("像是打分").hears("请选一个")


@pytest.mark.parametrize("text", ["蓝色", "6", "4.5"])
def test_never_the_same_words_twice(surveyed: Customer, text: str) -> None:
    said = [surveyed.says(text).heard for _ in range(9)]
    words = [[each.text for each in heard] for heard in said]
    assert all(one != other for one, other in pairwise(words))


@pytest.mark.parametrize("before", [[], ["2"], ["4.5"]])
def test_after_three_misses_a_person_looks(surveyed: Customer, before: list[str]) -> None:
    for text in before:
        surveyed.says(text)
    for _ in range(4):
        surveyed.says("5" if before == ["2"] else "？？？")
    assert surveyed.line.called() == ["misunderstood"]


def test_staff_see_what_was_asked_again_and_why(surveyed: Customer) -> None:
    surveyed.says("4.5").says("蓝色").says("是")
    assert surveyed.line.asked_again() == [("quality", "4"), ("quality", None)]
    surveyed.says("1").says("5")
    assert surveyed.line.asked_again()[2:] == [("delivery", "5")], "a level where the reason was asked for"
    surveyed.says("不想说").says("人工").says("继续")
    assert len(surveyed.line.asked_again()) == 3, "a wish is no answer"


def test_staff_see_what_an_edit_left_in_doubt(surveyed: Customer) -> None:
    surveyed.says("5").changes("5", "3到4分").hears("您改了前面的回答", "您是说 3 分")
    (asked,) = [each for each in surveyed.line.effects if isinstance(each, AskedAgain)]
    assert asked == AskedAgain("quality", "scale", "3", asked.because)
    assert asked.because


@pytest.mark.parametrize("text", ["2分，傻逼", "什么破玩意，2分"])
def test_abuse_beside_a_value_does_not_stop_the_talk(surveyed: Customer, text: str) -> None:
    surveyed.says(text).hears("物流").answered("quality", "2")


@pytest.mark.parametrize("text", ["活着没意思，不想活了", "我想死", "我不想活下去了"])
def test_someone_in_danger_is_asked_nothing_more(surveyed: Customer, text: str) -> None:
    surveyed.says("5").says(text).hears("12356", "120", "110").hears_not("物流")
    assert surveyed.line.called() == ["crisis"]
    assert [state for state, _ in surveyed.line.ends()] == ["stopped"]


def test_who_wants_no_more_messages_is_left_in_peace(surveyed: Customer) -> None:
    surveyed.says("退订").hears("不打扰您了")
    assert surveyed.line.consents() == [True, False]
