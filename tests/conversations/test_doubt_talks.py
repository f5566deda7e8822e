"""Talks in which an answer is in doubt: asked for again, with a guess or differently, and staff see it."""

from itertools import pairwise

import pytest

from bot.conversation.effects import Answer, AskedAgain
from tests.conversations.conftest import Asks
from tests.conversations.customer import Customer
from tests.conversations.written import asked

pytestmark = pytest.mark.roads("webchat", "telegram")


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
        surveyed.says("5" if before == ["2"] else "呃呃呃")
    assert surveyed.line.called() == ["misunderstood"]


def test_staff_see_what_was_asked_again_and_why(surveyed: Customer) -> None:
    surveyed.says("4.5").says("蓝色").says("是")
    assert surveyed.line.asked_again() == [("quality", "4"), ("quality", None)]
    surveyed.says("1").says("5")
    assert surveyed.line.asked_again()[2:] == [("delivery", "5")], "a level where the reason was asked for"
    surveyed.says("不想说").says("人工").says("继续")
    assert len(surveyed.line.asked_again()) == 3, "a wish is no answer"


@pytest.mark.roads
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


LEAVING = ["4分，以后别联系我", "4分，退订", "满意，别再打扰我了", "4分，你们打错了"]


@pytest.mark.parametrize("text", LEAVING)
def test_who_answers_and_wants_no_more_messages_is_asked_before_the_goodbye(
    surveyed: Customer, text: str
) -> None:
    surveyed.says(text).hears("以后都不想再收到").sees("是的", "不是").hears_not("物流").answered(
        "quality", "4"
    )
    assert (surveyed.line.consents(), surveyed.line.ends()) == ([True], [])
    assert surveyed.line.answers()["quality"].comment == text


@pytest.mark.parametrize("text", ["是的", "对，别再联系我", "退订", "嗯"])
def test_the_goodbye_is_said_once_confirmed(surveyed: Customer, text: str) -> None:
    surveyed.says("4分，别再给我发了").says(text).hears("不打扰您了")
    assert (surveyed.line.consents(), surveyed.line.ends()) == ([True, False], [("stopped", None)])


def test_the_goodbye_by_a_tap(surveyed: Customer) -> None:
    surveyed.says("4分，别再给我发了").picks("是的").hears("不打扰您了")


@pytest.mark.parametrize("text", ["不是", "继续", "不用，接着答吧"])
def test_who_only_wants_no_calls_goes_on_where_they_were(surveyed: Customer, text: str) -> None:
    surveyed.says("4分，别再给我发了").says(text).hears("物流").is_at(2, of=6).says("5").answered(
        "delivery", "5"
    )
    assert surveyed.line.consents() == [True]


def test_a_goodbye_beside_several_answers_or_the_last_is_confirmed_too(surveyed: Customer) -> None:
    surveyed.says("质量5分，物流4分，别再给我发了").hears("记下了", "以后都不想再收到")
    surveyed.says("不是").hears("服务态度")
    surveyed.says("4").says("4").says("4").says("包装太薄，别再给我发了")
    surveyed.hears("谢谢您", "以后都不想再收到").picks("不是").hears("有什么可以帮您")
    assert surveyed.line.ends()[0][0] == "completed"


def test_why_a_score_was_low_beside_a_goodbye(surveyed: Customer) -> None:
    surveyed.says("2").says("等了一个月没人管，别再给我发了").hears("以后都不想再收到").picks("是的")
    assert surveyed.line.reasons() == {"quality": "等了一个月没人管，别再给我发了"}
    surveyed.hears("不打扰您了")


def test_what_is_neither_yes_nor_no_to_the_goodbye_is_asked_differently(surveyed: Customer) -> None:
    surveyed.says("4分，别再给我发了").says("蓝色").hears("没听明白", "以后都不想再收到")
    surveyed.says("转人工").hears("同事").says("继续").hears("物流")


@pytest.mark.parametrize("text", ["好的", "嗯", "行", "知道了", "谢谢", "👌"])
def test_who_takes_note_of_the_goodbye_is_not_asked_again(surveyed: Customer, text: str) -> None:
    surveyed.says("退订").says(text).hears("不打扰您了").hears_not("可以开始吗")


@pytest.mark.parametrize(
    "text", ["物流改成2分", "算了物流改成2分", "不对，物流是2分", "刚才物流说错了，应该是2分"]
)
def test_a_question_asked_before_is_put_right_by_its_matter(surveyed: Customer, text: str) -> None:
    surveyed.says("5").says("4").says(text).hears("交付与物流这一题，您是说 2 分（不满意）吗？")
    surveyed.answered("delivery", "4").says("是的").answered("delivery", "2").says("慢").hears(
        "服务态度"
    ).is_at(3, of=6)


def test_a_low_score_is_put_right_where_its_reason_is_asked_for(surveyed: Customer) -> None:
    surveyed.says("2").says("不对，质量是4分").hears("产品质量这一题，您是说 4 分").picks("是的").hears(
        "物流"
    )
    assert (surveyed.line.answers()["quality"].value, surveyed.line.reasons()) == ("4", {})


def test_praise_and_blame_of_another_matter_may_be_the_reason(surveyed: Customer) -> None:
    surveyed.says("5").says("2").says("质量倒是还行，就是等太久").hears("记下了", "服务态度")


def test_praise_of_a_question_asked_before_is_offered_there(surveyed: Customer) -> None:
    surveyed.says("4").says("4").says("3").says("小姑娘态度其实很好").hears("服务态度这一题，您是说 5 分")
    surveyed.says("是").hears("价格").answered("service", "5")


@pytest.mark.parametrize(
    "text",
    [
        "上一题选错了，是3分",
        "上一题改成3分",
        "刚才那题是3分",
        "我上一题点错了，应该3分",
        "不好意思，我刚才点错了，应该给3分",
        "刚才说的不算，3分",
    ],
)
def test_the_question_before_is_put_right_with_its_value(surveyed: Customer, text: str) -> None:
    surveyed.says("4").says(text).hears("产品质量这一题，您是说 3 分").says("对").hears("物流").answered(
        "quality", "3"
    )


def test_who_may_be_asked_why_and_only_says_yes_is_listened_to(surveyed: Customer) -> None:
    surveyed.says("2").says("可以").hears("您请说").hears_not("记下了").says("腿断了").hears("物流")
    assert surveyed.line.reasons() == {"quality": "腿断了"}


def test_the_next_question_is_not_skipped_by_who_wants_it(surveyed: Customer) -> None:
    surveyed.says("5分，下一题").hears("物流").is_at(2, of=6).says("4").answered("delivery", "4")


def test_back_beside_an_answer_is_from_the_question_that_was_answered(surveyed: Customer) -> None:
    surveyed.says("5").says("4分，返回上一题").hears("产品质量").is_at(1, of=6).answered("delivery", "4")
    surveyed.says("3").hears("服务态度").answered("quality", "3")


def test_a_correction_beside_an_answer_is_no_value_for_the_open_question(surveyed: Customer) -> None:
    surveyed.says("4").says("5分，上一题改成3分").hears("产品质量这一题，您是说 3 分")
    surveyed.says("是").hears("您是说 5 分").says("是").hears("服务态度")
    surveyed.answered("quality", "3").answered("delivery", "5")


@pytest.mark.parametrize("text", ["质量其实是3分，物流5分", "质量其实是3分，物流5分，服务4分"])
def test_a_correction_by_its_matter_beside_answers_is_confirmed_next(surveyed: Customer, text: str) -> None:
    surveyed.says("4").says(text).hears("产品质量这一题，您是说 3 分").says("是的")
    surveyed.answered("quality", "3").answered("delivery", "5")


def test_question_marks_again_and_again_reach_a_person(surveyed: Customer) -> None:
    surveyed.says("？？？").hears("产品质量").hears_not("同事来看").says("？？？").hears("请直接选一个")
    surveyed.says("？？").hears("已经请同事来看")
    assert surveyed.line.called() == ["misunderstood"]


def test_one_who_asks_for_help_in_words_is_helped_each_time(surveyed: Customer) -> None:
    surveyed.says("？").says("4").says("帮助").says("帮助").says("帮助").hears_not("同事来看")
    assert surveyed.line.called() == []


@pytest.mark.parametrize("text", ["不对，上一题是2分", "上一题其实是2分", "错了，刚才那题是2分"])
def test_a_value_for_the_question_before_is_none_for_the_open_one(surveyed: Customer, text: str) -> None:
    surveyed.says("满意").says(text).hears("产品质量这一题，您是说 2 分")
    assert "delivery" not in surveyed.line.answers()
    surveyed.says("是的").answered("quality", "2")
    assert "delivery" not in surveyed.line.answers()


def test_the_question_before_is_put_right_behind_the_open_one(surveyed: Customer) -> None:
    surveyed.says("4").says("2分，上一题也是3分").hears("产品质量这一题，您是说 3 分")
    surveyed.says("是").answered("quality", "3").hears("您是说 2 分")


def test_the_question_before_is_no_reason(surveyed: Customer) -> None:
    surveyed.says("1").says("不对，上一题是2分").hears("产品质量这一题，您是说 2 分")
    assert surveyed.line.reasons() == {}


def test_what_is_said_of_two_questions_is_confirmed_for_each(surveyed: Customer) -> None:
    surveyed.says("5").says("上一题是3分，这题4分").hears("产品质量这一题，您是说 3 分")
    surveyed.says("是").hears("您是说 4 分").says("是").answered("quality", "3").answered("delivery", "4")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我按错了，是2分", "2 分"),
        ("说错了，3分", "3 分"),
        ("点错了，应该是不满意", "2 分"),
        ("不对，是2分", "2 分"),
        ("错了，2分", "2 分"),
        ("应该是2分", "2 分"),
        ("不是5是3", "3 分"),
    ],
)
def test_a_slip_is_of_the_answer_just_given(surveyed: Customer, text: str, told: str) -> None:
    surveyed.says("5").says(text).hears(f"产品质量这一题，您是说 {told}")
    assert set(surveyed.line.answers()) == {"quality"}
    surveyed.says("是的").answered("quality", told[0])
    assert set(surveyed.line.answers()) == {"quality"}


def test_after_a_slip_the_open_question_is_still_open(surveyed: Customer) -> None:
    surveyed.says("5").says("说错了，3分").says("是的").hears("物流").is_at(2, of=6)


@pytest.mark.parametrize("before", [["5", "上一题"], []])
def test_a_slip_is_none_where_the_open_question_is_meant(surveyed: Customer, before: list[str]) -> None:
    for each in before:
        surveyed.says(each)
    surveyed.says("应该是4分").hears("物流").answered("quality", "4")


AGAIN = asked(
    "again",
    "yes_no",
    "您还会再来吗？",
    "".join(
        f'[[section.question.option]]\nkey = "{key}"\nlabel = "{label}"\n'
        for key, label in (("yes", "会"), ("no", "不会"))
    ),
)


@pytest.mark.parametrize("text", ["贵", "慢", "差", "难吃", "便宜", "好吃"])
def test_praise_and_blame_are_no_yes_or_no(asks: Asks, text: str) -> None:
    asks(AGAIN).says(text).hears("您是说").answers_nothing()


@pytest.mark.parametrize(
    ("text", "value"),
    [("会", True), ("会的", True), ("不，会", True), ("不会", False), ("对，不会", False), ("是的", False)],
)
def test_an_option_named_is_that_option(asks: Asks, text: str, value: bool) -> None:
    asks(AGAIN).says("贵").hears("您是说「不会」").says(text).answered("again", value)


@pytest.mark.parametrize("text", ["扣20分", "差20分", "少5分", "给5星"])
def test_points_taken_off_are_none_given(asks: Asks, text: str) -> None:
    asks(asked("it", "hundred", "满分一百，您给多少分？")).says(text).answers_nothing()


def test_points_taken_off_leave_the_rest(asks: Asks) -> None:
    hundred = asks(asked("it", "hundred", "满分一百，您给多少分？"))
    hundred.says("扣20分").hears("80").says("是").answered("it", 80)


@pytest.mark.parametrize("text", ["12345", "12315"])
def test_a_number_where_a_telephone_is_asked_for_is_no_complaint(asks: Asks, text: str) -> None:
    asks(asked("it", "phone", "方便留个电话吗？")).says(text).hears_not("发生了什么").hears("电话")
