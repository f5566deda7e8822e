"""Replies as five programs write them: QQ邮箱, 163, Outlook, Gmail, Apple Mail.

A style turns what is answered and what was said into the mail's subject, text and HTML; `written` puts them
into bytes.
"""

import html
from collections.abc import Callable, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import NamedTuple

from tests.mail.quoting import Quoted


class Body(NamedTuple):
    """`charset` as the program declares it."""

    subject: str
    plain: str
    page: str
    charset: str
    mailer: str


Style = Callable[[Quoted, str], Body]


def qq(old: Quoted, said: str) -> Body:
    """QQ邮箱 in a browser: on top, a grey head, no mark on what is quoted."""
    half = "上午" if old.sent.hour < 12 else "下午"
    head = (
        f'发件人: "{old.name}"<{old.address}>;',
        f"发送时间: {_day(old)}(星期{old.weekday}) {half}{old.sent:%H:%M}",
        f'收件人: "{old.to.split("@")[0]}"<{old.to}>;',
        f"主题: {old.subject}",
    )
    rule = "------------------ 原始邮件 ------------------"
    top = _blocks("div", said)
    told = _blocks("div", "\n".join(head))
    rows = f'<div style="font-size: 12px;background:#efefef;padding:8px;">{told}</div>'
    title = f'<div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0;">{_spaced(rule)}</div>'
    tail = f"<includetail><div>&nbsp;</div>{title}{rows}<div><br></div>{old.page}</includetail>"
    page = f"{top}<div><br></div><div>{tail}</div>"
    plain = "\n".join((said, "", "", "", rule, *head, "", "", old.text))
    return Body(f"回复：{old.subject}", plain, page, "gb18030", "QQMail 2.x")


def netease(old: Quoted, said: str) -> Body:
    """163: on top, `在 … 写道：`, a block with a rule beside it."""
    above = f'在 {old.sent:%Y-%m-%d %H:%M:%S}，"{old.name}" <{old.address}> 写道：'
    style = "PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid"
    page = (
        '<div style="line-height:1.7;color:#000000;font-size:14px;font-family:Arial">'
        f'{_blocks("p", said)}<p style="margin: 0;"><br></p><div style="position:relative;zoom:1"></div>'
        f'<div id="divNeteaseMailCard"></div><p>{html.escape(above)}</p>'
        f'<blockquote id="isReplyContent" style="{style}">{old.page}</blockquote></div>'
    )
    plain = "\n".join((said, "", "", "", "", "", above, "", old.text))
    return Body(f"回复:{old.subject}", plain, page, "gbk", "Coremail Webmail Server Version XT5.0.14")


def outlook(old: Quoted, said: str) -> Body:
    """Outlook in Chinese: on top, the old head under a line, no mark on what is quoted."""
    head = (
        f"发件人: {old.sender}",
        f"发送时间: {_day(old)} {old.sent:%H:%M}",
        f"收件人: {old.to}",
        f"主题: {old.subject}",
    )
    rule = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
    said_page = "".join(
        f'<p class="MsoNormal"><span lang="EN-US">{html.escape(line) or "<o:p>&nbsp;</o:p>"}</span></p>\n'
        for line in said.splitlines()
    )
    told = "<br>".join(
        f"<b>{each.partition(':')[0]}:</b>{html.escape(each.partition(':')[2])}" for each in head
    )
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        '<meta name="Generator" content="Microsoft Word 15 (filtered medium)"></head>'
        f'<body lang="ZH-CN"><div class="WordSection1">{said_page}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f'<div><div style="{rule}"><p class="MsoNormal">{told}</p></div></div>'
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>{old.page}</div></body></html>'
    )
    plain = "\n".join((said, "", *head, "", old.text))
    return Body(f"答复: {old.subject}", plain, page, "gb2312", "Microsoft Outlook 16.0")


def gmail(old: Quoted, said: str) -> Body:
    """Gmail: on top, each quoted line marked."""
    above = f"{old.sender} 于{_day(old)}周{old.weekday} {old.sent:%H:%M}写道："
    rule = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
    page = (
        f'<div dir="ltr">{_blocks("div", said)}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{html.escape(above)}<br></div>'
        f'<blockquote class="gmail_quote" style="{rule}">{old.page}</blockquote></div>'
    )
    plain = "\n".join((said, "", above, "", *_marked(old.lines)))
    return Body(f"Re: {old.subject}", plain, page, "utf-8", "")


def apple(old: Quoted, said: str) -> Body:
    """An iPhone: on top, its footer, each quoted line marked; text alone."""
    above = f"在 {_day(old)}，{old.sent:%H:%M}，{old.sender} 写道："
    plain = "\n".join((said, "", "发自我的 iPhone", "", *_marked([above, "", *old.lines])))
    return Body(f"回复：{old.subject}", plain, "", "utf-8", "iPhone Mail (21F90)")


STYLES: Mapping[str, Style] = {
    "qq": qq,
    "163": netease,
    "outlook": outlook,
    "gmail": gmail,
    "apple": apple,
}


def between(old: Quoted, answers: Mapping[str, str]) -> Body:
    """As whoever takes the trouble writes: each answer under the quoted line that begins so."""
    lines = [f"{old.sender} 于{_day(old)}周{old.weekday} {old.sent:%H:%M}写道：", ""]
    left = dict(answers)
    for line in old.lines:
        lines += _marked([line])
        if found := next((start for start in left if line.strip().startswith(start)), None):
            lines += ["", left.pop(found), ""]
    assert not left, f"not asked in that mail: {list(left)}"
    return Body(f"Re: {old.subject}", "\n".join(lines), "", "utf-8", "")


def written(body: Body, old: Quoted, sender: str, name: str) -> bytes:
    """The mail, in its thread (RFC 5322, 3.6.4)."""
    mail = EmailMessage()
    local, _, domain = sender.partition("@")
    mail["From"] = Address(name, local, domain)
    mail["To"] = old.reply_to
    mail["Subject"] = body.subject
    mail["Date"] = format_datetime(old.sent)
    mail["Message-ID"] = make_msgid(domain=domain)
    mail["In-Reply-To"] = old.message_id
    mail["References"] = f"{old.references} {old.message_id}".strip()
    if body.mailer:
        mail["X-Mailer"] = body.mailer
    codec = {"gb2312": "gb18030"}.get(body.charset, body.charset)  # declared as ever, whatever is in it
    mail.set_content(body.plain, charset=codec, cte="base64")
    if body.page:
        mail.add_alternative(body.page, subtype="html", charset=codec, cte="base64")
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            part.set_param("charset", body.charset)
    return mail.as_bytes()


def _day(old: Quoted) -> str:
    return f"{old.sent.year}年{old.sent.month}月{old.sent.day}日"


def _marked(lines: list[str]) -> list[str]:
    return [f"> {line}".rstrip() for line in lines]


def _blocks(name: str, said: str) -> str:
    return "".join(f"<{name}>{html.escape(line) or '<br>'}</{name}>" for line in said.splitlines())


def _spaced(said: str) -> str:
    return said.replace(" ", "&nbsp;")
