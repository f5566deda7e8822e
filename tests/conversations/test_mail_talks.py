"""Talks by mail: one mail asks all open questions of a section, and one reply may answer any of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.conversation.effects import Answer, CallPerson, Conceal, Consent
from bot.message import Outbound
from storage.surveys import check
from tests.conversations.direct import RESERVED, DirectLine, survey
from tests.conversations.mails import MailLine, Writer
from tests.conversations.written import HEAD, SECTION, WORDS, asked, options, scale

Asked = Callable[..., Writer]


@pytest.fixture
def writer() -> Writer:
    """Five items in a section, a last word in another; new, and invited."""
    return Writer(MailLine(survey("satisfaction"))).is_invited()


@pytest.fixture
def recommender() -> Writer:
    """Two questions, then four of several kinds."""
    return Writer(MailLine(survey("nps"))).is_invited()


@pytest.fixture
def stranger() -> Writer:
    """Nothing is on offer."""
    return Writer(MailLine(None))


@pytest.fixture
def asks() -> Asked:
    """`asks(scale(…), …)`: invited to these, in one section."""
    return lambda *questions, head="": Writer(
        MailLine(check(HEAD + head + SECTION + "".join(questions)))
    ).is_invited()


def kept(writer: Writer) -> dict[str, object]:
    return {key: answer.value for key, answer in writer.line.answers().items()}


# The invitation, and consent by replying


def test_the_invitation_has_the_questions_of_the_first_section(writer: Writer) -> None:
    writer.is_asked(1, 2, 3, 4, 5).reads(
        "青禾家居", "12月7日（周一）", "【您的感受】", "非常不满意", "一共 6 题"
    )
    assert writer.mail
    assert writer.mail.subject == "青禾家居：顾客满意度问卷"


def test_it_says_that_replying_means_agreeing_and_how_not_to(writer: Writer) -> None:
    writer.reads("您回信作答，就表示同意隐私说明（2026-11 版）", "回复「不用了」")
    assert writer.line.consents() == []


def test_the_reply_is_the_yes_to_that_version(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 一般\n3. 5分\n4. 满意\n5. 4").reads("记下了", "4. 价格：4 分").is_asked(6)
    line = writer.line
    assert [each for each in line.effects if isinstance(each, Consent)] == [Consent("2026-11", given=True)]  # type: ignore[attr-defined]
    assert kept(writer) == {
        "quality": "4",
        "delivery": "3",
        "service": "5",
        "price": "4",
        "communication": "4",
    }


def test_whole_survey_in_two_replies(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 满意\n3. 满意\n4. 满意\n5. 满意").is_asked(6).writes("包装可以再结实一点。")
    writer.reads("谢谢您抽时间告诉我们").is_asked()
    assert writer.line.ends() == [("completed", pytest.approx(80.0))]
    assert writer.line.moves() == ["begin", "return"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("no", ["不用了", "不用了，谢谢", "不同意", "退订", "请不要再给我发邮件了"])
def test_who_says_no_is_left_in_peace(writer: Writer, no: str) -> None:
    writer.writes(no).reads("不打扰您了").is_asked()
    assert writer.line.consents() == [False]
    assert kept(writer) == {}


@pytest.mark.parametrize("yes", ["好的，可以", "好的", "嗯", "开始吧"])
def test_a_plain_yes_answers_nothing_and_agrees_to_nothing(writer: Writer, yes: str) -> None:
    writer.writes(yes).reads("等您的回答", "就表示同意").is_asked(1, 2, 3, 4, 5)
    assert writer.line.consents() == []
    assert writer.line.moves() == []  # type: ignore[attr-defined]
    writer.writes("1. 满意").is_asked(2, 3, 4, 5)
    assert writer.line.consents() == [True]


def test_who_asks_who_this_is_is_told_and_has_not_agreed(writer: Writer) -> None:
    writer.writes("你们是谁？").reads("这里是青禾家居的小助手", "就表示同意").is_asked(1, 2, 3, 4, 5)
    assert writer.line.consents() == []


def test_who_agreed_before_is_not_asked_for_consent_again() -> None:
    line = MailLine(survey("nps"))
    Writer(line).writes("投诉：灯不亮，没人管").writes("1. 吊灯")
    writer = Writer(line).is_invited().reads_not("就表示同意").is_asked(1, 2)
    writer.writes("9分，4星").is_asked(3, 4, 5, 6)
    assert line.consents() == [True]


def test_the_reminder_holds_the_questions_too(writer: Writer) -> None:
    writer.is_reminded().reads("只提醒这一次", "就表示同意").is_asked(1, 2, 3, 4, 5)


def test_a_survey_without_a_name_says_so() -> None:
    line = MailLine(
        check(HEAD.replace("shares", "anonymous = true\nshares") + SECTION + scale("a", "质量怎么样？"))
    )
    writer = Writer(line).is_invited().reads("这份问卷不记名").writes("1. 满意")
    assert line.finished().anonymous
    writer.reads("谢谢")


# What one reply may say


def test_out_of_order(writer: Writer) -> None:
    writer.writes("5. 满意\n1、2分，老是坏\n3）一般").is_asked(2, 4)
    assert kept(writer) == {"communication": "4", "quality": "2", "service": "3"}


@pytest.mark.parametrize(
    "text",
    [
        "第一题满意，第三题2分，其余都不清楚",
        "1.满意 2.满意 3.一般",
        "您好，我的回答如下：\n\n（1）满意\n（2）满意\n（3）一般\n\n谢谢！\n李明",
        "①满意②满意③一般",
        "Q1: 满意\nQ2: 满意\nQ3: 一般",
        "一、满意\n二、满意\n三、一般",
        "1 满意\n2 满意\n3 一般",
        "1-2都满意，3题一般",
        "1到2题4分\n３　３",
        "①4②4③3",
    ],
)
def test_however_the_numbers_are_written(writer: Writer, text: str) -> None:
    writer.writes(text)
    assert kept(writer)["quality"] == "4"
    assert kept(writer)["service"] in ("2", "3")


def test_in_a_free_sentence(writer: Writer) -> None:
    writer.writes("质量挺好的，物流2分，客服没接触过，价格一般，沟通不错。").reads(
        "1. 产品质量：4 分", "3. 服务态度：不评"
    )
    assert kept(writer)["delivery"] == "2"
    assert writer.line.answers()["service"].missing == "not_applicable"


@pytest.mark.parametrize(
    "text", ["1-5都是4", "1～5：4", "第1到5题满意", "1、2、3都是4分，4和5是4分", "Q1-Q5 all 4"]
)
def test_several_at_once_by_their_numbers(writer: Writer, text: str) -> None:
    writer.writes(text).is_asked(6)
    assert set(kept(writer).values()) == {"4"}


def test_between_the_quoted_questions(writer: Writer) -> None:
    first, third, fourth = writer.line_of(1), writer.line_of(3), "> 4. 和您得到的相比，价格您觉"
    writer.writes(
        "", pieces=((first, "挺满意的"), (third, "一般，要等很久"), (fourth, "不便宜，2分"))
    ).is_asked(2, 5)
    assert kept(writer) == {"quality": "4", "service": "3", "price": "2"}


def test_a_quoted_line_of_which_nobody_knows_the_question_answers_none(writer: Writer) -> None:
    writer.writes("", pieces=(("> 非常满意", "满意"), ("", "先这样，回头再答")))
    assert kept(writer) == {}


def test_all_at_once(writer: Writer) -> None:
    writer.writes("都很满意").is_asked(6)
    assert len(kept(writer)) == 5


def test_letters_for_the_choices(recommender: Writer) -> None:
    recommender.writes("1. 9\n2. 5").writes("3. B\n4. A、C\n5. 解决了\n6. 配送再快点")
    assert kept(recommender) == {
        "recommend": "9",
        "overall": "5",
        "bought": "store",
        "matters": ["quality", "speed"],
        "solved": True,
        "words": "配送再快点",
    }
    assert recommender.line.ends()[0][0] == "completed"


def test_a_list_within_an_answer_is_no_other_answer(recommender: Writer) -> None:
    recommender.writes("1. 9\n2. 5").writes(
        "3. 门店\n4. 质量\n5. 解决了\n6. 两件事：\n1. 配送快点\n2. 包装好点"
    )
    assert recommender.line.answers()["words"].text == "两件事：\n1. 配送快点\n2. 包装好点"
    assert kept(recommender)["recommend"] == "9"


def test_an_open_question_left_out_is_not_asked_again(recommender: Writer) -> None:
    recommender.writes("1. 9\n2. 5").writes("3. 门店\n4. 质量\n5. 解决了").reads("谢谢").is_asked()
    assert recommender.line.answers()["words"].missing == "skipped"


def test_one_at_a_time_in_any_number_of_sittings(writer: Writer) -> None:
    for number in range(1, 6):
        writer.writes(f"{number}. 满意").is_asked(
            *range(number + 1, 7) if number == 5 else range(number + 1, 6)
        )
    writer.writes("没有").reads("谢谢")
    assert writer.line.ends() == [("completed", pytest.approx(80.0))]
    assert writer.line.called() == []


def test_a_reply_to_an_older_mail_says_what_it_said(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 满意").is_asked(3, 4, 5).writes("2. 不对，是2分\n4. 一般").is_asked(3, 5)
    assert kept(writer) == {"quality": "4", "delivery": "2", "price": "3"}


def test_the_quoted_choices_of_our_mail_count_for_nothing(writer: Writer) -> None:
    """What R cuts never gets here; what a program left of it as the quoted line is no answer either."""
    writer.writes("", pieces=((writer.line_of(2), "一般"),))
    assert kept(writer) == {"delivery": "3"}


def test_thanks_are_not_answered(writer: Writer) -> None:
    writer.writes("1. 满意").writes("收到，谢谢").gets_nothing()


# What is not clear


def test_what_is_not_clear_is_asked_again_with_what_may_be_meant(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 大概三四分\n3. 满意\n4. 满意\n5. 满意").reads("再问一次", "您是说").is_asked(2)
    assert [key for key, _ in writer.line.asked_again()] == ["delivery"]
    writer.writes("是的")
    assert kept(writer)["delivery"] == "3"
    writer.is_asked(6)


def test_a_guess_is_denied_and_given_anew(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 大概三四分\n3. 满意\n4. 满意\n5. 满意").writes("2. 不是，是2分")
    assert kept(writer)["delivery"] == "2"


def test_why_it_does_not_fit_is_said(writer: Writer) -> None:
    writer.writes("1. 8分\n2. 满意").reads("「8分」先不记").is_asked(1, 3, 4, 5)
    assert kept(writer) == {"delivery": "4"}


def test_at_most_twice_then_a_person(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 满意\n3. 满意\n4. 满意\n5. 咕噜咕噜").is_asked(5).reads("再问一次")
    writer.writes("5. 咕噜噜").is_asked(5).reads("再问一次")
    writer.writes("5. 咕噜").is_asked().reads("请同事来看您的信")
    assert writer.mail
    assert dict(writer.mail.details) == {"web": True}
    assert writer.line.called() == ["misunderstood"]
    writer.writes("5. 那就4分吧").is_asked(6)
    assert writer.line.called() == ["misunderstood"]


def test_a_question_that_is_required_is_asked_again(asks: Asked) -> None:
    writer = asks(scale("a", "质量怎么样？", "required = true\n"), scale("b", "物流怎么样？"))
    writer.writes("1. 不想说\n2. 满意").is_asked(1).reads("这一题对我们很重要")


def test_why_a_score_is_low_is_asked_beside_what_is_open(writer: Writer) -> None:
    writer.writes("1. 2分\n2. 满意").is_asked(1, 3, 4, 5).reads("方便说说是哪里不好吗")
    writer.writes("1. 用了三天就坏了\n3. 满意\n4. 满意\n5. 满意").is_asked(6)
    assert writer.line.reasons() == {"quality": "用了三天就坏了"}
    assert kept(writer)["quality"] == "2"


def test_who_does_not_say_why_is_not_asked_again(writer: Writer) -> None:
    writer.writes("1. 2分\n2. 满意").writes("3. 满意\n4. 满意\n5. 满意").is_asked(6)
    assert writer.line.reasons() == {}


def test_a_reason_without_its_number(writer: Writer) -> None:
    writer.writes("1. 2分\n2. 满意").writes("太脆了，掉地上就碎").is_asked(3, 4, 5)
    assert writer.line.reasons() == {"quality": "太脆了，掉地上就碎"}


def test_a_branch_keeps_the_numbers_of_all_others(asks: Asked) -> None:
    broken = asked("broken", "text", "哪里坏了？", 'show_if = [{question = "a", below = 60}]')
    writer = asks(scale("a", "质量怎么样？"), broken, scale("b", "物流怎么样？"), WORDS).is_asked(1, 2, 3)
    writer.writes("1. 2分，盖子裂了").is_asked(2, 3, 4).reads("4. 哪里坏了？", "2. 物流怎么样？")
    writer.writes("4. 盖子\n2. 满意\n3. 没有")
    assert kept(writer) == {"a": "2", "broken": "盖子", "b": "4", "words": None}


def test_a_photo_that_is_asked_for_comes_with_the_reply(asks: Asked) -> None:
    writer = asks(asked("shot", "photo", "请发一张安装好的照片。"), scale("a", "质量怎么样？")).reads(
        "附在回信里"
    )
    writer.writes("2. 满意", "装好了.png").reads("谢谢")
    assert kept(writer) == {"shot": "装好了.png", "a": "4"}


def test_a_photo_alone_ends_it_where_nothing_else_is_open(asks: Asked) -> None:
    writer = asks(scale("a", "质量怎么样？"), asked("shot", "photo", "请发一张安装好的照片。"))
    writer.writes("1. 满意").is_asked(2).writes("", "装好了.png").reads("文件收到了", "谢谢")
    assert writer.line.ends()[0][0] == "completed"


@pytest.mark.parametrize(
    "unclear", [("火星上见", "土星", "木星"), ("今天天气不错", "吃了吗", "哈哈哈"), ("", "", "")]
)
def test_an_invitation_is_asked_again_at_most_twice(writer: Writer, unclear: tuple[str, ...]) -> None:
    first, second, third = unclear
    writer.writes(first).reads("再问一次").reads_not("这里是青禾家居").is_asked(1, 2, 3, 4, 5)
    writer.writes(second).reads("再问一次").is_asked(1, 2, 3, 4, 5)
    writer.writes(third).is_asked().reads("请同事来看")
    assert writer.mail
    assert dict(writer.mail.details) == {"web": True}
    assert writer.line.called() == ["misunderstood"]
    writer.writes("水星").is_asked().reads("同事会看")
    assert writer.line.called() == ["misunderstood"]
    writer.writes("1. 满意").is_asked(2, 3, 4, 5)
    assert writer.line.consents() == [True]


@pytest.mark.parametrize("unclear", ["火星", "今天天气不错", "", "1. \n2. \n"])
def test_words_that_answer_nothing_are_asked_about_in_a_survey_too(writer: Writer, unclear: str) -> None:
    writer.writes("1. 满意")
    for _ in range(2):
        writer.writes(unclear).reads("再问一次").is_asked(2, 3, 4, 5)
    writer.writes(unclear).is_asked().reads("请同事来看您的信")
    assert writer.line.called() == ["misunderstood"]
    assert kept(writer) == {"quality": "4"}


def test_why_nothing_of_the_first_reply_fits_is_said(writer: Writer) -> None:
    writer.writes("1. 6\n2. 0\n3. 10").reads("没看明白", "「6」先不记", "「10」先不记").is_asked(
        1, 2, 3, 4, 5
    )
    assert writer.line.consents() == []


@pytest.mark.parametrize("text", ["收到，谢谢", "谢谢您！"])
def test_thanks_for_the_invitation_are_not_answered(writer: Writer, text: str) -> None:
    writer.writes(text).gets_nothing()


@pytest.mark.parametrize("text", ["我要看我的数据", "把我的资料发给我一份"])
def test_own_data_is_asked_for_before_anything_is_answered(writer: Writer, text: str) -> None:
    writer.writes(text).reads("R261123-0001")
    assert [each.kind for each in writer.line.requests()] == ["export"]


@pytest.mark.parametrize("text", ["删除我的资料", "请把我的信息都删掉"])
def test_who_wants_to_be_forgotten_is_asked_whether_they_are_sure(writer: Writer, text: str) -> None:
    writer.writes(text).reads("确定要删除").is_asked().writes("确定")
    assert [each.kind for each in writer.line.requests()] == ["erase"]


# What is said anew


def test_a_correction_answers_no_open_question_and_ends_nothing(writer: Writer) -> None:
    writer.writes("都很满意").is_asked(6).writes("第二题改成2分，太慢").reads("2. 交付与物流：2 分").is_asked(
        6
    )
    answer = writer.line.answers()["delivery"]
    assert (answer.value, answer.comment) == ("2", "太慢")
    assert writer.line.ends() == []
    writer.writes("盒子很结实。")
    assert kept(writer)["words"] == "盒子很结实。"


@pytest.mark.parametrize("text", ["物流改成2分", "物流其实是2分，等了九天"])
def test_a_correction_by_its_matter_is_no_answer_to_what_is_open(writer: Writer, text: str) -> None:
    writer.writes("1. 满意\n2. 满意\n3. 满意\n4. 满意").writes(text).reads("2. 交付与物流：2 分").is_asked(5)
    assert kept(writer)["delivery"] == "2"
    assert "communication" not in kept(writer)


def test_the_last_word_stands_beside_a_correction(writer: Writer) -> None:
    writer.writes("都很满意").writes("物流改成3分。盒子也可以再结实点。").is_asked()
    assert kept(writer)["delivery"] == "3"
    assert kept(writer)["words"] == "盒子也可以再结实点。"


def test_words_about_an_answered_question_are_asked_about(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 大概三四分\n3. 满意\n4. 一般\n5. 满意").is_asked(2)
    writer.writes("价格偏贵").is_asked(2, 4).reads("您是说 2 分（不满意）吗", "您是说 3 分（一般）吗")
    assert kept(writer)["price"] == "3"
    writer.writes("2. 是\n4. 是").is_asked(6)
    assert (kept(writer)["delivery"], kept(writer)["price"]) == ("3", "2")


def test_what_was_not_taken_up_stays_as_it_was_answered(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 大概三四分\n3. 满意\n4. 一般\n5. 满意").writes("价格偏贵").writes(
        "2. 2分"
    ).is_asked(6)
    assert (kept(writer)["delivery"], kept(writer)["price"]) == ("2", "3")


@pytest.mark.parametrize(
    ("text", "value", "comment"),
    [
        ("2. 3，来得有点晚", "3", "来得有点晚"),
        ("2. 2 太慢了", "2", "太慢了"),
        ("2. 满意，就是盒子破了", "4", "就是盒子破了"),
        ("2. 等太久了，2分", "2", "等太久了"),
        ("2. 4分", "4", ""),
    ],
)
def test_a_remark_is_kept_without_the_mark(writer: Writer, text: str, value: str, comment: str) -> None:
    writer.writes(f"1. 满意\n{text}\n3. 满意")
    answer = writer.line.answers()["delivery"]
    assert (answer.value, answer.comment) == (value, comment)
    assert writer.line.answers()["service"].value == "4"


@pytest.mark.parametrize("why", ["太慢", "太慢了"])
def test_a_short_reason_is_one(writer: Writer, why: str) -> None:
    writer.writes("1. 满意\n2. 2分").writes(why).is_asked(3, 4, 5)
    assert writer.line.reasons() == {"delivery": why}


# A complaint


def test_a_complaint_has_its_number_at_once(stranger: Writer) -> None:
    stranger.writes("你好，我要投诉。上周三买的沙发用了三天就塌了，客服一直没人理，要求退款。")
    stranger.reads(RESERVED, "给您答复", "隐私说明 2026-11 版", "订单号是多少", "什么时候").is_asked(1, 2)
    found = stranger.line.registered()  # type: ignore[attr-defined]
    assert (found.product, found.occurred, found.remedy) == ("沙发", "", "退款")
    assert "塌了" in found.story


def test_what_is_missing_is_told_in_one_reply(stranger: Writer) -> None:
    stranger.writes("我要投诉，沙发塌了，没人管").is_asked(1, 2, 3, 4)
    stranger.writes("1. 三人沙发\n2. QH20261101\n3. 上周三\n4. 退款").reads(
        "补充的收到了", RESERVED
    ).is_asked()
    (told,) = stranger.line.supplied()  # type: ignore[attr-defined]
    assert dict(told.facts) == {
        "product": "三人沙发",
        "order_number": "QH20261101",
        "occurred": "上周三",
        "remedy": "退款",
    }
    assert stranger.line.consents() == [True]


def test_in_a_sentence_too(stranger: Writer) -> None:
    stranger.writes("我要投诉，沙发塌了，没人管").writes("订单号是 QH20261101，昨天的事，希望退款。")
    (told,) = stranger.line.supplied()  # type: ignore[attr-defined]
    assert dict(told.facts) == {"order_number": "QH20261101", "occurred": "昨天", "remedy": "退款"}
    assert told.text == "订单号是 QH20261101，昨天的事，希望退款。"


def test_pictures_are_kept_as_evidence(stranger: Writer) -> None:
    stranger.writes("我要投诉，沙发塌了，看照片", "一.png", "二.png").reads("附件作为证据一起留着")


def test_a_file_that_is_not_kept_is_told_of_in_the_same_mail(stranger: Writer) -> None:
    unkept = (("file_kind", "logs.zip"), ("file_kind", ""))
    stranger.writes("我要投诉，灯不亮，没人管", "lamp.png", refused=unkept).is_asked(1, 2, 3, 4)
    stranger.reads(RESERVED, "附件作为证据一起留着", "2 个附件没有收下（logs.zip）：只能收照片")


def test_nor_is_it_passed_over_where_nothing_else_is_to_be_said(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 满意\n3. 满意\n4. 满意\n5. 满意").writes("包装可以再结实一点。")
    writer.writes("谢谢", refused=(("file_count", "a.png"), ("file_count", "b.png")))
    writer.reads("还有 2 个附件没有收下（a.png、b.png）：一个对话最多收")
    writer.writes("谢谢", refused=(("file_kind", ""),)).reads("1 个附件没有收下：")
    many = tuple(("file_count", f"照片{number}.png") for number in range(150))
    writer.writes("谢谢", refused=(("text", ""), *many))
    writer.reads("只收下了前 100,000 个字", "还有 150 个附件没有收下（照片0.png", "照片4.png，还有别的）")


def test_what_comes_later_is_added(stranger: Writer) -> None:
    stranger.writes("我要投诉，沙发塌了，没人管").writes("1. 三人沙发").writes(
        "补充一下，扶手也断了", "三.png"
    )
    stranger.reads("补充的收到了", "文件收到了")
    assert [each.text for each in stranger.line.supplied()][-1] == "补充一下，扶手也断了"  # type: ignore[attr-defined]


def test_a_complaint_without_a_story_is_asked_for_it(stranger: Writer) -> None:
    stranger.writes("我要投诉").reads("发生了什么").writes("沙发塌了，客服没人管").reads(RESERVED)
    assert stranger.line.registered().story == "沙发塌了，客服没人管"  # type: ignore[attr-defined]


def test_who_does_not_agree_after_complaining(stranger: Writer) -> None:
    stranger.writes("我要投诉，沙发塌了，没人管").writes("不同意").reads("不打扰您了")
    assert stranger.line.consents() == [False]


def test_a_complaint_in_the_middle_of_a_survey(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 满意\n\n另外我要投诉，送货的人把门撞坏了").reads("记下了", RESERVED)
    writer.is_asked(7, 8, 9, 10).writes("7. 送货").reads("接着刚才的问卷").is_asked(3, 4, 5)
    assert kept(writer) == {"quality": "4", "delivery": "4"}


@pytest.mark.parametrize("text", ["请问怎么投诉", "在哪里可以投诉你们？"])
def test_who_asks_how_to_complain_is_told_to_write(stranger: Writer, text: str) -> None:
    stranger.writes(text).reads("发生了什么")
    assert stranger.line.complaints == []
    stranger.writes("沙发塌了，没人管").reads(RESERVED)


def test_who_asks_for_a_number_to_call_gets_a_person_and_is_told_the_way(stranger: Writer) -> None:
    stranger.writes("投诉电话是多少？").reads("同事", "回信写「投诉」和发生了什么")
    assert stranger.line.complaints == []
    stranger.writes("投诉：沙发塌了，没人管").reads(RESERVED)


def test_a_complaint_without_a_name(stranger: Writer) -> None:
    stranger.writes("我要匿名投诉，店长收回扣").reads(RESERVED, "口令")
    assert stranger.line.registered().anonymous  # type: ignore[attr-defined]
    assert any(isinstance(each, Conceal) for each in stranger.line.effects)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["1. 满意\n2. 1\n我要投诉，送来的是别人的柜子", "1. 满意\n2. 1，我要投诉，送来的是别人的柜子"]
)
def test_a_complaint_right_below_an_answer_swallows_none(writer: Writer, text: str) -> None:
    writer.writes(text).reads("2. 交付与物流：1 分", RESERVED).reads_not("再问一次")
    assert kept(writer) == {"quality": "4", "delivery": "1"}
    assert writer.line.registered().story == "我要投诉，送来的是别人的柜子"  # type: ignore[attr-defined]


def test_a_person_is_called(writer: Writer) -> None:
    writer.writes("1. 满意\n\n请让真人联系我").reads("记下了")
    assert writer.line.called() == ["human"]


def test_danger_comes_before_all_else(writer: Writer) -> None:
    writer.writes("1. 满意").writes("我不想活了").reads("12356").is_asked()
    assert [e for e in writer.line.effects if isinstance(e, CallPerson)]  # type: ignore[attr-defined]


# Afterwards, elsewhere, in other languages


def test_an_answer_is_corrected_after_the_end(writer: Writer) -> None:
    writer.writes("都很满意").writes("没有").reads("谢谢").writes("2. 2分").reads(
        "2. 交付与物流：2 分", "改过的以新的为准"
    )
    assert kept(writer)["delivery"] == "2"


@pytest.mark.parametrize(
    "text", ["2. 2分，等太久", "第二题改成2分，等太久", "您好，\n2. 2 等太久", "物流改成2分，等太久"]
)
def test_with_why_too(writer: Writer, text: str) -> None:
    writer.writes("都很满意").writes("没有").writes(text).reads("2. 交付与物流：2 分", "改过的以新的为准")
    answer = writer.line.answers()["delivery"]
    assert (answer.value, answer.comment) == ("2", "等太久")


def test_a_last_word_after_the_end_is_kept(recommender: Writer) -> None:
    recommender.writes("1. 9\n2. 5").writes("3. 门店\n4. 质量\n5. 解决了").reads("谢谢")
    recommender.writes("安装的师傅很细心。").reads("记下了").is_asked()
    assert kept(recommender)["words"] == "安装的师傅很细心。"


def test_what_is_not_understood_of_a_correction_is_asked_again(writer: Writer) -> None:
    writer.writes("都很满意").writes("没有").writes("我要改第二题").is_asked(2)
    writer.writes("火星").reads("再问一次").is_asked(2).writes("2分").reads("2. 交付与物流：2 分")
    assert kept(writer)["delivery"] == "2"


def test_a_list_of_what_went_wrong_corrects_nothing(writer: Writer) -> None:
    writer.writes("都很满意").writes("没有").writes("1. 沙发塌了\n2. 客服态度差")
    assert kept(writer)["delivery"] == "4" or kept(writer)["delivery"] == "5"
    assert kept(writer)["quality"] == kept(writer)["delivery"]


def test_begun_in_chat_and_gone_on_with_by_mail() -> None:
    chat = DirectLine(survey("satisfaction"))
    for text in ("你好", "可以", "4", "5"):
        chat.send("text", text)
    line = MailLine(survey("satisfaction"))
    line.stored, line.effects = chat.stored, chat.effects
    Writer(line).writes("3. 满意\n4. 满意\n5. 满意").is_asked(6).writes("没有").reads("谢谢")
    assert line.ends() == [("completed", pytest.approx(86.0, abs=6))]


def test_begun_by_mail_and_gone_on_with_in_chat(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 满意\n3. 满意")
    chat = DirectLine(survey("satisfaction"))
    chat.stored, chat.effects = writer.line.stored, writer.line.effects  # type: ignore[attr-defined]
    said: list[Outbound] = chat.send("text", "4")
    assert "沟通和回应" in said[-1].text
    assert not said[-1].asks


def test_the_code_to_go_on_elsewhere_comes_in_one_mail(writer: Writer) -> None:
    writer.writes("1. 满意").writes("换个地方继续").reads("PQ7M-2XKD").is_asked(2, 3, 4, 5)


def test_later_is_a_time(writer: Writer) -> None:
    writer.writes("1. 满意").writes("明天上午十点再提醒我").reads("11月24日")
    assert writer.line.rests()
    assert not writer.asks
    (mail,) = writer.line.due("resume")
    assert [each.number for each in mail.asks] == [2, 3, 4, 5]


def test_a_reminder_asks_what_is_open(writer: Writer) -> None:
    writer.writes("1. 满意\n2. 满意")
    (mail,) = writer.line.due("remind")
    assert "上次说到一半" in mail.text
    assert [each.number for each in mail.asks] == [3, 4, 5]


def test_in_traditional_chinese(writer: Writer) -> None:
    writer.writes("1. 滿意\n2. 普通，等了兩個禮拜才收到貨\n3. 不太好，客服態度很差").reads(
        "記下了", "產品品質：4 分"
    )
    writer.is_asked(4, 5).reads("價格")


def test_in_english(writer: Writer) -> None:
    writer.writes(
        "Hello,\n\n1. Very satisfied\n2. Neutral, it took two weeks\n4. too expensive, 2 points\n\nRegards"
    )
    assert kept(writer) == {"quality": "5", "delivery": "3", "price": "2"}
    writer.reads("Noted:", "1. product quality: 5").is_asked(3, 5)


def test_a_complaint_in_english(stranger: Writer) -> None:
    stranger.writes("I want to complain: the sofa collapsed after three days and nobody answers my calls.")
    stranger.reads(RESERVED, "registered your complaint", "privacy notice")


def test_a_complaint_in_traditional_chinese(stranger: Writer) -> None:
    stranger.writes("您好，我要投訴，沙發才用三天就塌了，客服都沒有回應。").reads(RESERVED, "投訴已經登記")


def test_the_choices_are_written_once(asks: Asked) -> None:
    writer = asks(asked("one", "single", "在哪里买的？", options("网上", "门店")), scale("a", "质量怎么样？"))
    assert [choice.label for choice in writer.asks[0].choices] == ["网上", "门店"]
    writer.writes("A\n5").is_asked()
    assert kept(writer) == {"one": "a", "a": "5"}


def test_nothing_is_recorded_that_was_not_said(writer: Writer) -> None:
    writer.writes("这是什么东西，看不懂")
    writer.writes("今天天气不错")
    assert not [each for each in writer.line.effects if isinstance(each, Answer)]  # type: ignore[attr-defined]


def test_a_stranger_who_does_not_call_it_a_complaint_is_asked(stranger: Writer) -> None:
    stranger.writes("沙发用了三天就塌了，客服一直不理人。").reads("您的来信收到了", "回信写「投诉」")
    assert not stranger.line.complaints
    stranger.writes("好的，投诉").reads(RESERVED)
    assert stranger.line.registered().story == "沙发用了三天就塌了，客服一直不理人。"  # type: ignore[attr-defined]


def test_a_yes_before_the_story_is_told_agrees_to_nothing(stranger: Writer) -> None:
    stranger.writes("我要投诉").writes("可以").reads("发生了什么")
    assert stranger.line.consents() == []


def test_with_its_name_above_it(stranger: Writer) -> None:
    stranger.writes("投诉：灯不亮，没人管").reads(RESERVED)


def test_where_a_complaint_stands_is_told(stranger: Writer) -> None:
    stranger.writes("我要投诉，沙发塌了，没人管").writes("1. 三人沙发").writes("我的投诉").reads(
        RESERVED, "11月25日"
    )


def test_a_survey_reply_while_facts_are_missing(writer: Writer) -> None:
    writer.writes("1. 满意\n\n我要投诉，送货的人把门撞坏了").writes("2. 满意\n3. 满意").is_asked(4, 5)
    assert not writer.line.supplied()  # type: ignore[attr-defined]
    assert kept(writer) == {"quality": "4", "delivery": "4", "service": "4"}


def test_a_question_left_out_of_a_new_version_leaves_the_numbers(asks: Asked) -> None:
    first, second, third = scale("a", "质量怎么样？"), scale("b", "物流怎么样？"), scale("c", "价格怎么样？")
    writer = asks(first, second, third)
    writer.writes("1. 满意")
    writer.line.publishes(HEAD + SECTION + first + third)
    writer.writes("3. 2分，太贵了").reads("3. 价格：2 分").is_asked()
    assert kept(writer) == {"a": "4", "c": "2"}


@pytest.mark.parametrize("text", ["质量太差了，物流也慢，2分", "1. 满意\n2. 满意", "好的，可以", "开始吧"])
def test_who_has_not_read_the_notice_agrees_to_nothing(text: str) -> None:
    writer = Writer(MailLine(survey("satisfaction"))).writes(text)
    assert writer.line.consents() == []
    assert kept(writer) == {}


EARLIER = "上个月送来的沙发，说明书上写可以机洗，和师傅说的不一样。"
LATER = "我要投诉，衣柜的门昨天掉下来了，砸坏了地板。"


@pytest.mark.parametrize(("days", "beside"), [(11, False), (1, True)])
def test_what_was_written_long_before_is_no_part_of_the_story(
    stranger: Writer, days: int, beside: bool
) -> None:
    stranger.writes(EARLIER).reads("回信写「投诉」")
    stranger.line.now += timedelta(days=days)
    stranger.writes(LATER).reads(RESERVED)
    assert (EARLIER in stranger.line.registered().story) == beside
    assert LATER in stranger.line.registered().story


def test_a_yes_is_said_to_what_was_written_long_before(stranger: Writer) -> None:
    stranger.writes(EARLIER)
    stranger.line.now += timedelta(days=11)
    stranger.writes("投诉").reads(RESERVED)
    assert stranger.line.registered().story == EARLIER


def test_what_may_be_another_complaint_is_offered_by_itself(stranger: Writer) -> None:
    stranger.writes(EARLIER)
    stranger.line.now += timedelta(days=11)
    stranger.writes("衣柜的门昨天掉下来了，砸坏了地板。").reads("回信写「投诉」").writes("投诉")
    assert stranger.line.registered().story == "衣柜的门昨天掉下来了，砸坏了地板。"


def test_who_writes_first_is_offered_the_survey() -> None:
    writer = (
        Writer(MailLine(survey("satisfaction"))).writes("你好").reads("就表示同意").is_asked(1, 2, 3, 4, 5)
    )
    writer.writes("1. 满意").is_asked(2, 3, 4, 5)
    assert writer.line.consents() == [True]


@pytest.mark.parametrize(
    "text",
    [
        "1: 3, 2: 5, 3: 2, 4: 4, 5: 1",
        "Q1: 3, Q2: 5, Q3: 2, Q4: 4, Q5: 1",
        "Hello, 1: 3, 2: 5, 3: 2, 4: 4, 5: 1.",
        "您好，1：3，2：5，3：2，4：4，5：1。",
        "Hi, 1. 3, 2. 5, 3. 2, 4. 4, 5. 1. Thanks",
    ],
)
def test_a_list_in_one_line_is_cut_where_it_begins(writer: Writer, text: str) -> None:
    writer.writes(text)
    scores = {"quality": "3", "delivery": "5", "service": "2", "price": "4", "communication": "1"}
    assert kept(writer) == scores


@pytest.mark.parametrize(
    "end", ["。另外我要投诉送货员，刮坏了地板。", ". I want to file a complaint, he scratched my floor."]
)
def test_a_complaint_behind_such_a_list_is_one(writer: Writer, end: str) -> None:
    writer.writes("您好，1：5，2：4，3：4，4：4，5：4" + end)
    assert "地板" in writer.line.registered().story or "floor" in writer.line.registered().story  # type: ignore[attr-defined]
    assert kept(writer)["communication"] == "4"


# A stranger


@pytest.mark.parametrize("offered", ["satisfaction", ""])
@pytest.mark.parametrize("text", ["您好，想问一下，你们国庆开门吗？", "请问发票怎么开", "想咨询沙发的价格"])
def test_who_only_asks_something_is_told_of_a_person_and_gets_no_questions(offered: str, text: str) -> None:
    writer = Writer(MailLine(survey(offered) if offered else None)).writes(text)
    writer.reads("您问的我答不上来", "已经告诉同事了", "回信写「投诉」", "回信写「人工」").is_asked()
    assert writer.line.called() == ["human"]
    writer.writes("好的，谢谢").gets_nothing()
    assert writer.line.consents() == []


def test_what_can_be_answered_calls_nobody(stranger: Writer) -> None:
    stranger.writes("你们是谁？").reads("青禾家居的小助手", "回信写「投诉」")
    assert stranger.line.called() == []


PRAISED = (
    "谢谢你们的服务，师傅很好",
    "表扬一下安装的小李，活干得漂亮",
    "柜子收到了，很喜欢，谢谢！",
    "Great service, the fitter was very kind",
)


@pytest.mark.parametrize("offered", ["satisfaction", ""])
@pytest.mark.parametrize("text", PRAISED)
def test_who_praises_is_thanked_and_nothing_is_made_of_it(offered: str, text: str) -> None:
    writer = Writer(MailLine(survey(offered) if offered else None)).writes(text).is_asked()
    writer.reads_not("投诉", "complaint")
    writer.writes("不是投诉，只是想感谢一下师傅").writes("不用登记了").writes("好的")
    assert (writer.line.complaints, writer.line.called(), writer.line.consents()) == ([], [], [])


LEFT = (
    ("沙发扶手裂了一条缝，没人来看", "好的，等你们消息"),
    ("下单三周了，柜子还没发货", "您的邮件我已收到，会尽快回复您。"),
    ("订单想取消，还没发货的那个，一直没人理", "是的"),
    ("门板装歪了，我自己调好了", "没事，不用管"),
    ("送货晚了两天，楼道也堵了", "周六上午十点再送"),
)


@pytest.mark.parametrize(("text", "then"), LEFT)
def test_what_was_offered_is_no_complaint_without_its_name(stranger: Writer, text: str, then: str) -> None:
    stranger.writes(text).writes(then)
    assert stranger.line.complaints == []
    assert stranger.line.called() == ["human"], "but staff know of it"
    stranger.writes("投诉").reads(RESERVED)


def test_who_asks_more_hears_no_more_than_that_it_is_seen(stranger: Writer) -> None:
    stranger.writes("请问周末开门吗？").writes("几点开门？").reads("您的话留下了")
    assert stranger.line.called() == ["human"]


def test_in_english_too() -> None:
    writer = Writer(MailLine(survey("satisfaction"))).writes("Hello, are you open on Sunday?")
    writer.reads("your question is one that I can't answer", "complaint").is_asked()
    assert writer.line.called() == ["human"]


def test_a_picture_alone_is_asked_about_and_may_then_be_a_complaint() -> None:
    writer = Writer(MailLine(survey("satisfaction"))).writes("", "sofa.png")
    writer.reads("文件收到了", "这是关于什么事的", "写「投诉」").is_asked()
    assert writer.line.called() == []
    writer.writes("投诉：沙发扶手裂了，没人管").reads(RESERVED)


def test_chat_of_a_stranger_calls_nobody() -> None:
    assert Writer(MailLine(survey("satisfaction"))).writes("今天天气不错").line.called() == []
