"""Talks about a survey."""

import pytest

from tests.conversations.conftest import Offered
from tests.conversations.customer import Customer
from tests.conversations.written import SECTION, scale

pytestmark = pytest.mark.roads("webchat", "telegram")


def test_from_welcome_to_thanks(customer: Customer) -> None:
    customer.opens().hears("青禾家居", "6 题", "2 分钟", "只用来", "可以开始吗").sees("可以，开始", "不用了")
    customer.picks("可以，开始").hears("产品质量").is_at(1, of=6).sees("非常满意")
    customer.says("4").hears("物流").is_at(2, of=6).answered("quality", "4")
    customer.says("非常满意").hears("服务态度").answered("delivery", "5")
    customer.picks("满意").hears("价格").answered("service", "4")
    customer.says("３分").hears("沟通").answered("price", "3")
    customer.says("挺满意的").hears("想告诉我们").is_at(6, of=6).answered("communication", "4")
    customer.says("包装可以再结实一点").hears("谢谢您", "有什么可以帮您").sees("再填一次问卷", "投诉")
    customer.answered("words", "包装可以再结实一点")
    assert customer.line.ends() == [("completed", pytest.approx(81.0))]
    assert customer.line.consents() == [True]


def test_words_of_agreement_begin_the_survey(customer: Customer) -> None:
    customer.opens().says("好的").hears("产品质量")


def test_no_means_no_and_a_word_is_enough_to_come_back(customer: Customer) -> None:
    customer.opens().says("不用了").hears("不打扰您").hears_not("产品质量")
    customer.says("嗯嗯今天天气不错").hears("不打扰您")
    assert customer.line.consents() == [False]
    customer.says("回来").hears("可以开始吗").says("可以").hears("产品质量")
    assert customer.line.consents() == [False, True]


@pytest.mark.parametrize("text", ["对了，你们几点下班", "可以但别打电话", "可以，不过我先问一下要多久"])
def test_a_yes_that_says_more_is_no_consent_yet(customer: Customer, text: str) -> None:
    customer.opens().says(text).hears("可以开始吗")
    assert customer.line.consents() == []
    customer.says("好的，你问吧").hears("产品质量")


def test_a_greeting_after_the_welcome_is_understood(customer: Customer) -> None:
    customer.opens().says("你好").hears("可以开始吗").hears_not("没听明白")


@pytest.mark.parametrize("text", ["跳过", "停下", "看得到"])
def test_a_word_of_the_notice_is_no_consent(customer: Customer, text: str) -> None:
    customer.opens().says(text).hears_not("产品质量")
    assert True not in customer.line.consents()


@pytest.mark.roads("telegram")
def test_nothing_is_asked_before_consent(customer: Customer) -> None:
    customer.says("5分").hears("可以开始吗")
    customer.says("5分").hears("没听明白", "可以开始吗")
    assert customer.line.answers() == {}


def test_a_low_score_is_asked_about(surveyed: Customer) -> None:
    surveyed.says("2").hears("抱歉", "产品质量").sees("投诉", "跳过")
    surveyed.says("用了三天就坏了").hears("记下了", "物流").is_at(2, of=6)
    assert surveyed.line.reasons() == {"quality": "用了三天就坏了"}


def test_the_reason_need_not_be_given(surveyed: Customer) -> None:
    surveyed.says("1").picks("跳过").hears("物流")
    surveyed.says("1").says("没有").hears("服务态度")
    assert surveyed.line.reasons() == {}


def test_who_said_why_is_not_asked_why(surveyed: Customer) -> None:
    surveyed.says("2分，桌腿断了").hears("物流").hears_not("哪里不好")
    assert surveyed.line.answers()["quality"].comment == "2分，桌腿断了"


def test_a_guess_is_recorded_only_when_confirmed(recommender: Customer) -> None:
    recommender.says("太好了").hears("您是说 10 分吗").sees("是的", "不是")
    assert recommender.line.answers() == {}
    recommender.says("是的").hears("几颗星").answered("recommend", "10")


def test_a_guess_that_was_wrong_is_asked_again(recommender: Customer) -> None:
    recommender.says("太好了").picks("不是").hears("0 到 10 之间")
    assert recommender.line.answers() == {}
    recommender.says("9").answered("recommend", "9")


def test_another_answer_takes_the_place_of_the_guess(recommender: Customer) -> None:
    recommender.says("太好了").says("1").answered("recommend", "1")


def test_an_answer_with_the_words_of_the_guess_is_no_yes_to_it(surveyed: Customer) -> None:
    surveyed.says("都坏了").hears("您是说 2 分（不满意）吗").says("满意").answered("quality", "4")


def test_no_and_the_answer_in_one_breath(recommender: Customer) -> None:
    recommender.says("太好了").says("不是，8分").answered("recommend", "8")


def test_not_understood_three_times(surveyed: Customer) -> None:
    surveyed.says("蓝色").hears("用一句话说产品质量")
    surveyed.says("蓝色").hears("请直接选一个", "1. 非常不满意", "5. 非常满意").sees("满意")
    surveyed.says("蓝色").hears("已经请同事来看")
    assert surveyed.line.called() == ["misunderstood"]
    surveyed.says("蓝色").hears("请直接选一个").hears_not("同事")
    surveyed.says("4").hears("物流").says("紫色").hears("是满意、不满意")
    assert surveyed.line.called() == ["misunderstood"]


def test_back_and_a_second_answer(surveyed: Customer) -> None:
    surveyed.says("5").says("5").hears("服务态度").says("上一题").hears("物流").is_at(2, of=6)
    surveyed.says("3").hears("服务态度").answered("delivery", "3")


def test_back_twice_then_on_where_it_was(surveyed: Customer) -> None:
    surveyed.says("5").says("5").says("上一题").says("上一题").hears("产品质量")
    surveyed.says("4").hears("服务态度").is_at(3, of=6)


def test_there_is_nothing_before_the_first_question(surveyed: Customer) -> None:
    surveyed.says("上一题").hears("第一题", "产品质量")


def test_back_from_a_reason_changes_the_score(surveyed: Customer) -> None:
    surveyed.says("2").says("选错了").hears("产品质量").says("5").hears("物流").answered("quality", "5")


@pytest.mark.parametrize("typed_ahead", ["5", "４", "五分", "⭐⭐", "满意", "不满意", "挺好的"])
def test_a_level_typed_ahead_is_no_reason(surveyed: Customer, typed_ahead: str) -> None:
    surveyed.says("2").says(typed_ahead).hears("没有记", "产品质量").sees("跳过")
    assert surveyed.line.reasons() == {}
    assert list(surveyed.line.answers()) == ["quality"]
    surveyed.says("腿是歪的").hears("记下了", "物流").answered("quality", "2")
    assert surveyed.line.reasons() == {"quality": "腿是歪的"}


@pytest.mark.parametrize("reason", ["太差了", "2个螺丝是坏的", "用了三天就坏了", "气死我了"])
def test_a_reason_need_not_be_well_put(surveyed: Customer, reason: str) -> None:
    surveyed.says("2").says(reason).hears("记下了", "物流")
    assert surveyed.line.reasons() == {"quality": reason}


@pytest.mark.parametrize("text", ["不投诉", "算了不说了", "算了吧"])
def test_saying_no_more_is_no_reason(surveyed: Customer, text: str) -> None:
    surveyed.says("2").says(text).hears("物流")
    assert surveyed.line.reasons() == {}


@pytest.mark.parametrize("onwards", ["跳过", "下一题"])
def test_back_and_on_again_keeps_the_answer(surveyed: Customer, onwards: str) -> None:
    surveyed.says("5").says("上一题").says(onwards).hears("物流").is_at(2, of=6).answered("quality", "5")
    assert len(surveyed.line.ends()) == 0


def test_back_and_on_again_needs_no_second_answer_to_a_required_question(recommender: Customer) -> None:
    recommender.says("9").says("上一题").says("跳过").hears("几颗星").answered("recommend", "9")


def test_what_was_typed_wrong_is_answered_again(surveyed: Customer) -> None:
    surveyed.says("5").says("刚才打错了").hears("产品质量").says("3").hears("物流").answered("quality", "3")


@pytest.mark.parametrize(
    "text",
    ["满意的话就不会来了", "别人都说满意", "您满意就好", "勉强满意", "满意谈不上", "要是没坏，我就给5分"],
)
def test_a_level_that_is_not_their_own_is_asked_about(surveyed: Customer, text: str) -> None:
    surveyed.says(text)
    assert surveyed.line.answers() == {}


def test_a_question_that_need_not_be_answered_is_skipped(surveyed: Customer) -> None:
    surveyed.says("跳过").hears("物流")
    assert surveyed.line.answers()["quality"].missing == "skipped"
    surveyed.says("不知道").hears("服务态度")
    assert surveyed.line.answers()["delivery"].missing == "unknown"


def test_a_required_question_is_not_skipped_but_nobody_is_stuck(recommender: Customer) -> None:
    recommender.says("跳过").hears("很重要", "停止", "推荐我们").says("不想说").hears("很重要")
    assert recommender.line.answers() == {}
    recommender.says("停止").hears("谢谢您", "有什么可以帮您")
    assert recommender.line.ends() == [("stopped", None)]


def test_later_keeps_the_place(surveyed: Customer) -> None:
    surveyed.says("5").says("晚点再说").hears("什么时候", "都留着")
    surveyed.says("继续").hears("物流").is_at(2, of=6)
    assert surveyed.line.ends() == []


def test_an_old_button_is_not_an_answer(surveyed: Customer) -> None:
    first = surveyed.shown
    surveyed.says("5").hears("物流").picks("不满意", of=first).hears("前面的", "物流").is_at(2, of=6)
    surveyed.answered("quality", "5")
    assert "delivery" not in surveyed.line.answers()


def test_from_the_beginning_again(surveyed: Customer) -> None:
    surveyed.says("5").says("5").says("重新开始").hears("前面答的都要重来吗").sees("是的", "不是")
    surveyed.says("是的").hears("产品质量").is_at(1, of=6)
    surveyed.says("3").hears("物流").is_at(2, of=6).answered("quality", "3")


@pytest.mark.parametrize("text", ["重新开始", "再来一次", "重来"])
def test_nothing_is_set_aside_unasked(surveyed: Customer, text: str) -> None:
    surveyed.says("5").says(text).hears("前面答的都要重来吗").says("不是").hears("物流").is_at(2, of=6)
    surveyed.says("4").hears("服务态度").answered("quality", "5")


def test_from_the_reason_of_the_last_question_it_begins_again_too(begins: Offered) -> None:
    customer = begins(SECTION + scale("it", "质量怎么样？", "reason_below = 60")).says("1")
    customer.says("重新开始").hears("前面答的都要重来吗").says("是").hears("质量怎么样").is_at(1, of=1)
    assert customer.line.ends() == []


def test_who_answered_nothing_begins_again_unasked(surveyed: Customer) -> None:
    surveyed.says("重新开始").hears("产品质量").hears_not("重来吗")


def test_every_kind_of_question(recommender: Customer) -> None:
    recommender.is_at(1, of=6).says("8").says("四颗星").answered("overall", "4")
    recommender.hears("您的经历").picks("门店").answered("bought", "store")
    recommender.picks("价格", "质量").hears("解决了没有").answered("matters", ["quality", "price"])
    recommender.says("解决了").answered("solved", True)
    recommender.picks("跳过").hears("谢谢您")
    assert recommender.line.ends()[0][0] == "completed"


def test_too_many_picked_are_asked_about(recommender: Customer) -> None:
    recommender.says("8").says("跳过").says("跳过").hears("最多选三项")
    recommender.picks("质量", "价格", "口碑", "交货快").hears("一到三项")
    assert "matters" not in recommender.line.answers()


def test_the_survey_is_over_only_once(surveyed: Customer) -> None:
    for _ in range(5):
        surveyed.says("5")
    surveyed.says("没有").hears("谢谢您")
    surveyed.says("5").hears("没听明白")
    assert surveyed.line.ends() == [("completed", pytest.approx(100.0))]
    surveyed.says("再填一次问卷").hears("产品质量").is_at(1, of=6)


@pytest.mark.roads("webchat")
def test_a_link_to_a_survey_that_was_answered_begins_nothing(surveyed: Customer) -> None:
    for _ in range(6):
        surveyed.says("5")
    surveyed.opens("satisfaction").hears_nothing()


@pytest.mark.roads("telegram")
def test_a_photo_beside_a_question_is_kept_and_the_question_asked_again(surveyed: Customer) -> None:
    surveyed.sends("坏了.jpg").hears("收到", "产品质量")
    surveyed.sends("坏了.jpg", "2分").hears("收到", "哪里不好").answered("quality", "2")


def test_help_tells_what_can_be_said(surveyed: Customer) -> None:
    surveyed.says("帮助").hears("耐不耐用", "返回", "跳过", "停止", "投诉", "人工", "产品质量").is_at(1, of=6)


def test_without_a_survey_there_is_still_a_menu(visitor: Customer) -> None:
    visitor.opens().hears("投诉").says("可以").hears("有什么可以帮您").sees("投诉", "找人工")
    visitor.says("重新开始").hears("没有要填的问卷")


@pytest.mark.parametrize("text", ["谢谢", "好的，谢谢", "没有了"])
def test_thanks_at_the_menu_are_understood(visitor: Customer, text: str) -> None:
    visitor.opens().says("可以").says(text).hears("有事随时来说").hears_not("没听明白")


@pytest.mark.parametrize("text", ["我的沙发什么时候能修好"])
def test_praise_and_questions_at_the_menu_are_told_where_they_go(visitor: Customer, text: str) -> None:
    visitor.opens().says("可以").says(text).hears("同事看得到", "「人工」").hears_not("没听明白")


def test_anger_is_met_with_an_apology_and_no_value(surveyed: Customer) -> None:
    surveyed.says("滚").hears("很抱歉", "「人工」", "产品质量")
    surveyed.says("你是机器人吗").hears("小助手", "产品质量")
    assert surveyed.line.answers() == {}


def test_a_word_to_go_on_is_understood_in_a_question(surveyed: Customer) -> None:
    surveyed.says("不会弄").hears("点按钮", "产品质量").says("继续").hears("产品质量").hears_not("没听明白")


def test_goodbye_in_the_middle_keeps_the_place(surveyed: Customer) -> None:
    surveyed.says("5").says("再见").hears("都留着").says("继续").hears("物流")


@pytest.mark.parametrize("text", ["为什么是4分", "满意的标准是什么", "跟满意没关系"])
def test_a_question_about_a_guess_records_nothing(surveyed: Customer, text: str) -> None:
    surveyed.says("4.5分").hears("您是说 4 分").says(text).hears("您是说 4 分")
    surveyed.says(text).hears("请直接选一个").sees("满意", "非常满意").says("5").answered("quality", "5")


@pytest.mark.parametrize("text", ["第一题改成2分", "我想改第1题，2分", "把第一题改为2分"])
def test_a_question_called_by_number_is_corrected_itself(surveyed: Customer, text: str) -> None:
    surveyed.says("5").says(text).hears("产品质量这一题，您是说 2 分（不满意）吗？")
    surveyed.says("是").hears("哪里不好").answered("quality", "2")
    assert "delivery" not in surveyed.line.answers()
    surveyed.says("跳过").hears("物流").is_at(2, of=6)


@pytest.mark.parametrize("text", ["我想改第一题", "回到第一题", "第一题选错了", "第一题"])
def test_a_question_called_by_number_is_asked_again(surveyed: Customer, text: str) -> None:
    surveyed.says("5").says("5").says(text).hears("产品质量").is_at(1, of=6)
    surveyed.says("4").is_at(3, of=6).answered("quality", "4")


def test_a_question_that_was_not_asked_yet_has_to_wait(surveyed: Customer) -> None:
    surveyed.says("5").says("第四题给5分").hears("第 4 题还没有问到", "物流").is_at(2, of=6)
    assert list(surveyed.line.answers()) == ["quality"]


@pytest.mark.roads("webchat")
def test_nothing_written_is_no_miss(surveyed: Customer) -> None:
    for text in ("", " ", "\n", "　"):
        surveyed.says(text).hears("产品质量").hears_not("没听明白")
    assert surveyed.line.called() == []


@pytest.mark.parametrize("text", ["同意", "可以", "开始", "那开始吧", "我改主意了", "回来"])
def test_who_declined_may_come_back_in_any_words(customer: Customer, text: str) -> None:
    customer.opens().says("不用了").hears("不打扰").says(text).hears("可以开始吗")


@pytest.mark.parametrize(
    "text", ["不用了，继续问卷", "回到问卷", "接着填", "不等了", "我想回去填问卷", "算了", "继续"]
)
def test_who_waits_can_go_on_in_any_words(surveyed: Customer, text: str) -> None:
    surveyed.says("5").says("人工").says(text).hears("物流").is_at(2, of=6)


def test_who_stopped_is_told_so(surveyed: Customer) -> None:
    surveyed.says("停止").says("继续").hears("已经结束了", "填问卷").sees("填问卷")


@pytest.mark.parametrize("before", [[], ["5"], ["2"], ["人工"], ["投诉"], ["投诉", "灯不亮"]])
def test_thanks_are_answered(surveyed: Customer, before: list[str]) -> None:
    for text in before:
        surveyed.says(text)
    surveyed.says("谢谢").hears("不客气").hears_not("没听明白")
    surveyed.says("再见").hears("您先忙")


@pytest.mark.parametrize("before", [["5"], ["2"], ["人工"], ["菜单"], ["投诉"], ["投诉", "灯不亮"]])
def test_never_mind_is_answered(surveyed: Customer, before: list[str]) -> None:
    for text in before:
        surveyed.says(text)
    surveyed.says("算了").hears_not("没听明白", "记下了")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        *[("你们是谁", "青禾家居"), ("要多久", "几分钟"), ("大概要几分钟？", "几分钟")],
        *[("我的数据会给谁", "负责的同事"), ("你好", "您好！")],
    ],
)
def test_a_question_before_consent_is_answered_in_a_line(customer: Customer, text: str, line: str) -> None:
    customer.opens().says(text).hears(line, "可以开始吗？").hears_not("不好意思", "用您自己的话回答")
    customer.sees("可以，开始").says("可以").hears("产品质量")


@pytest.mark.roads("telegram")
@pytest.mark.parametrize("text", ["嗯嗯今天天气", "？？", "5分", "谢谢", "人工", "帮助"])
def test_the_welcome_is_told_once(customer: Customer, text: str) -> None:
    customer.opens().hears("只用来").says(text).hears("可以开始吗").hears_not("只用来").says(text)
    customer.hears("可以开始吗").hears_not("只用来").sees("可以，开始", "不用了").starts().hears("只用来")


@pytest.mark.parametrize(
    ("before", "open_"),
    [
        *[(["可以"], "产品质量"), (["可以", "2"], "哪里不好"), (["可以", "4.5分"], "您是说")],
        *[(["可以", "投诉"], "发生了什么"), (["可以", "投诉", "灯不亮"], "哪个产品")],
        *[(["可以", "投诉", "灯不亮", *["跳过"] * 4], "请您看看"), (["可以", "菜单"], "有什么可以帮您")],
        *[(["可以", "人工"], "您写的话"), (["不用了"], "回来")],
    ],
)
@pytest.mark.parametrize(
    ("text", "line"), [("你们是谁", "青禾家居的小助手"), ("你好", "您好！"), ("我的数据会给谁", "负责的同事")]
)
def test_who_asks_about_the_talk_is_answered_anywhere(
    customer: Customer, before: list[str], open_: str, text: str, line: str
) -> None:
    customer.opens()
    for each in before:
        customer.says(each)
    customer.says(text).hears(line, open_).hears_not("没听明白", "记下了")


def test_how_long_a_complaint_takes_is_not_ours_to_say(surveyed: Customer) -> None:
    surveyed.says("要多久").hears("几分钟", "产品质量").says("人工").says("要多久").hears_not("几分钟")


@pytest.mark.parametrize("story", ["你们把我的信息泄露了", "我的信息泄露了"])
def test_data_that_leaked_is_a_story_and_no_question(surveyed: Customer, story: str) -> None:
    surveyed.says("投诉").says(story).hears("您说的我都记下了", "哪个产品")


@pytest.mark.parametrize(("said", "key"), [("慢", "quality"), ("便宜", "quality"), ("冷淡", "quality")])
def test_words_of_another_matter_are_asked_about(surveyed: Customer, said: str, key: str) -> None:
    surveyed.says(said).hears("您是说")
    assert key not in surveyed.line.answers()
