"""A mail as it is written: any program reads it back, nothing that it holds can break out of its place."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail import read
from bot.mail.writing import Link, Mailbox, Outgoing, Question, write
from bot.mail.writing.headers import BadAddress
from bot.mail.writing.outgoing import LOGO, Choice

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
FIVE = tuple(Choice(str(points), word) for points, word in ((5, "非常满意"), (3, "一般"), (1, "非常不满意")))
ASKS = (
    Question(1, "柜子装好以后稳不稳？", FIVE, title="安装"),
    Question(
        2,
        "愿意推荐给朋友吗？",
        tuple(Choice(str(points), "") for points in range(11)),
        "0 是不会，10 是一定会。",
    ),
    Question(3, "师傅提前打电话了吗？", (Choice("", "打了"), Choice("", "没有"))),
)
MAIL = Outgoing(
    Mailbox("service@qinghe.example", "青禾家居"),
    Mailbox("li.lei@example.com", "李雷"),
    "青禾家居：新柜子用得怎么样",
    AT,
    "<abcdefghijklmnopqrst.4@qinghe.example>",
    "您好，想请您说说新柜子。\n装好一个星期了吧？\n\n说明书：https://qinghe.example/help?id=1&to=2。",
    "青禾家居",
    "zh-CN",
    reply_to="service+abcdefghijklmnopqrst@qinghe.example",
)


def told(mail: Outgoing) -> EmailMessage:
    """As the standard library reads it."""
    raw = write(mail)
    assert raw.isascii()
    assert all(len(line) <= 998 and b"\r" not in line for line in raw.split(b"\r\n"))
    read_back = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(read_back, EmailMessage)
    return read_back


def part(mail: Outgoing, kind: str) -> str:
    found = told(mail).get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_who_writes_to_whom_about_what():
    read_back = told(MAIL)
    assert str(read_back["Subject"]) == MAIL.subject
    assert read_back["From"].addresses[0].display_name == "青禾家居"
    assert read_back["To"].addresses[0].addr_spec == "li.lei@example.com"
    assert read_back["Reply-To"].addresses[0].addr_spec == MAIL.reply_to
    assert read_back["Date"].datetime == AT
    assert (read_back["Message-ID"], read_back["Content-Language"]) == (MAIL.message_id, "zh-CN")


def test_our_own_reader_reads_it_too():
    mail = read(write(replace(MAIL, in_reply_to="<a@b>", references=("<r@b>", "<a@b>"))))
    assert (mail.subject, mail.sender) == (MAIL.subject, "service@qinghe.example")
    assert (mail.in_reply_to, mail.references) == ("<a@b>", ("<r@b>", "<a@b>"))
    assert mail.message_id == MAIL.message_id


def test_text_and_page_say_the_same_in_the_same_order():
    mail = replace(
        MAIL,
        asks=ASKS,
        how="直接回信就行。",
        web=Link("在网页上继续", "https://w.example"),
        note="为什么写信",
    )
    wanted = [
        "您好，想请您说说新柜子",
        "直接回信就行。",
        *("安装", "1. 柜子装好以后稳不稳？", "非常满意", "一般", "非常不满意"),
        *("2. 愿意推荐给朋友吗？", "10", "0 是不会，10 是一定会。"),
        *("3. 师傅提前打电话了吗？", "打了", "没有"),
        *("在网页上继续", "为什么写信"),
    ]
    for said in (part(mail, "plain"), re.sub("<[^>]+>", " ", part(mail, "html").partition("<body")[2])):
        places = [said.index(word) for word in wanted]
        assert places == sorted(places)


def test_a_question_stands_on_a_line_of_its_own_as_it_will_be_quoted():
    lines = part(replace(MAIL, asks=ASKS), "plain").splitlines()
    assert "1. 柜子装好以后稳不稳？" in lines
    assert "   5 非常满意" in lines
    assert "   0  1  2  3  4  5  6  7  8  9  10" in lines
    assert '">1. 柜子装好以后稳不稳？</p>' in part(replace(MAIL, asks=ASKS), "html")


def test_an_address_in_the_words_can_be_followed_and_nothing_else_is_markup():
    mail = replace(
        MAIL, text='<script>alert(1)</script> "https://a.example/x?y=<b>&z" 看 https://b.example/q?a=1&b=2。'
    )
    page = part(mail, "html")
    assert "<script" not in page
    assert 'href="https://b.example/q?a=1&amp;b=2"' in page
    assert 'href="https://a.example/x?y="' in page


def test_nothing_is_fetched_by_showing_it():
    page = part(replace(MAIL, asks=ASKS, web=Link("网页", "https://w.example")), "html")
    assert not any(word in page for word in ("<img", "src=", "url(", "@import", "<link", "<script"))


def test_what_no_person_has_written_says_so():
    automatic = told(replace(MAIL, automatic="auto-replied"))
    assert automatic["Auto-Submitted"] == "auto-replied"
    assert automatic["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert told(MAIL)["Auto-Submitted"] is None


def test_unsubscribing_acts_on_a_post_where_it_is_reached_by_https():
    by_mail = "mailto:service@qinghe.example?subject=unsubscribe"
    both = told(replace(MAIL, unsubscribe=("https://w.example/mail/1/leave", by_mail)))
    assert both["List-Unsubscribe"] == f"<https://w.example/mail/1/leave>, <{by_mail}>"
    assert both["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    alone = told(replace(MAIL, unsubscribe=(by_mail,)))
    assert alone["List-Unsubscribe-Post"] is None
    assert told(MAIL)["List-Unsubscribe"] is None


NAMES = [
    "李，雷",
    '张"三',
    "O'Brien, Pat",
    'Quoted "Nick" Name',
    "back\\slash",
    "=?UTF-8?B?5p2O?=",
    "上海某某精密机械制造有限公司采购与供应链管理部售后服务联络处（浦东）王小明女士",
    "a@b.example",
    "多 个  空格",
    "😀🙂 emoji",
    "Latin name that is rather long " * 4,
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_as_it_is(name: str):
    """Python's address parser keeps the space between two encoded words, which is none (RFC 2047, 6.2)."""
    raw = write(replace(MAIL, to=Mailbox("li.lei@example.com", name)))
    ((shown, address),) = getaddresses([str(email.message_from_bytes(raw)["To"]).replace("\r\n", "")])
    assert address == "li.lei@example.com"
    assert str(make_header(decode_header(shown))) == " ".join(name.split())


BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r\n\r\n", "\n "]


@pytest.mark.parametrize("broken", BREAKS)
def test_no_line_break_ends_a_field(broken: str):
    evil = f"您好{broken}Bcc: everybody@example.com{broken}{broken}<b>body"
    read_back = told(
        replace(MAIL, subject=evil, to=Mailbox("li.lei@example.com", evil), sender=Mailbox("a@b.cn", evil))
    )
    assert read_back["Bcc"] is None
    assert read_back.defects == []
    assert len(read_back["To"].addresses) == 1
    assert "Bcc: everybody@example.com" in str(read_back["Subject"])
    assert read_back.get_body(("plain",)) is not None


@pytest.mark.parametrize(
    "address",
    [
        "a@b\r\nBcc: c@d",
        "a@b>, <c@d",
        "a b@c.cn",
        "a@b.cn,c@d.cn",
        "nobody",
        "@b.cn",
        "a@",
        "李雷@example.com",
        "a@b.cn\x00",
        '"a b"@c.cn',
        "a@" + "b" * 300,
        "a@..",
    ],
)
def test_what_is_no_address_is_refused(address: str):
    with pytest.raises(BadAddress):
        write(replace(MAIL, to=Mailbox(address)))


def test_a_domain_in_chinese_goes_out_in_ascii():
    (to,) = told(replace(MAIL, to=Mailbox("li@例子.中国")))["To"].addresses
    assert to.addr_spec == "li@xn--fsqu00a.xn--fiqs8s"


def test_what_is_no_message_id_is_left_out():
    read_back = told(
        replace(MAIL, in_reply_to="<a b@c>\r\nBcc: x@y", references=("<good@x>", "bad", "<also bad@x>"))
    )
    assert read_back["In-Reply-To"] is None
    assert read_back["References"] == "<good@x>"
    assert read_back["Bcc"] is None


def test_a_very_long_subject_is_whole_and_no_line_too_long():
    subject = "关于您上个月在我们这里订购的那一套定制衣柜的安装质量和售后服务的回访" * 12
    mail = replace(MAIL, subject=subject)
    assert str(told(mail)["Subject"]) == subject
    header = write(mail).partition(b"\r\n\r\n")[0]
    assert max(map(len, header.split(b"\r\n"))) <= 78


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=500))
def test_whatever_it_says_it_is_one_mail(subject: str, name: str, text: str):
    read_back = told(replace(MAIL, subject=subject, to=Mailbox("li.lei@example.com", name), text=text))
    assert read_back.defects == []
    assert set(read_back.keys()) == {
        *("From", "To", "Reply-To", "Subject", "Date", "Message-ID"),
        *("Content-Language", "MIME-Version", "Content-Type"),
    }
    assert [each.get_content_type() for each in read_back.iter_parts()] == ["text/plain", "text/html"]
    assert [each.addr_spec for each in read_back["To"].addresses] == ["li.lei@example.com"]


def test_the_same_mail_is_the_same_bytes():
    assert write(MAIL) == write(replace(MAIL))


def test_a_logo_comes_along_and_is_no_file_of_the_customer_s_when_it_comes_back():
    raw = write(replace(MAIL, logo=b"\x89PNG" + b"x" * 5000))
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    kinds = [part.get_content_type() for part in parsed.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    page = part(replace(MAIL, logo=b"\x89PNG"), "html")
    assert f"cid:{LOGO}" in page
    assert "http" not in page.partition("<img")[2].partition(">")[0]
    back = raw.replace(b"Content-Disposition: inline", b"Content-Disposition: attachment; filename=logo.png")
    assert read(back).evidence == ()
