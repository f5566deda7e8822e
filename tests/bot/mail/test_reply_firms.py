# ruff: noqa: E501 - bodies stand as programs write them
"""What firms and their servers set around a mail: cards, disclaimers, classes. And the answers of one word next to them."""

import pytest

from bot.mail.reply import cut

TYPED = "收到了，三号柜的锁已经换好。"
CARD = "某某机电有限公司\n电话：021-12345678\n邮箱：kf@example.cn"
QUOTED = "\n\n在 2026/11/17 8:30, 满意 写道:\n> 您满意吗？\n"

AROUND = {
    "a comment of a program": "#/******本邮件及其附件含有某某公司的保密信息，仅限于发送给上面地址中列出的个人或群组，请收件人勿泄露。 This e-mail contains confidential information.******/#",
    "the firm above it": "QINGHE\n\n本电子邮件及其附件含有QINGHE公司的保密信息，仅限于邮件指明的收件人使用。",
    "it asks to tell me": "----------------------------------------\n\n李雷\n某某集团-客户服务部\n电话：021-12345678\n邮箱：lilei@example.cn\n\n重要提示：此邮件及附件具保密性质，受法律保护。若您意外收到，请立即通知我并删除。",
    "lines drawn within the card": "李雷\n\n----------------------------------------\n某某机电有限公司 | Moumou Electric Co.,Ltd.\n----------------------------------------\nMobile: 13800000000\nE-mail: lilei@example.cn",
    "a name, a title and a firm": "李雷\n采购主管\n某某集团有限公司\n手机：13800000000",
    "a firm with dots": "李雷\n上海某某贸易有限公司 Shanghai Moumou Trading Co., Ltd.\n地址：上海市某路 1 号\n电话：021-12345678",
    "regards above a firm with dots": "Best Regards，\nLei Li 李雷\nMoumou Electric CO. LTD.\nE-mail : lilei@example.cn",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize("below", ["", QUOTED], ids=["alone", "above a quote"])
def test_what_a_firm_sets_below_is_cut(around, below):
    assert cut(f"{TYPED}\n\n{around}{below}", None).text == TYPED


@pytest.mark.parametrize("words", ["很满意", "周到", "不满意", "一般", "高兴", "没有", "方便", "送货安装"])
@pytest.mark.parametrize(
    "body",
    [
        "送货快。\n\n{0}\n\n{1}",
        "送货快。\n\n{0}\n\n------------------------\n{1}",
        "{0}\n\n{1}",
        "1. 5\n2. {0}\n\n{1}",
    ],
    ids=["a paragraph", "above a line of dashes", "alone", "numbered"],
)
@pytest.mark.parametrize("below", ["", QUOTED], ids=["alone", "above a quote"])
def test_an_answer_of_one_word_above_a_card_is_no_name(words, body, below):
    typed = body.split("{0}")[0] + words
    assert cut(body.format(words, CARD) + below, None).text == typed


@pytest.mark.parametrize("name", ["王芳", "欧阳小明", "李雷 经理", "Lei Li"])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n------------------------\n"])
def test_a_name_above_a_card_belongs_to_it(name, between):
    assert cut(f"{TYPED}\n\n{name}{between}{CARD}", None).text == TYPED


def test_short_answers_below_drawn_dashes_stay():
    for typed in ("送货\n--------------------\n很满意\n很快", "快不快：快\n--------------------\n周到\n没有"):
        assert cut(typed, None).text == typed


def test_an_answer_of_two_characters_above_the_box_of_a_phone_stays():
    body = "满意\n\n\n\n| |\n王芳\n|\n|\n邮箱：wangfang@example.cn\n|\n\n签名由 网易邮箱大师 定制\n\nOn 11/17/2026 08:30, 满意 wrote:\n您满意吗？"
    assert cut(body, None).text == "满意"


@pytest.mark.parametrize(
    "label",
    ["[Qinghe Official Use Only - General]", "[Public]", "[EXTERNAL]", "【外部邮件】", "【内部公开】"],
)
def test_the_class_of_a_mail_stands_above_it(label):
    found = cut(f"{label}\n\n{TYPED}{QUOTED}", None)
    assert (found.text, found.cut[0]) == (TYPED, ("banner", (label,)))


@pytest.mark.parametrize("typed", ["[Public]", "【送货】\n很快", "[General] all fine", "【外部】的漆掉了"])
def test_brackets_that_were_typed_stay(typed):
    assert cut(typed, None).text == typed


@pytest.mark.parametrize(
    "footer",
    ["来自 Xiaomi 14 Ultra", "来自 vivo X100", "来自鸿蒙系统手机", "以 Proton Mail 安全电子邮件发送。"],
)
def test_the_footers_of_more_phones(footer):
    assert cut(f"{TYPED}\n\n{footer}{QUOTED}", None).text == TYPED
