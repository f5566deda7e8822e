# ruff: noqa: E501 - bodies stand as programs write them
"""Text bodies: what looks like another's and is not, signatures, disclaimers, answers between; and no rule takes long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.reply import cut
from tests.effort import assert_linear

KEPT = {
    "a colon is missing": "发件人写错了\n请改一下",
    "a sentence with a day": "在 3 月 5 日 他写道，会给我退款\n到今天没有",
    "a sentence that ends with a colon": "客服写道：\n请等待",
    "a day and no time": "2024年3月5日客服在信里写道：\n三天内解决",
    "one header": "主题：送货太慢",
    "a parcel's label": "发件人：李雷\n收件人：韩梅梅\n电话：13800138000\n包裹破了",
    "a line of dashes": "前半段很好\n----------\n后半段不好",
    "a line of underscores": "优点：快\n______\n缺点：贵",
    "a list behind arrows": "我有三点意见：\n> 送货慢\n> 包装破\n> 客服不理人\n谢谢",
    "an arrow for more than": "> 100 元的都不好",
    "arrows within": "步骤是 A > B > C",
    "two arrows of advertising": ">>> 点这里 <<<\n这种短信别再发了",
    "original": "原始邮件我已经删了",
    "the word on": "On your site I can't log in.\nOn my phone it works.",
    "wrote in a sentence": "He wrote: please wait.\nI waited.",
    "from in a sentence": "From: Beijing\nI would like a refund",
    "a date with a colon": "Date: 2024-03-05\nI want to change it",
    "a closing in Chinese": "谢谢你们\n\n此致\n敬礼\n李雷",
    "regards within": "With regards to the price, it is too high.",
    "thanks and a name": "All fine.\n\nThanks,\nJohn",
    "a number to call": "请回电\n\n电话：13800138000",
    "an address alone": "wang@example.cn",
    "confidence in a sentence": "本邮件里说的附件我没有收到，请重发并把之前的删除",
    "this mail": "This email is the third one I send, please answer.",
    "a shop and its number": "哪家店？\n\n上海某某大酒店\n电话：021-12345678",
    "a shop and its number on one line": "在这家：\n\n某某酒店 021-12345678",
    "a firm asked for": "我在某某科技有限公司上班\n电话：13800138000",
    "a day, a time and an address": "2024-03-05 10:12 我给 <a@example.cn>",
    "a form filled in": "收件人：王芳\n地址：某路 1 号\n日期：2024-03-05 10:12\n主题：送货",
    "a text message told": "他 2024年3月5日 10:12 的短信写道：\n“不退”",
    "a letter told": 'I wrote to bob@example.com on 3 May 2024 and he wrote:\n"no"',
    "a day on a line": "我 2024年3月5日 10:12 在你们店里买的，\n发票写的是别人",
    "an address before a colon": "请发到 wang@example.cn：\n谢谢",
    "one word": "Best",
    "one point": "Two things:\n\n- Fast",
    "an address asked for": "请发到这里\n\nwang@example.cn",
    "markdown": "Here:\n\n## Key\n----\n\n1. Fast\n2. Small\n\n----\n\nThe dashes are mine.\n\n====\n\nThese, too.",
    "steps": "1. 打开\n2. 报错\n3. 关不掉",
    "a sender's label": "从：北京\n至：上海\n时间：10:12\n走了七天",
    "a warning at the top": "注意：我要投诉\n\n你们的师傅没来",
}

CUT = {
    "two dashes": ("很好\n\n-- \n李雷\n产品部", "很好"),
    "two dashes, no space, no line between": ("Hello\n--\nBob", "Hello"),
    "underscores of a list": (
        "Sure\n\n_______________________________________________\nusers mailing list\nusers@lists.example.com",
        "Sure",
    ),
    "a dash and a name": ("All good.\n\n-Anna Smith", "All good."),
    "regards": ("All good.\n\nBest regards,\nAnna Smith\nBuyer, Example Ltd", "All good."),
    "a firm": ("挺好的\n\n王芳\n上海某某科技有限公司\n电话：021-12345678\n地址：上海市某路 1 号", "挺好的"),
    "a firm without a line between": ("挺好的\n王芳\n上海某某科技有限公司\n电话：021-12345678", "挺好的"),
    "a closing above a firm": (
        "收到，谢谢\n\n祝好\n\n王芳 | 客服部\nTel: 021-12345678\nwww.example.cn",
        "收到，谢谢",
    ),
    "a disclaimer": (
        "3分\n\n本邮件及其附件含有本公司的保密信息，仅限于发送给上面地址中列出的个人或群组。",
        "3分",
    ),
    "a disclaimer in English": (
        "Fine.\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you are not the"
        " intended recipient, delete it.",
        "Fine.",
    ),
    "a scanner": ("Fine.\n\nVirus-free. www.avast.com", "Fine."),
    "a banner": (
        "CAUTION: This email originated from outside of the organization. Do not click links.\n\nAll fine.",
        "All fine.",
    ),
    "reply above": ("很好\n\n##- 请在此行上方回复 -##\n\n您好，您的投诉已受理", "很好"),
    "reply above, English": ("Works now.\n\n=== Please reply above this line ===\n\nHello", "Works now."),
    "forwarded": (
        "请看\n\n---------- Forwarded message ---------\nFrom: A <a@example.cn>\nDate: x\nSubject: y\nTo: b\n\nhi",
        "请看",
    ),
    "forwarded by Apple": (
        "请看\n\n开始转发的邮件：\n\n发件人: A <a@example.cn>\n主题: y\n日期: 2024年3月5日 10:12\n\nhi",
        "请看",
    ),
    "starred and wrapped": (
        "OK\n\n*From:* Bob [mailto:\nbob@example.com]\n*Sent:* Tuesday, March 5, 2024 10:12 AM\n*To:* me\n\nhi",
        "OK",
    ),
    "a full-width colon": (
        "好\n\n发件人：满意 <s@example.cn>\n日　期：2024年03月05日 10:12\n收件人：我\n主　题：调查\n\n您好",
        "好",
    ),
    "quoted first": ("> 您满意吗？\n\n满意", "满意"),
    "reply on the line of the attribution": (
        "yes On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:\n> Hi",
        "yes",
    ),
    "a link broke the marks": (
        "No\n\nOn Thursday, October 25, 2012 at 3:03 PM, Bob wrote:\n\n> Click\n (http://example.com/abc) >\n> here\n",
        "No",
    ),
    "a broken line within the marks": (
        "No\n\nOn 05/03/2024 10:12, Bob wrote:\n> This line was too long for one of the machines on the way and so\nit broke\n> and went on\n",
        "No",
    ),
    "a name below drawn dashes": (
        f"好\n\n{'—' * 30}\n\n王芳\n活动协调人\n\n某某 <a@example.cn> 在 2024年3月5日 周二 10:12 写道：\n\n您好",
        "好",
    ),
    "the day first": ("好\n\n2024年3月5日 周二 10:12 满意 <s@example.cn> 写道：\n您好", "好"),
    "the verb before a wrapped day": (
        "Hi\n\nAa Bb <a@example.org> schrieb am So., 23.\nJuni 2024, 21:08:\n\n> Hallo",
        "Hi",
    ),
    "no space before wrote": (
        "+1\n\nOn Tue, Apr 29, 2014 at 4:22 PM, Bob <b@example.com>wrote:\n\n> x",
        "+1",
    ),
    "Polish, wrapped": (
        "OK\n\nW dniu 28 stycznia 2015 01:53 użytkownik Zoe <zoe@example.com>\nnapisał:\n\nCześć!",
        "OK",
    ),
    "quotes without an attribution": (
        "My view:\n\n> first\n> of them\n\nYes.\n\n> second\n\nNo.",
        "My view:\nYes.\nNo.",
    ),
    "indented": ("好\n\n    On 3/5/24 10:12 AM, Bob wrote:\n    Hello", "好"),
    "an empty reply": ("\n\n在 2024-03-05 10:12:33，满意 <s@example.cn> 写道：\n您好", ""),
}


@pytest.mark.parametrize("typed", KEPT.values(), ids=KEPT)
def test_own_words_stay(typed):
    assert cut(typed, None).text == typed


@pytest.mark.parametrize("typed", KEPT.values(), ids=KEPT)
def test_own_words_stay_above_a_quote(typed):
    body = f'{typed}\n\n在 2024-03-05 10:12:33，"满意" <s@example.cn> 写道：\n您好，请评价'
    if typed != "wang@example.cn":
        assert cut(body, None).text == typed


@pytest.mark.parametrize(("body", "reply"), CUT.values(), ids=CUT)
def test_the_rest_goes(body, reply):
    assert cut(body, None).text == reply


def test_answers_between_the_questions_keep_their_question():
    body = "在 2024/3/5 10:12, 满意 写道:\n> 您好\n>\n> 1. 服务好吗？\n很好\n> 2. 快吗？\n>    1 快　2 慢\n\n2\n\n一般般\n\n> 3. 还有吗？\n没了\n\n发自我的iPhone"
    found = cut(body, None)
    assert found.pieces == (("1. 服务好吗？", "很好"), ("2. 快吗？", "2\n\n一般般"), ("3. 还有吗？", "没了"))
    assert found.text == "很好\n2\n\n一般般\n没了"
    assert not found.unsure


def test_below_a_whole_mail_no_single_line_was_meant():
    body = "On 05/03/2024 10:12, Bob wrote:\n> 1. Good?\n> 2. Fast?\n> Bye\n\nYes and no"
    assert cut(body, None).pieces == ((None, "Yes and no"),)


def test_what_was_cut_is_told_with_its_reason():
    found = cut("好\n\n发自我的iPhone\n\n在 2024-03-05 10:12:33，满意 <s@example.cn> 写道：\n您好", None)
    assert [why for why, _ in found.cut] == ["footer", "attribution", "quote"]
    assert not found.unsure


GROWN = {
    "a footer": ("4发自我的iPhone在 2024-03-05 10:12:33，满意 <s@example.cn> 写道：您好", "4"),
    "a score and a name": ("4分满意度调查 <s@example.cn> 于2024年3月5日周二 10:12写道：> 您好", "4分"),
    "a day told": (
        "客服在 3 月 5 日 说会退在 2024-03-05 10:12:33，满意 <s@example.cn> 写道：您好",
        "客服在 3 月 5 日 说会退",
    ),
    "dashes": ("挺好的------------------原始邮件------------------发件人: 满意<s@example.cn>;您好", "挺好的"),
}


@pytest.mark.parametrize(("body", "reply"), GROWN.values(), ids=GROWN)
def test_line_breaks_lost_without_a_blank(body, reply):
    assert cut(body, None).text == reply


def test_words_that_a_name_has_grown_onto_are_not_lost():
    assert cut("很快满意度调查 <s@example.cn> 于2024年3月5日周二 10:12写道：> 您好", None).text.startswith(
        "很快"
    )


def test_doubt_is_told():
    assert cut("意见：\n> 慢\n> 贵\n谢谢", None).unsure
    assert cut("客服写道：\n请等待", None).unsure
    assert not cut("很好", None).unsure


def test_where_our_own_mail_is_known_unmarked_quotes_give_answers_back():
    ours = ["您好！\n1. 您对服务满意吗？\n2. 您会推荐我们吗？\n谢谢您的时间"]
    body = (
        "见下面\n\n发件人: 满意 <s@example.cn>\n发送时间: 2024年3月5日 10:12\n收件人: 我\n主题: 调查\n\n您好！\n1. 您对服务满意吗？ 4分\n"
        "2. 您会推荐我们吗？\n会的\n谢谢您的时间"
    )
    assert cut(body, None).text == "见下面"
    assert cut(body, None, ours).pieces == (
        (None, "见下面"),
        ("1. 您对服务满意吗？", "4分"),
        ("2. 您会推荐我们吗？", "会的"),
    )
    assert cut("很好\n您好！\n1. 您对服务满意吗？\n谢谢您的时间", None, ours).text.startswith("很好")


BELOW = "发件人：满意 <s@example.cn>\n发送时间：2024年3月5日 10:12\n收件人：王芳\n主题：请评价\n\n您好！"


@pytest.mark.parametrize(
    "typed",
    [
        "主题：快递破损\n时间：昨天",
        "From: London, To: Paris, it took ten days.",
        "收件人：李雷\n地址：某路 1 号",
    ],
)
def test_labels_that_were_typed_are_not_headers_of_the_mail_below(typed):
    assert cut(f"{typed}\n\n{BELOW}", None).text == typed


def test_labels_that_were_typed_right_above_headers_are_not_among_them():
    assert cut(f"主题：快递破损\n时间：昨天\n{BELOW}", None).text == "主题：快递破损\n时间：昨天"


@pytest.mark.parametrize("name", ["Jane Roe", "Mark Mayer", "April May", "Martin Septon", "Juliet"])
def test_a_name_that_begins_like_a_month_is_no_day(name):
    for line in (
        f"On 5 Mar 2024, at 10:12, {name} <a@example.com> wrote:",
        f"Le 5 mars 2024 à 10:12, {name} <a@example.com> a écrit :",
        f"{name} <a@example.com> 于2024年3月5日周二 10:12写道：",
    ):
        assert cut(f"4\n\n{line}\n\n> Hi\n", None).text == "4", line


OTHERS = {
    "Outlook, Mac": "在 2024/3/5 上午10:12，“满意 调查”<s@example.cn> 写入:\n\n    您好！",
    "Thunderbird, Taiwan": "满意 调查 於 2024/3/5 上午 10:12 寫道:\n> 您好！",
    "Xiaomi, a name of two words": "在 Good Care <s@example.cn>，2024年3月5日 上午10:12写道：\n您好！",
    "Yahoo, a name before the day": "满意 (<s@example.cn>) 在 2024年3月5日星期二 上午10:12:33 [GMT+8] 寫道：\n\n您好！",
    "Coremail, English": "-----Original Messages-----\nFrom:满意 <s@example.cn>\nSent Time:2024-03-05 10:12:33 (Tuesday)\nTo: b@example.cn\nSubject: 请评价\n\n您好！",
    "QQ邮箱, new, English": "Original Email\n\nSender:满意< s@example.cn >;\n\nSent Time:2024/3/5 10:12\n\nTo:b< b@example.cn >;\n\nSubject:请评价\n\n您好！",
    "Proton, old": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\n 星期二, 三月 5, 2019 10:12 上午，满意 <s@example.cn> 来信：\n\n> 您好！",
    "Mutt": "* Good Care <s@example.cn> [2024-03-05 10:12:33 +0800]:\n\n> 您好！",
    "Gmail, Norwegian": "tir. 5. mar. 2024 kl. 10:12 skrev Good Care <s@example.cn>:\n\n> Hei",
    "Gmail, Russian": "вт, 5 мар. 2024 г. в 10:12, Good Care <s@example.cn>:\n\n> Hi",
    "Gmail, Hungarian": "Good Care <s@example.cn> ezt írta (időpont: 2024. márc. 5., K, 10:12):\n\n> Hi",
}


@pytest.mark.parametrize("above", OTHERS.values(), ids=OTHERS)
def test_more_ways_to_say_who_wrote(above):
    assert cut(f"4分\n\n{above}", None).text == "4分"


def test_below_a_separator_an_attribution_holds_the_quote_and_not_what_is_typed_below():
    body = "-------- Original Message --------\nOn Mar 5, 2019, 10:12, Good Care wrote:\n\n> Hi\n> How was it?\n\nFine."
    assert cut(body, None).text == "Fine."


HARD = (
    "On Tue, Mar 5, 2024 at 10:12 AM Jo <j@x.cn> wrote:",
    "On the road he wrote:",
    "Am 5. März schrieb Anna:",
    "a\n> b",
    "在",
    "写道：",
    ">",
    "-",
    "发件人：",
    "a@",
    "On Wed, ",
    "发自",
    "A",
    " ",
    "原始邮件",
    "<a@b.cn> ",
    "--",
    "|",
    "1:1",
    "2024年3月5日",
    "_",
    "*",
    "From: ",
    "于",
    "\u3000",
)


@pytest.mark.parametrize("end", ["", "\n"], ids=["one line", "lines"])
@pytest.mark.parametrize("piece", HARD)
def test_very_many_characters_take_as_much_longer_as_they_are_more(piece, end):
    body = (piece + end) * (300_000 // max(40 if end else 1, len(piece) * 3))
    assert_linear(lambda text: cut(text, None), body)


@given(
    st.lists(
        st.sampled_from([*HARD, "\n", "\n\n", "好", "写道", "wrote:", "--", "4分", "10:12", "---"]),
        max_size=60,
    )
)
@settings(max_examples=200, deadline=None)
def test_nothing_fails_and_no_word_appears_from_nowhere(parts):
    body = "".join(parts)
    found = cut(body, None)
    assert set(found.text) <= set(body) | {"\n", " "}
    assert found.text == found.text.strip()
