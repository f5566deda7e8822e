"""Whatever is written, in whatever order: a mail is answered by one mail at most, and nobody gets stuck."""

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.surveys import check
from tests.conversations.direct import survey
from tests.conversations.mails import MailLine, Writer
from tests.conversations.written import HEAD, SECTION, WORDS, asked, options, scale

SAID = (
    "1. 满意\n2. 2分，太慢了\n3. 一般",
    "5. 满意\n\n另外我要投诉，门被撞坏了",
    "2. 8分",
    "4. 大概三四分",
    "是的",
    "不是",
    "好的",
    "谢谢",
    "不用了",
    "不同意",
    "退订",
    "我要投诉",
    "投诉：灯不亮，没人管",
    "我要匿名投诉，店长收回扣",
    "1. 三人沙发\n2. QH20261101\n3. 昨天\n4. 退款",
    "都很满意",
    "质量挺好，物流一般",
    "没有",
    "跳过",
    "第二题不答",
    "返回",
    "重新开始",
    "菜单",
    "停止",
    "人工",
    "明天上午十点再说",
    "换个地方继续",
    "我的投诉",
    "查投诉 T261123-0001 ABCD-EFGH",
    "把我的数据给我",
    "删除我的信息",
    "确定",
    "换成英文",
    "English please",
    "I want to complain: the lamp is broken",
    "1. Very satisfied\n2. Neutral",
    "你们是谁？",
    "？？？",
    "",
    "1. \n2. \n",
    "12. 满意\n99. 满意",
    "\ud800 1. 满意",
)
PIECES = (
    ("> 1. 您用下来，觉得产品质量怎么样？", "满意"),
    ("> 非常满意", "一般"),
    ("", "先这样"),
    ("> 6.", "没有"),
)
BRANCHED = (
    HEAD
    + SECTION
    + scale("a", "质量怎么样？", "reason_below = 60\n")
    + asked("b", "text", "哪里坏了？", 'show_if = [{question = "a", below = 60}]')
    + asked("c", "photo", "请发一张照片。")
    + asked("d", "single", "在哪里买的？", options("网上", "门店"))
    + SECTION
    + WORDS
)
SURVEYS = (survey("satisfaction"), survey("nps"), check(BRANCHED), None)

mails = st.one_of(
    st.tuples(st.sampled_from(SAID), st.integers(0, 2), st.just(())),
    st.tuples(st.just(""), st.just(0), st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(tuple)),
    st.tuples(st.text(max_size=40), st.integers(0, 1), st.just(())),
)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SURVEYS),
    st.booleans(),
    st.lists(st.sampled_from(SAID), max_size=6),
    st.lists(mails, min_size=1, max_size=8),
)
def test_every_mail_is_answered_by_one_at_most(offered, is_invited, chatted, written):
    """Also where the talk was begun in a chat."""
    line = MailLine(offered)
    line.channel = "test"
    for text in chatted:
        line.send("text", text)
    line.channel = "email"
    writer = Writer(line)
    if is_invited and offered:
        writer.is_invited()
    for text, pictures, pieces in written:
        writer.writes(text, *(f"{number}.png" for number in range(pictures)), pieces=pieces)
    for what in ("resume", "remind"):
        assert len(writer.line.due(what)) <= 1
