"""Talks about a complaint."""

from datetime import UTC, datetime

import pytest

from tests.conversations.customer import Customer

pytestmark = pytest.mark.roads("webchat", "telegram")


def test_a_complaint_from_story_to_number(visitor: Customer) -> None:
    visitor.opens().says("可以").picks("投诉").hears("发生了什么").says("送来的椅子少了一条腿")
    visitor.hears("记下了", "哪个产品").says("餐椅").hears("订单号").says("20261118001")
    visitor.hears("什么时候").says("前天").hears("怎么解决").sees("退款", "跳过").picks("换货或补发")
    visitor.hears("送来的椅子少了一条腿", "餐椅", "20261118001", "前天", "换货或补发").sees("提交", "修改")
    visitor.picks("提交").is_registered().hears("11月25日（周三）18:00 前", "有什么可以帮您")
    complaint = visitor.line.complaints[0]
    assert complaint.story == "送来的椅子少了一条腿"
    assert (complaint.product, complaint.order_number) == ("餐椅", "20261118001")
    assert (complaint.occurred, complaint.remedy) == ("前天", "换货或补发")
    assert complaint.due_at == datetime(2026, 11, 25, 10, tzinfo=UTC)


def test_what_the_story_tells_is_not_asked_again(visitor: Customer) -> None:
    visitor.opens().says("可以").says("我要投诉").says(
        "11月20日买的床，订单号 A-778812，21日到货就裂了，要求退款"
    )
    visitor.hears("什么时候").hears_not("哪个产品", "订单号是多少")
    visitor.says("昨天").hears("A-778812", "床", "退款")


def test_every_fact_may_be_skipped(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("态度太差")
    visitor.says("跳过").says("不知道").picks("跳过").says("没有").hears("经过：态度太差").hears_not("产品：")
    visitor.says("确认").is_registered()


def test_a_complaint_in_the_middle_of_a_survey(surveyed: Customer) -> None:
    surveyed.says("5").says("2分，我要投诉").hears("发生了什么").hears_not("哪里不好")
    surveyed.answered("delivery", "2")
    surveyed.says("等了两个星期还没到")
    for _ in range(4):
        surveyed.says("跳过")
    surveyed.says("提交").is_registered().hears("接着刚才的问卷", "服务态度").is_at(3, of=6)


def test_a_story_told_beside_the_score_is_not_asked_again(surveyed: Customer) -> None:
    surveyed.says("1分，桌子第三天就塌了，我要投诉").hears("记下了", "哪个产品").answered("quality", "1")


def test_a_complaint_with_the_last_answer(surveyed: Customer) -> None:
    for _ in range(5):
        surveyed.says("5")
    surveyed.says("送货员态度很差，我要投诉").hears("谢谢您", "哪个产品")
    assert surveyed.line.ends()[0][0] == "completed"


@pytest.mark.parametrize("text", ["我想投诉你们的客服，态度特别差", "我要投诉送货的师傅，进门就骂人"])
def test_a_complaint_about_somebody_is_heard_with_its_story(surveyed: Customer, text: str) -> None:
    surveyed.says(text).hears("您说的我都记下了", "哪个产品")
    assert surveyed.line.answers() == {}


def test_the_reason_of_a_low_score_becomes_a_complaint_only_on_a_yes(surveyed: Customer) -> None:
    surveyed.says("1").hears("哪里不好").picks("投诉").hears("发生了什么")
    surveyed.says("不投诉了").hears("不登记投诉", "物流").is_at(2, of=6)
    assert surveyed.line.complaints == []


def test_a_complaint_before_consent_waits_for_it(customer: Customer) -> None:
    customer.says("床板第一天就断了，我要投诉").hears("可以开始吗").says("可以").hears("记下了", "哪个产品")
    for _ in range(4):
        customer.says("跳过")
    customer.hears("床板第一天就断了").says("提交").is_registered()


def test_a_complaint_without_consent_is_not_kept(customer: Customer) -> None:
    customer.says("床板第一天就断了，我要投诉").says("不用了").says("回来").says("可以").hears("产品质量")


def told(customer: Customer) -> Customer:
    """At the summary of a short complaint."""
    customer.opens().says("可以").says("投诉").says("灯不亮")
    for _ in range(4):
        customer.says("跳过")
    return customer.hears("经过：灯不亮")


def test_the_summary_is_corrected(visitor: Customer) -> None:
    told(visitor).picks("修改").hears("哪一项").picks("订单号").hears("订单号是多少").says("88990011")
    visitor.hears("订单号：88990011").says("改").says("补充经过").hears("补充").says("换了灯泡也不亮")
    visitor.hears("灯不亮\n换了灯泡也不亮").says("提交").is_registered()


def test_more_words_at_the_summary_belong_to_the_story(visitor: Customer) -> None:
    told(visitor).says("对了，订单号是 55667788").hears("补充", "订单号：55667788")


def test_back_in_a_complaint(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("灯不亮").says("台灯").hears("订单号")
    visitor.says("上一步").hears("哪个产品").says("吊灯").hears("订单号").says("上一步").says("上一步")
    visitor.hears("补充").says("上一步").hears("不登记投诉")


@pytest.mark.roads("webchat")
def test_an_old_submit_does_not_register_twice(visitor: Customer) -> None:
    summary = told(visitor).shown
    visitor.picks("提交").is_registered().picks("提交", of=summary).hears("前面的")
    assert len(visitor.line.complaints) == 1


@pytest.mark.roads
def test_no_number_loses_no_story(visitor: Customer) -> None:
    told(visitor)
    visitor.line.numbers = False  # type: ignore[attr-defined]
    visitor.picks("提交").hears("好好留着", "灯不亮")
    visitor.line.numbers = True  # type: ignore[attr-defined]
    visitor.picks("提交").is_registered()


def test_state_of_my_complaint(visitor: Customer) -> None:
    visitor.opens().says("可以").says("我的投诉").hears("还没有登记过")
    told(visitor).says("提交").says("我的投诉").is_registered().hears("已受理", "11月25日（周三）18:00 前")


@pytest.mark.roads("telegram")
def test_a_photo_belongs_to_the_complaint(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").sends("a.png").hears("收到", "发生了什么")
    visitor.sends("b.png", "灯罩裂了").hears("收到", "记下了", "哪个产品")


def test_the_complaint_is_left_and_found_again(surveyed: Customer) -> None:
    surveyed.says("5").says("我要投诉").says("灯不亮").hears("哪个产品").says("菜单").sees("继续")
    surveyed.picks("继续").hears("哪个产品").says("不投诉了").hears("物流")


def test_help_and_promises_in_the_middle_of_a_complaint(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("服务承诺").hears("有问必答", "发生了什么")
    visitor.says("帮助").hears("照片", "发生了什么")


def test_facts_told_beside_another_are_not_asked_for(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("沙发塌了").hears("哪个产品")
    visitor.says("灰色沙发，11月1号塌的，要求退款").hears("订单号").says("20261118001")
    visitor.hears("灰色沙发", "11月1号", "您的要求：退款").sees("提交")


def test_what_is_no_order_number_is_not_kept_as_one(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("沙发塌了").says("沙发").says("单子早就丢了")
    visitor.hears("什么时候").says("刚才说了").says("跳过").hears("沙发塌了\n单子早就丢了").hears_not(
        "订单号：", "时间："
    )


@pytest.mark.parametrize("text", ["不投诉了", "我不想投诉了", "算了，不投诉了", "还是不投诉了吧，谢谢"])
def test_who_would_rather_not_complain_is_let_be(visitor: Customer, text: str) -> None:
    visitor.opens().says("可以").says("投诉").says(text).hears("不登记投诉")
    visitor.says("投诉").says("灯不亮").says(text).hears("不登记投诉")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        *[
            ("1", "想补充什么"),
            ("2", "哪个产品"),
            ("3", "订单号是多少"),
            ("4", "什么时候"),
            ("5", "怎么解决"),
        ],
        *[("补充经过", "想补充什么"), ("产品", "哪个产品"), ("订单号", "订单号是多少"), ("时间", "什么时候")],
        *[("我的要求", "怎么解决"), ("第三个", "订单号是多少")],
    ],
)
def test_a_part_to_correct_is_picked_by_number_or_name(visitor: Customer, said: str, asked: str) -> None:
    told(visitor).says("修改").hears("哪一项").says(said).hears(asked).hears_not("投诉号", "不登记")
    assert visitor.line.complaints == []


@pytest.mark.parametrize(
    ("said", "line"),
    [
        *[
            ("订单号改成B777", "订单号：B777"),
            ("不对，产品是茶几", "产品：茶几"),
            ("时间：前天", "时间：前天"),
        ],
        *[("退款", "您的要求：退款"), ("把要求改为换货", "您的要求：换货")],
    ],
)
@pytest.mark.parametrize("first", [[], ["修改"]])
def test_a_named_part_is_corrected_at_once(visitor: Customer, first: list[str], said: str, line: str) -> None:
    told(visitor)
    for each in first:
        visitor.says(each)
    visitor.says(said).hears(line, "经过：灯不亮\n").sees("提交")


def test_a_word_that_may_be_any_part_is_asked_about(visitor: Customer) -> None:
    told(visitor).says("修改").says("餐桌").hears("没听明白", "哪一项").says("返回").hears("经过：灯不亮\n\n")
    visitor.says("修改").says("提交").hears("请您看看").says("提交").is_registered()


def test_a_fact_said_once_more_is_no_part_of_the_story(visitor: Customer) -> None:
    told(visitor).says("产品改成餐桌").hears("产品：餐桌")
    visitor.says("餐桌").hears("经过：灯不亮\n产品：餐桌").hears_not("补充的也记下了")


def test_there_is_nothing_to_skip_in_the_summary(visitor: Customer) -> None:
    told(visitor).says("跳过").hears("没有要跳过的", "经过：灯不亮").sees("提交")


@pytest.mark.parametrize("text", ["不投诉了", "算了不投诉了", "不小心点了投诉，不投诉了", "不想投诉了"])
def test_at_the_summary_it_can_still_be_dropped(visitor: Customer, text: str) -> None:
    told(visitor).says(text).hears("不登记投诉")
    visitor.says("投诉").says(text).hears("不登记投诉")


def test_a_fact_told_for_another_is_placed_where_it_belongs(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("沙发塌了").hears("哪个产品")
    visitor.says("昨天").hears("记在「时间」", "哪个产品").says("13900139000").hears(
        "不是「产品」", "哪个产品"
    )
    visitor.says("沙发").hears("订单号").says("道歉").hears("记在「您的要求」", "订单号").says("跳过")
    visitor.hears("产品：沙发", "时间：昨天", "您的要求：道歉").hears_not("订单号：", "139")


@pytest.mark.roads
@pytest.mark.parametrize("text", ["没有解决", "重新处理", "投诉没解决", "问题还没解决", "我不满意这个处理"])
@pytest.mark.parametrize("before", ["菜单", "人工", "5"])
def test_a_closed_complaint_is_reopened_on_a_yes(surveyed: Customer, before: str, text: str) -> None:
    surveyed.line.close()  # type: ignore[attr-defined]
    surveyed.says(before).says(text).hears("T261123-0001", "重新处理它吗").says("是的").hears("重新处理")
    assert surveyed.line.reopened == ["T261123-0001"]  # type: ignore[attr-defined]
    surveyed.hears("物流" if before == "5" else "产品质量")


@pytest.mark.roads
def test_what_is_not_to_be_reopened_stays_closed(surveyed: Customer) -> None:
    surveyed.line.close()  # type: ignore[attr-defined]
    surveyed.says("投诉没解决").says("不用了").hears("不重新处理", "产品质量").is_at(1, of=6)
    assert surveyed.line.reopened == []  # type: ignore[attr-defined]


@pytest.mark.roads
def test_not_solved_is_an_answer_where_that_is_asked(recommender: Customer) -> None:
    recommender.line.close()  # type: ignore[attr-defined]
    recommender.says("8").says("4").says("门店").says("质量").hears("解决了没有").says("没有解决")
    recommender.answered("solved", False)


@pytest.mark.roads("telegram")
def test_the_words_under_a_photo_are_no_answer_to_what_was_asked(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").sends("1.jpg", "锅盖炸了", album="13").hears("哪个产品")
    visitor.sends("2.jpg", "这是碎片", album="13").hears("补充的也记下了", "哪个产品").says("高压锅")
    visitor.says("跳过").says("跳过").hears("怎么解决").sends("3.jpg", "发票在这里").hears("补充", "怎么解决")
    visitor.says("退款").hears("经过：锅盖炸了\n这是碎片\n发票在这里", "产品：高压锅", "您的要求：退款")


@pytest.mark.roads("telegram")
def test_words_under_a_photo_that_are_the_fact_are_taken_for_it(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("锅盖炸了").says("高压锅").hears("订单号是多少")
    visitor.sends("1.jpg", "20261118001").hears("什么时候").sends("2.jpg", "11月3日").hears("怎么解决")
    visitor.says("跳过").hears("经过：锅盖炸了\n", "订单号：20261118001", "时间：11月3日")


@pytest.mark.roads("telegram")
def test_words_under_a_photo_may_tell_the_fact_beside_other_things(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("锅盖炸了").says("高压锅").hears("订单号是多少")
    visitor.sends("1.jpg", "包装上的订单号 A-778812").hears("补充", "什么时候")


@pytest.mark.roads("telegram")
def test_words_under_a_photo_while_correcting_are_more_of_the_story(visitor: Customer) -> None:
    told(visitor).says("修改").hears("哪一项").sends("1.jpg", "灯罩").hears("经过：灯不亮\n灯罩")
    visitor.says("修改").says("订单号").sends("2.jpg", "说明书").hears("补充", "订单号是多少")


def test_a_complaint_is_cancelled_by_the_button_that_is_open_alone(surveyed: Customer) -> None:
    story = surveyed.says("5").says("投诉").shown
    surveyed.says("灯不亮").hears("哪个产品").picks("不投诉了", of=story).hears("前面的", "哪个产品")
    surveyed.says("不投诉了").hears("不登记投诉", "物流")
    another = surveyed.says("投诉").shown
    surveyed.says("不投诉了").hears("不登记投诉", "物流")
    surveyed.says("投诉").hears("发生了什么").picks("不投诉了", of=another).hears("前面的", "发生了什么")
    surveyed.picks("不投诉了").hears("不登记投诉")
    assert surveyed.line.complaints == []


def test_an_older_summary_does_not_cancel_what_is_being_corrected(visitor: Customer) -> None:
    summary = told(visitor).shown
    visitor.says("修改").hears("哪一项").picks("不投诉了", of=summary).hears("前面的", "哪一项")
    visitor.says("返回").hears("经过：灯不亮").says("提交").hears("投诉号")


@pytest.mark.roads("telegram")
@pytest.mark.parametrize("nothing", ["4", "。", "12345678", "？？？", "５"])
def test_a_number_or_a_sign_is_no_story(visitor: Customer, nothing: str) -> None:
    visitor.opens().says("可以").says("投诉").says(nothing).hears("发生了什么").sees("不投诉了")
    visitor.says("灯不亮").hears("哪个产品")
    visitor.says("不投诉了").commands("complaint", nothing).hears("先知道发生了什么").sees("不投诉了")


def test_a_number_before_consent_is_no_story(customer: Customer) -> None:
    customer.commands("complaint", "4").says("可以").hears("发生了什么").hears_not("记下了")


@pytest.mark.roads("telegram")
@pytest.mark.parametrize("text", ["投诉你们，锅炸了", "我要投诉"])
def test_who_complains_before_consent_is_not_asked_to_fill_in_a_survey(customer: Customer, text: str) -> None:
    customer.says(text).hears("帮您登记", "投诉、查进度", "只用来", "可以开始吗").hears_not("一共", "题")


@pytest.mark.parametrize("text", ["投诉你们，锅炸了", "我要投诉，灯不亮"])
def test_a_story_of_three_characters_is_not_asked_again(customer: Customer, text: str) -> None:
    customer.says(text).says("可以").hears("您说的我都记下了", "哪个产品")


def test_who_complains_after_the_welcome_is_shown_what_holds_for_complaints(customer: Customer) -> None:
    customer.opens().hears("一共 6 题").commands("complaint").hears("投诉、查进度", "只用来").hears_not("题")


def test_a_word_about_the_survey_drops_no_complaint(surveyed: Customer) -> None:
    surveyed.says("5").says("我要投诉").says("第一题改成2分").hears("投诉还没说完", "发生了什么")
    surveyed.says("沙发腿断了").hears("哪个产品")


def test_a_story_told_before_consent_is_kept_for_it(customer: Customer) -> None:
    customer.says("我要投诉").says("灯坏了").hears("您同意后", "可以开始吗").hears_not("没听明白")
    customer.says("可以").hears("您说的我都记下了", "哪个产品")
    for _ in range(4):
        customer.says("跳过")
    customer.hears("经过：灯坏了")


def test_what_the_story_tells_is_not_asked_but_shown(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("我在你们店买了一台洗衣机，订单号 88812345，三天前漏水了")
    visitor.hears("怎么解决").hears_not("哪个产品", "订单号是多少").says("退款")
    visitor.hears("产品：洗衣机", "订单号：88812345", "时间：三天前").says("产品改成烘干机").hears(
        "产品：烘干机"
    )
