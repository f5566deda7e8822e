"""Talks about a complaint."""

from datetime import UTC, datetime

from tests.conversations.customer import Customer


def test_a_complaint_from_story_to_number(visitor: Customer) -> None:
    visitor.opens().says("可以").picks("投诉").hears("发生了什么").says("送来的椅子少了一条腿")
    visitor.hears("记下了", "哪个产品").says("餐椅").hears("订单号").says("20261118001")
    visitor.hears("什么时候").says("前天").hears("怎么解决").sees("退款", "跳过").picks("换货或补发")
    visitor.hears("送来的椅子少了一条腿", "餐椅", "20261118001", "前天", "换货或补发").sees("提交", "修改")
    visitor.picks("提交").hears("T261123-0001", "11月25日（周三）18:00前", "有什么可以帮您")
    complaint = visitor.line.complaints[0]
    assert complaint.story == "送来的椅子少了一条腿"
    assert (complaint.product, complaint.order_number) == ("餐椅", "20261118001")
    assert (complaint.occurred, complaint.remedy) == ("前天", "换货或补发")
    assert complaint.due_at == datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert complaint.due_kind == "answer"


def test_what_the_story_tells_is_not_asked_again(visitor: Customer) -> None:
    visitor.opens().says("可以").says("我要投诉").says(
        "11月20日买的床，订单号 A-778812，到货就裂了，要求退款"
    )
    visitor.hears("哪个产品").says("床").hears("A-778812", "11月20日", "退款").hears_not("订单号是多少")


def test_every_fact_may_be_skipped(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("态度太差")
    visitor.says("跳过").says("不知道").picks("跳过").says("没有").hears("经过：态度太差").hears_not("产品：")
    visitor.says("确认").hears("T261123-0001")


def test_a_complaint_in_the_middle_of_a_survey(surveyed: Customer) -> None:
    surveyed.says("5").says("2分，我要投诉").hears("发生了什么").hears_not("哪里不好")
    surveyed.answered("delivery", "2")
    surveyed.says("等了两个星期还没到")
    for _ in range(4):
        surveyed.says("跳过")
    surveyed.says("提交").hears("T261123-0001", "接着刚才的问卷", "服务态度").is_at(3, of=6)


def test_a_story_told_beside_the_score_is_not_asked_again(surveyed: Customer) -> None:
    surveyed.says("1分，桌子第三天就塌了，我要投诉").hears("记下了", "哪个产品").answered("quality", "1")


def test_a_complaint_with_the_last_answer(surveyed: Customer) -> None:
    for _ in range(5):
        surveyed.says("5")
    surveyed.says("送货员态度很差，我要投诉").hears("谢谢您", "哪个产品")
    assert surveyed.line.ends()[0][0] == "completed"


def test_the_reason_of_a_low_score_becomes_a_complaint_only_on_a_yes(surveyed: Customer) -> None:
    surveyed.says("1").hears("哪里不好").picks("投诉").hears("发生了什么")
    surveyed.says("不投诉了").hears("不登记投诉", "物流").is_at(2, of=6)
    assert surveyed.line.complaints == []


def test_a_complaint_before_consent_waits_for_it(customer: Customer) -> None:
    customer.says("床板第一天就断了，我要投诉").hears("可以开始吗").says("可以").hears("记下了", "哪个产品")
    for _ in range(4):
        customer.says("跳过")
    customer.hears("床板第一天就断了").says("提交").hears("T261123-0001")


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
    visitor.hears("灯不亮\n换了灯泡也不亮").says("提交").hears("T261123-0001")


def test_more_words_at_the_summary_belong_to_the_story(visitor: Customer) -> None:
    told(visitor).says("对了，订单号是 55667788").hears("补充", "订单号：55667788")


def test_back_in_a_complaint(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("灯不亮").says("台灯").hears("订单号")
    visitor.says("上一步").hears("哪个产品").says("吊灯").hears("订单号").says("上一步").says("上一步")
    visitor.hears("补充").says("上一步").hears("不登记投诉")


def test_an_old_submit_does_not_register_twice(visitor: Customer) -> None:
    summary = told(visitor).shown
    visitor.picks("提交").hears("T261123-0001").picks("提交", of=summary).hears("前面的")
    assert len(visitor.line.complaints) == 1


def test_no_number_loses_no_story(visitor: Customer) -> None:
    told(visitor)
    visitor.line.numbers = False  # type: ignore[attr-defined]
    visitor.picks("提交").hears("好好留着", "灯不亮")
    visitor.line.numbers = True  # type: ignore[attr-defined]
    visitor.picks("提交").hears("T261123-0001")


def test_state_of_my_complaint(visitor: Customer) -> None:
    visitor.opens().says("可以").says("我的投诉").hears("还没有登记过")
    told(visitor).says("提交").says("我的投诉").hears("T261123-0001", "已受理", "11月25日（周三）18:00前")


def test_a_photo_belongs_to_the_complaint(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").sends("a.png").hears("收到", "发生了什么")
    visitor.sends("b.png", "灯罩裂了").hears("收到", "记下了", "哪个产品")


def test_the_complaint_is_left_and_found_again(surveyed: Customer) -> None:
    surveyed.says("5").says("我要投诉").says("灯不亮").hears("哪个产品").says("菜单").sees("继续")
    surveyed.picks("继续").hears("哪个产品").says("不投诉了").hears("物流")


def test_help_and_promises_in_the_middle_of_a_complaint(visitor: Customer) -> None:
    visitor.opens().says("可以").says("投诉").says("服务承诺").hears("有问必答", "发生了什么")
    visitor.says("帮助").hears("照片", "发生了什么")
