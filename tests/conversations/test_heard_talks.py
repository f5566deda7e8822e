"""What customers say in passing, and are understood: at the gate, while they wait, when they give a reason,
when they would rather go on later, in whatever language."""

import pytest

from bot.conversation.effects import CallOff
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine, survey

pytestmark = pytest.mark.roads

AGREES = """
ok let's go|go|start|I'm ready|go ahead|let's start|yes please|可以开始了吗|填一下吧|来吧|填吧|填問卷
我要填问卷|我想填|问吧|你问吧|说吧|那就开始吧|好的，开始吧|行啊来吧|没问题，来吧|可以填了吗|能开始了吗
走起|试试看吧|试一下|参加|请开始|🆗|👌|我有空，开始吧|现在有空，可以|好，但是快点|好吧，就几分钟哈|開始吧
來吧|沒問題|開始|可以|好|嗯|1
"""

REFUSES = """
不可以|可以不填吗|能不能不填|不想填|不开始|不填可以吗|算了不填了|不用开始了|不用了|不要|别问了|没兴趣
别开始|不想参加|不参加|不做了|不可以开始|不|不行|不同意|懒得填|不填行吗|不了谢谢|谢谢，不需要|免了|算了
不来了|no|no thanks|I'd rather not|let's not|I don't want to fill in the survey|don't start|go away
not interested|ok no|不用了，謝謝|不想填問卷
"""

OPEN = """
先看看什么问题|都有什么问题|問什麼|what are the questions?|要填吗|必须填吗|为什么要填|可以拒绝吗|我填过了
已经填了|晚点再开始|等等再开始|先别开始|还没准备好|没时间|忙着呢|下次吧|改天填吧|not now|可以不开始吗
can I go|一定要填嗎
"""


def each(table: str) -> list[str]:
    return [said for line in table.strip().splitlines() for said in line.split("|")]


@pytest.mark.parametrize("said", each(AGREES))
def test_a_yes_at_the_gate(customer: Customer, said: str) -> None:
    customer.opens().says(said)
    assert customer.line.consents() == [True]


@pytest.mark.parametrize("said", each(REFUSES))
def test_a_no_is_never_taken_as_a_yes(customer: Customer, said: str) -> None:
    customer.opens().says(said)
    assert customer.line.consents() == [False]


@pytest.mark.parametrize("said", each(OPEN))
def test_what_is_neither_is_answered_and_nothing_decided(customer: Customer, said: str) -> None:
    customer.opens().says(said)
    assert customer.heard
    assert customer.line.consents() == []


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("I want to fill in the survey", "May we start?"),
        ("can we start?", "May we start?"),
        ("請問可以開始嗎", "可以開始嗎"),
    ],
)
def test_who_would_begin_in_another_language_reads_the_notice_in_it_first(
    customer: Customer, said: str, asked: str
) -> None:
    customer.opens().says(said).hears(asked).hears_not("didn't quite get", "沒聽明白", "答不出來")
    customer.says(said)
    assert customer.line.consents() == [True]


def test_questions_at_the_gate_are_answered_before_it_is_asked_again(customer: Customer) -> None:
    customer.opens().says("先看看什么问题").hears("说说感受", "可以开始吗").hears_not("没听明白")
    customer.says("必须填吗").hears("全看您方便", "可以开始吗")
    customer.says("我填过了").hears("谢谢您填过", "可以开始吗").says("晚点再开始").hears("您先忙")
    customer.says("可以了，来吧").hears("产品质量")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("请问您是机器人吗", "由程序自动回答"),
        ("你们是骗子吧", "不收钱"),
        ("会收费吗", "不收钱"),
        ("我眼睛不好，看不清楚", "不着急"),
        ("我不会打字", "不着急"),
        ("你是哪个", "小助手"),
    ],
)
def test_doubts_at_the_gate_are_answered(customer: Customer, said: str, line: str) -> None:
    customer.opens().says(said).hears(line, "可以开始吗").hears_not("答不上来", "没听明白")


@pytest.mark.parametrize(
    "said", ["还有几题", "还剩多少题啊", "好了没", "快完了吗", "能不能快点", "什么时候能填完"]
)
def test_who_is_in_a_hurry_is_told_what_is_left(surveyed: Customer, said: str) -> None:
    surveyed.says("5").says(said).hears("还有 5 题", "物流").is_at(2, of=6)


@pytest.mark.parametrize("said", ["骗人的", "骗子", "是假的"])
def test_what_is_a_doubt_at_the_gate_is_a_reason_later(surveyed: Customer, said: str) -> None:
    surveyed.says("1").says(said)
    assert surveyed.line.reasons() == {"quality": said}


CALLS_OFF = """
谢谢不用了|不用了|算了|没事了|不等了|不用等了|never mind|不用了，谢谢|不需要了|不麻烦你们了|不用人工了
已经解决了|搞定了|算了，不等了|算了不用了继续吧|不用转人工了|不要人工|我不等了，太久了|不用了，我自己填
好了不用了|no need|no thanks|it's solved|not needed anymore|謝謝不用了|不麻煩了|已經解決了
"""


@pytest.mark.parametrize("said", ["不用人工了", "不用找人了", "谢谢，不用转人工了", "别叫同事了"])
def test_who_went_on_meanwhile_may_call_it_off_as_well(surveyed: Customer, said: str) -> None:
    surveyed.says("人工").says("继续").says(said).hears("不用等同事了", "产品质量").answers_nothing()
    assert direct(surveyed).effects.count(CallOff()) == 1


@pytest.mark.parametrize("said", ["别人都说好，我觉得不好", "不要客服敷衍我", "没人工服务"])
def test_a_reason_about_people_calls_nothing_off(surveyed: Customer, said: str) -> None:
    surveyed.says("1").says(said)
    assert CallOff() not in direct(surveyed).effects


STILL_WAITS = """
不用谢|谢谢|谢谢你|好的|知道了|没事|没事，我等|好|我等着|还要等多久|等不及了|不用急|慢慢来|快点|人呢
不客气|还没解决|不能用了|灯不亮了|我不想要了，要退货|好了吗|解决了吗|别急|thanks|ok
"""


@pytest.mark.parametrize("said", each(CALLS_OFF))
def test_who_needs_nobody_any_more_is_back_at_the_open_question(surveyed: Customer, said: str) -> None:
    surveyed.says("5").says("人工").says(said).hears("不用等同事了", "物流").is_at(2, of=6)
    assert direct(surveyed).effects.count(CallOff()) == 1


@pytest.mark.parametrize("said", each(STILL_WAITS))
def test_who_only_speaks_meanwhile_still_waits(surveyed: Customer, said: str) -> None:
    surveyed.says("5").says("人工").says(said).sees("继续")
    assert CallOff() not in direct(surveyed).effects
    assert direct(surveyed).talk.state == "waiting"


@pytest.mark.parametrize("said", ["还要等多久", "快点", "等不及了", "怎么没人理我", "什么时候来人"])
def test_how_long_it_takes_is_told_to_who_waits(surveyed: Customer, said: str) -> None:
    direct(surveyed).queue = 2
    surveyed.says("人工").says(said).hears("请再等一等", "前面还有 2 位")
    assert surveyed.line.called() == ["human"]


REASONS = """
东西一般|质量还行就是贵|服务太差了|不太满意包装|质量一般|包装一般，物流也慢|三次才修好|5号买的8号就坏了
等了2个小时|客服一分都不值|质量太差，一星都不想给|物流还可以，就是东西不行|东西还不错就是太贵
对质量不满意|非常不满意你们的服务|物流满意，质量不满意|质量3分都不值|颜色不对|尺寸不是我要的
我给1分是因为掉漆|打1分都嫌多|普普通通|很差|差|第二天就坏了
"""


@pytest.mark.parametrize("said", each(REASONS))
def test_a_reason_stays_a_reason_whatever_it_says_of_scores(surveyed: Customer, said: str) -> None:
    surveyed.says("1").says(said).hears("记下了", "物流").answered("quality", "1")
    assert surveyed.line.reasons() == {"quality": said}


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("不对，改成3分", 3),
        ("改成3分", 3),
        ("按错了，应该是4分", 4),
        ("点错了，是5分", 5),
        ("应该是3分", 3),
        ("手滑了，4分", 4),
        ("不是1分是4分", 4),
        ("质量改成4分", 4),
        ("不对，质量是4分", 4),
    ],
)
def test_a_score_put_right_is_offered_where_a_reason_is_asked(
    surveyed: Customer, said: str, points: int
) -> None:
    surveyed.says("1").says(said).hears(f"您是说 {points} 分").says("是").answered("quality", str(points))
    assert surveyed.line.reasons() == {}


@pytest.mark.parametrize("said", ["物流还可以，就是东西一般", "东西一般"])
def test_a_reason_for_the_second_question_leaves_the_first_alone(surveyed: Customer, said: str) -> None:
    surveyed.says("5").says("1").says(said).answered("quality", "5").answered("delivery", "1")
    assert surveyed.line.reasons() == {"delivery": said}


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("明天下午三点提醒我", "11月24日（周二）15:00"),
        ("明早八点叫我填", "11月24日（周二）08:00"),
        ("下周再提醒我", "11月30日（周一）10:00"),
        ("半小时后提醒我一下吧", "11月23日（周一）10:"),
        ("麻烦周五提醒我填", "11月27日（周五）10:00"),
    ],
)
def test_who_asks_to_be_reminded_is(surveyed: Customer, said: str, heard: str) -> None:
    surveyed.says(said).hears(heard).sees("继续").answers_nothing()


@pytest.mark.parametrize("said", ["他们昨天才提醒我", "没人提醒我明天要来", "店员叫我等着"])
def test_a_story_with_the_word_is_none(surveyed: Customer, said: str) -> None:
    surveyed.says("1").says(said)
    assert direct(surveyed).talk.state != "resting"
    assert surveyed.line.reasons() == {"quality": said}


def test_when_is_answered_in_any_way(surveyed: Customer) -> None:
    surveyed.says("晚点再说").hears("什么时候再来找您")
    surveyed.says("等会儿").hears("11月23日（周一）11:0").says("随便").hears("11月24日（周二）10:00")
    surveyed.says("有空再说").hears("我不来找您").says("今早").hears("那个时间已经过去了")
    surveyed.says("明天不要来找我").hears("我不来找您").says("晚上十一点").hears(
        "太早或太晚", "11月24日（周二）08:00"
    )
    surveyed.says("不知道").hears("我不来找您").says("继续").hears("产品质量")


def test_a_chosen_language_is_left_by_two_plain_sentences(surveyed: Customer) -> None:
    surveyed.says("English please").says("1").hears("what was wrong")
    surveyed.says("张伟").hears("How do you feel about delivery")
    surveyed.says("你们送来的东西是坏的").hears_not("您").says("等了好几天都没人管我").hears("您")
    assert direct(surveyed).language == "zh-CN"


def test_a_sentence_in_the_chosen_language_begins_the_count_anew(surveyed: Customer) -> None:
    surveyed.says("English please").says("1").says("你们送来的东西是坏的")
    surveyed.says("I think the delivery was very slow").says("你们送来的东西是坏的")
    assert direct(surveyed).language == "en"


def test_a_guessed_language_is_left_by_one_plain_sentence() -> None:
    customer = Customer(DirectLine(survey("satisfaction"))).says("I want to take the survey").says("yes")
    customer.hears("quality of the product").says("海尔冰箱").hears_not("您")
    customer.says("你们送来的东西是坏的，我很生气").hears("您")


@pytest.mark.parametrize(
    "said", ["use chinese", "chinese", "chinese please", "讲中文", "I don't speak English"]
)
def test_chinese_is_asked_for_in_english(surveyed: Customer, said: str) -> None:
    surveyed.says("English please").says(said).hears("现在说简体中文", "产品质量")


def test_names_and_numbers_do_not_flip_a_language(surveyed: Customer) -> None:
    surveyed.says("English please")
    for said in ("张伟", "上海市浦东新区世纪大道100号", "中山市青禾照明有限公司", "王小明", "满意"):
        surveyed.says(said)
    assert direct(surveyed).language == "en"


def direct(customer: Customer) -> DirectLine:
    assert isinstance(customer.line, DirectLine)
    return customer.line
