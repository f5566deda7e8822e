"""Talks as they go in a messenger: edits, messages taken back, albums, voice, stickers, disorder."""

import pytest

from storage.surveys import check
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine

pytestmark = pytest.mark.roads("telegram")


def test_an_edited_answer_is_asked_about_before_it_counts(surveyed: Customer) -> None:
    surveyed.says("4").hears("物流").changes("4", "5").hears("您改了前面的回答", "您是说 5 分").answered(
        "quality", "4"
    )
    surveyed.says("是的").hears("物流").is_at(2, of=6).answered("quality", "5")


def test_an_edit_that_was_not_meant_leaves_the_answer(surveyed: Customer) -> None:
    surveyed.says("4").changes("4", "1").hears("您是说 1 分").says("不是").hears("产品质量")
    surveyed.says("跳过").hears("物流").answered("quality", "4")


def test_an_edit_goes_back_over_several_questions_and_on_where_the_talk_was(surveyed: Customer) -> None:
    surveyed.says("4").says("5").says("3").hears("价格")
    surveyed.changes("5", "2").hears("交付与物流这一题，您是说 2 分（不满意）吗？").says("对").hears(
        "哪里不好"
    ).answered("delivery", "2")
    surveyed.says("箱子破了").hears("价格").is_at(4, of=6)


def test_a_slip_of_the_pen_changes_nothing(surveyed: Customer) -> None:
    surveyed.says("满亿，4分").says("5").hears("服务态度")
    surveyed.changes("满亿，4分", "满意，4分").hears("改过的话留下了", "服务态度").is_at(3, of=6)


def test_an_edit_taken_back_by_another_leaves_the_answer(surveyed: Customer) -> None:
    surveyed.says("4").changes("4", "1").hears("您是说 1 分").changes("4", "4").hears(
        "改过的话留下了", "物流"
    )
    surveyed.answered("quality", "4")


def test_an_edit_that_says_no_value_asks_the_question_anew(surveyed: Customer) -> None:
    surveyed.says("4").changes("4", "看心情").hears("您改了前面的回答", "产品质量").is_at(1, of=6)
    surveyed.answered("quality", "4")


def test_an_answer_to_a_low_score_is_edited(surveyed: Customer) -> None:
    surveyed.says("2").hears("哪里不好").changes("2", "4").hears("您是说 4 分").says("是的").hears("物流")
    surveyed.answered("quality", "4")


WORDS_FIRST = """
key = "words_first"
title = "先说后评"
purpose = "想听听您的感受"
minutes = 1

[[section]]
title = "您的话"

[[section.question]]
key = "words"
kind = "text"
title = "想说的话"
text = "最想让我们改哪一件事？"

[[section.question]]
key = "overall"
kind = "scale"
title = "总体感受"
text = "总的来说怎么样？"
scheme = "satisfaction5"
weight = 100
"""


@pytest.fixture
def speaker() -> Customer:
    """Has answered a question in their own words and is asked another."""
    return Customer(DirectLine(check(WORDS_FIRST))).opens().picks_first().says("包装太薄")


def test_own_words_are_what_the_customer_makes_of_them(speaker: Customer) -> None:
    speaker.hears("总的来说").answered("words", "包装太薄")
    speaker.changes("包装太薄", "包装太薄，还漏水").hears("照您改过的记下了", "总的来说").is_at(2, of=2)
    speaker.answered("words", "包装太薄，还漏水")


def test_a_wish_edited_into_an_answer_is_no_answer(speaker: Customer) -> None:
    speaker.changes("包装太薄", "跳过").hears("哪一件事").answered("words", "包装太薄")


@pytest.mark.parametrize(("to", "why"), [("我要找人工", "human"), ("我不想活了", "crisis")])
def test_who_needs_a_person_is_heard_in_an_edit_too(speaker: Customer, to: str, why: str) -> None:
    speaker.changes("包装太薄", to).hears("同事").answered("words", "包装太薄")
    assert speaker.line.called() == [why]


def test_what_was_not_understood_may_be_mended_by_an_edit(surveyed: Customer) -> None:
    surveyed.says("呃呃呃").hears("用一句话说").changes("呃呃呃", "4分").hears("物流").answered(
        "quality", "4"
    )


def test_what_was_only_guessed_may_be_mended_by_an_edit(surveyed: Customer) -> None:
    surveyed.says("4.5分").hears("您是说").changes("4.5分", "5分").hears("物流").answered("quality", "5")


def test_an_edit_of_anything_else_is_kept_and_the_talk_stays(surveyed: Customer) -> None:
    surveyed.says("投诉").says("沙发腿断了").hears("哪个产品")
    surveyed.changes("沙发腿断了", "沙发腿断了两条").hears("改过的话留下了", "哪个产品")


def test_an_edit_of_a_finished_survey_changes_no_answer(surveyed: Customer) -> None:
    for text in ("4", "5", "5分", "4分", "满意", "没有了"):
        surveyed.says(text)
    surveyed.hears("谢谢您").changes("4", "1").hears("改过的话留下了", "已经记下的不变", "有什么可以帮您")
    surveyed.answered("quality", "4")


@pytest.mark.parametrize("before", [[], ["4"], ["2"], ["投诉"], ["人工"], ["4.5分"]])
def test_a_message_taken_back_is_not_talked_about(surveyed: Customer, before: list[str]) -> None:
    surveyed.says("你好")
    for text in before:
        surveyed.says(text)
    surveyed.takes_back("你好").hears_nothing()


@pytest.mark.roads
def test_an_album_is_acknowledged_once(surveyed: Customer) -> None:
    surveyed.says("投诉").sends("1.jpg", album="13").hears("文件收到了", "发生了什么")
    surveyed.sends("2.jpg", album="13").hears_nothing().sends("3.jpg", album="13").hears_nothing()
    surveyed.sends("4.jpg", album="14").hears("文件收到了").sends("5.jpg").hears("文件收到了")


def test_the_words_with_the_last_photo_of_an_album_are_heard(surveyed: Customer) -> None:
    surveyed.says("投诉").sends("1.jpg", album="13")
    surveyed.sends("2.jpg", "沙发腿断了", album="13").hears("我都记下了", "哪个产品").hears_not("文件收到了")


@pytest.mark.roads
def test_who_begins_with_an_album_is_welcomed_once(customer: Customer) -> None:
    customer.sends("1.jpg", album="13").hears("文件收到了", "可以开始吗")
    customer.sends("2.jpg", album="13").hears_nothing()


@pytest.mark.roads
def test_a_voice_message_is_for_colleagues(surveyed: Customer) -> None:
    surveyed.sends("1.oga").hears("语音收到了", "请打字", "产品质量")


def test_a_sticker_can_not_be_read(surveyed: Customer) -> None:
    surveyed.sends_a_sticker().hears("读不了", "产品质量").sees("满意")


def test_a_sticker_is_a_greeting_too(customer: Customer) -> None:
    customer.sends_a_sticker().hears("可以开始吗").hears_not("读不了")


@pytest.mark.roads
def test_messages_in_the_wrong_order_are_asked_again(surveyed: Customer) -> None:
    surveyed.says("2").says_late("4").hears("前后颠倒", "产品质量").is_at(1, of=6).answered("quality", "2")
    surveyed.says("4").hears("物流").answered("quality", "4").says("2").hears("哪里不好")


@pytest.mark.roads
def test_however_many_come_late_the_one_question_they_may_have_spoiled_is_asked_again(
    surveyed: Customer,
) -> None:
    surveyed.says("4").says("5").says_late("4").hears("前后颠倒", "物流").says_late("3").hears(
        "前后颠倒", "物流"
    )
    surveyed.says("2").answered("delivery", "2").answered("quality", "4")


@pytest.mark.roads
def test_a_late_message_to_a_guess_asks_the_question_itself(surveyed: Customer) -> None:
    surveyed.says("4.5分").says_late("4").hears("前后颠倒", "产品质量").is_at(1, of=6)
    assert not surveyed.line.answers()


def test_a_late_word_for_help_is_heard(surveyed: Customer) -> None:
    surveyed.says("4").says_late("我要找人工").hears("同事")
    assert surveyed.line.called() == ["human"]


def test_a_late_complaint_is_heard(surveyed: Customer) -> None:
    surveyed.says("4").says_late("我要投诉").hears("发生了什么")


@pytest.mark.roads
def test_a_late_answer_to_what_is_over_picks_nothing_from_the_menu(surveyed: Customer) -> None:
    surveyed.says("停止").says_late("1").hears("您的话留下了")


def test_a_late_text_of_a_complaint_is_part_of_it(surveyed: Customer) -> None:
    surveyed.says("投诉").says("沙发腿断了").says_late("沙发").hears("订单号")


def test_start_is_always_answered(customer: Customer) -> None:
    customer.starts().hears("可以开始吗").starts().hears("可以开始吗").says("可以").hears("产品质量")
    customer.starts().hears("产品质量").says("4").starts().hears("物流")
    customer.says("投诉").starts().hears("发生了什么").says("不投诉了")
    customer.says("停止").starts().hears("有什么可以帮您")


def test_start_begins_the_survey_that_its_link_names(customer: Customer) -> None:
    customer.starts("satisfaction").says("可以").says("停止").starts("satisfaction").hears("产品质量")


def test_who_said_no_and_starts_again_is_welcome(customer: Customer) -> None:
    customer.starts().says("不用了").hears("不打扰您").starts().hears("可以开始吗")


@pytest.mark.parametrize(
    ("entry", "heard"),
    [
        *[
            ("survey", "产品质量"),
            ("complaint", "发生了什么"),
            ("status", "还没有登记过"),
            ("promises", "我们答应您"),
        ],
        *[("human", "告诉同事"), ("menu", "有什么可以帮您"), ("back", "第一题"), ("skip", "交货和物流")],
        *[("stop", "问卷就到这里"), ("help", "随时可以说")],
    ],
)
def test_a_command_of_the_menu_is_granted_in_the_middle_of_a_survey(
    surveyed: Customer, entry: str, heard: str
) -> None:
    surveyed.commands(entry).hears(heard).hears_not("这个按钮是前面的")


@pytest.mark.roads
def test_a_command_may_come_first(customer: Customer) -> None:
    customer.commands("complaint").hears("帮您登记", "可以开始吗").says("可以").hears("发生了什么")


@pytest.mark.parametrize(
    ("name", "heard"),
    [("1.jpg", "文件正在收，收到后同事就能看。"), ("1.oga", "语音正在收，收到后同事会听。")],
)
def test_a_file_that_is_still_to_be_fetched_is_not_called_kept(
    surveyed: Customer, name: str, heard: str
) -> None:
    surveyed.sends_afar(name, size=20_000_000).hears(heard, "产品质量").hears_not("收到了")


@pytest.mark.roads
def test_a_file_that_is_too_large_is_refused_at_once(surveyed: Customer) -> None:
    surveyed.sends_afar("1.mp4", size=20_000_001).hears("文件太大了，最多 20 MB", "产品质量").hears_not(
        "正在收"
    )
    surveyed.sends_afar("1.oga", "2分", size=30_000_000).hears("太大了", "哪里不好").answered("quality", "2")


@pytest.mark.roads
def test_a_file_too_large_in_an_album_is_told_apart(surveyed: Customer) -> None:
    surveyed.says("投诉").sends_afar("1.jpg", album="13").hears("正在收")
    surveyed.sends_afar("2.mp4", album="13", size=30_000_000).hears("太大了", "发生了什么")
    surveyed.sends_afar("3.jpg", album="13").hears_nothing()


def test_a_command_takes_the_words_after_it_along(surveyed: Customer) -> None:
    surveyed.commands("complaint", "我的电饭煲坏了").hears("您说的我都记下了", "哪个产品")
    surveyed.commands("complaint", "还漏电").hears("补充的也记下了")
    for _ in range(4):
        surveyed.says("跳过")
    surveyed.hears("经过：我的电饭煲坏了\n还漏电")


def test_a_command_with_words_may_come_first(customer: Customer) -> None:
    customer.commands("complaint", "我的电饭煲坏了").hears("帮您登记", "可以开始吗").says("可以")
    customer.hears("您说的我都记下了", "哪个产品")


def test_a_command_with_words_is_granted_at_the_menu(visitor: Customer) -> None:
    visitor.opens().says("可以").commands("complaint", "锅炸了").hears("您说的我都记下了", "哪个产品")
    visitor.commands("help", "怎么弄").hears("随时可以说", "哪个产品")


@pytest.mark.parametrize(
    ("before", "entry", "heard"),
    [
        ([], "skip", "要您先同意"),
        ([], "back", "要您先同意"),
        ([], "survey", "要您先同意"),
        ([], "menu", "要您先同意"),
        ([], "stop", "不打扰您"),
        (["可以"], "back", "已经是第一题"),
        (["可以", "停止"], "skip", "没有要跳过的"),
        (["可以", "停止"], "back", "没有可以返回的"),
        (["可以", "5", "菜单"], "back", "物流"),
        (["可以", "投诉"], "skip", "先知道发生了什么"),
        (["可以", "投诉"], "stop", "不登记投诉"),
        (["可以", "投诉", "灯不亮"], "stop", "不登记投诉"),
        (["可以", "投诉", "灯不亮"], "survey", "投诉还没说完"),
        (["可以", "投诉", "灯不亮", *["跳过"] * 4], "skip", "没有要跳过的"),
        (["可以", "投诉", "灯不亮", *["跳过"] * 4, "修改"], "skip", "请您看看"),
    ],
)
def test_no_command_is_a_dead_end(customer: Customer, before: list[str], entry: str, heard: str) -> None:
    customer.starts()
    for text in before:
        customer.says(text)
    customer.commands(entry).hears(heard)
    assert customer.line.consents() in ([], [True], [False])
    assert customer.heard[-1].choices, "nothing to pick after a command"


def test_the_survey_waits_for_the_complaint(surveyed: Customer) -> None:
    surveyed.says("投诉").says("灯不亮").commands("survey").hears("投诉还没说完", "哪个产品")
    surveyed.says("不投诉了").hears("产品质量")


SORRY = "没听明白"


@pytest.mark.parametrize(
    ("entry", "line"), [("help", "想听听您的感受"), ("complaint", "先请您看一下"), ("status", "还没有登记过")]
)
def test_no_apology_is_put_before_what_was_understood(customer: Customer, entry: str, line: str) -> None:
    customer.opens().says("/unknowncmd").hears(SORRY, "可以开始吗")
    customer.commands(entry).hears(line, "可以开始吗").hears_not(SORRY)


def test_a_greeting_or_a_sticker_is_answered_without_the_apology_before_it(customer: Customer) -> None:
    customer.opens().says("/unknowncmd").hears(SORRY).starts().hears("您好，这里是").hears_not(SORRY)
    customer.says("/unknowncmd").hears(SORRY).sends_a_sticker().hears("读不了").hears_not(SORRY)
    customer.says("/unknowncmd").hears(SORRY)


def test_a_question_is_asked_plainly_after_a_wish_in_between(surveyed: Customer) -> None:
    first = surveyed.heard[-1].text
    for _ in range(3):
        surveyed.says("蓝色的").hears_not(first)
        assert surveyed.commands("help").heard[-1].text == first
    assert surveyed.line.called() == []


def test_what_is_said_to_what_was_not_understood_knows_the_question_alone(surveyed: Customer) -> None:
    first = surveyed.heard[-1].text
    assert [surveyed.says("蓝色的").heard[-1].plain for _ in range(2)] == [first, first]
    surveyed.says("菜单")
    assert surveyed.says("蓝").heard[-1].plain == "有什么可以帮您？"


def test_while_a_virus_scanner_is_set_up_nobody_is_said_to_see_a_file_at_once() -> None:
    line = DirectLine(None)
    line.scans = True
    customer = Customer(line).opens()
    customer.sends("1.jpg").hears("检查过后").hears_not("收到了，负责的同事看得到")
    customer.sends("2.oga").hears("检查过后同事会听")
