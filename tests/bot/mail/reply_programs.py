# ruff: noqa: E501 - bodies stand as programs write them
"""Bodies as mail programs write them: what was typed, what the program puts around it, the old mail below.

A program is what it sets above the quote, how it marks the quoted lines, and what it signs with. The bodies are written
by rule from these, in many more forms than could be kept as files.
"""

from dataclasses import dataclass

OLD = (
    "尊敬的顾客，您好！",
    "1. 您对本次送货的速度是否满意？",
    "5 非常满意　4 满意　3 一般　2 不满意　1 非常不满意",
    "2. 您还有什么想对我们说的吗？",
    "直接回复这封邮件即可，编号 A20240305。",
)
OLD_ENGLISH = (
    "Dear customer,",
    "1. How happy are you with the delivery?",
    "5 very happy, 4 happy, 3 so so, 2 unhappy, 1 very unhappy",
    "2. Is there anything else you would like to tell us?",
    "Simply answer this mail, number A20240305.",
)


@dataclass(frozen=True)
class Program:
    """above: what stands over the quote. mark: in front of each quoted line. footer: what it signs with."""

    name: str
    above: str
    mark: str = ""
    footer: str = ""
    old: tuple[str, ...] = OLD

    def above_it(self, typed: str) -> str:
        """The answer on top, as most people write."""
        return f"{typed}\n\n{self._footer()}{self.above}\n{self._quote(self.old)}\n"

    def below_it(self, typed: str) -> str:
        return f"{self.above}\n{self._quote(self.old)}\n\n{typed}\n"

    def between(self, first: str, second: str) -> str:
        """An answer under each of the two questions."""
        return (
            f"{self.above}\n{self._quote(self.old[:2])}\n\n{first}\n\n{self._quote(self.old[2:4])}\n\n{second}\n\n"
            f"{self._quote(self.old[4:])}\n"
        )

    def without_breaks(self, typed: str) -> str:
        return " ".join(self.above_it(typed).split())

    def _quote(self, lines: tuple[str, ...]) -> str:
        return "\n".join(f"{self.mark}{line}" for line in lines)

    def _footer(self) -> str:
        return f"{self.footer}\n\n" if self.footer else ""


def _headers(*labels: str, colon: str = "：", star: str = "") -> str:
    values = (
        "满意度调查 <reply@feedback.example>",
        "2024年3月5日 10:12",
        "王芳 <wang@example.cn>",
        "请您评价我们的服务",
    )
    return "\n".join(
        f"{star}{label}{colon}{star}{value}" for label, value in zip(labels, values, strict=True)
    )


_ZH = ("发件人", "发送时间", "收件人", "主题")
_TW = ("寄件者", "傳送時間", "收件者", "主旨")
_EN = ("From", "Sent", "To", "Subject")
_QQ = (
    '发件人: "满意度调查"<reply@feedback.example>;\n发送时间: 2024年3月5日(星期二) 上午10:12\n'
    '收件人: "王芳"<wang@qq.example>;\n主题: 请您评价我们的服务\n\n'
)

PROGRAMS = (
    Program(
        "QQ邮箱",
        f"\n------------------&nbsp;原始邮件&nbsp;------------------\n{_QQ}".replace("&nbsp;", "\u00a0"),
    ),
    Program("QQ邮箱, phone", f"---原始邮件---\n{_QQ}", footer="发自我的iPhone"),
    Program(
        "QQ邮箱, new",
        f"王芳\nwang@qq.example\n\n\n\n原始邮件\n\n{_headers('发件人', '发件时间', '收件人', '主题')}\n",
    ),
    Program("腾讯企业邮箱", f"------------------ 原始邮件 ------------------\n{_QQ}"),
    Program(
        "腾讯企业邮箱, English",
        '------------------ Original ------------------\nFrom: "feedback"<reply@feedback.example>;\nDate: Tue, Mar 5, 2024 10:12 AM\n'
        'To: "wang"<wang@example.cn>;\nSubject: How was it\n\n',
        old=OLD_ENGLISH,
    ),
    Program(
        "企业微信",
        f"------------------ Original ------------------\n{_headers('发件人', '日期', '收件人', '主题', colon=': ')}\n",
        footer="发自我的企业微信",
    ),
    Program("Foxmail", f"\n \n{_headers(*_ZH, colon='： ')}\n"),
    Program("Foxmail, signed", f"\n\n\nwang@example.cn\n \n{_headers(*_ZH, colon='： ')}\n"),
    Program("163", '在 2024-03-05 10:12:33，"满意度调查" <reply@feedback.example> 写道：\n'),
    Program(
        "163, English",
        'At 2024-03-05 10:12:33, "feedback" <reply@feedback.example> wrote:\n',
        old=OLD_ENGLISH,
    ),
    Program("126, marked", '在 2024-03-05 10:12:33，"满意度调查" <reply@feedback.example> 写道：', mark="> "),
    Program(
        "网易邮箱大师",
        "---- 回复的原邮件 ----\n| 发件人 | 满意度调查<reply@feedback.example> |\n| 发送日期 | 2024年03月05日 10:12 |\n"
        "| 收件人 | 王芳<wang@163.example> |\n| 主题 | 请您评价我们的服务 |\n",
        footer="发自我的小米手机",
    ),
    Program(
        "网易邮箱大师, English",
        "---- Replied Message ----\n| From | feedback<reply@feedback.example> |\n| Date | 03/05/2024 10:12 |\n| To | wang<wang@163.example> |\n"
        "| Subject | How was it |\n",
        old=OLD_ENGLISH,
    ),
    Program("新浪", f"----- 原始邮件 -----\n{_headers('发件人', '收件人', '主题', '日期')}\n"),
    Program("139", f"----邮件原文----\n{_headers('发件人', '发送时间', '收件人', '主题')}\n"),
    Program("189", f"----- 原始邮件信息 -----\n{_headers('发件人', '日期', '收件人', '主题', colon=': ')}\n"),
    Program("阿里邮箱", f"{'-' * 66}\n{_headers('发件人', '发送时间', '收件人', '主　题')}\n"),
    Program(
        "钉钉",
        f"{'-' * 66}\n{_headers('发件人', '日　期', '收件人', '主　题')}\n",
        footer="来自钉钉专属商务邮箱",
    ),
    Program("搜狐", f"-----原始邮件-----\n{_headers('发件人', '发送时间', '收件人', '主题', colon=': ')}\n"),
    Program("Outlook", f"\n{'_' * 32}\n{_headers(*_ZH, colon=': ')}\n"),
    Program("Outlook, starred", f"\n{_headers(*_ZH, colon=':', star='*')}\n"),
    Program("Outlook, Traditional", f"{'_' * 32}\n{_headers(*_TW, colon=': ')}\n"),
    Program("Outlook, English", f"{'_' * 32}\n{_headers(*_EN, colon=': ')}\n", old=OLD_ENGLISH),
    Program(
        "Outlook, phone",
        f"{'_' * 32}\n{_headers(*_ZH, colon=': ')}\n",
        footer="获取 Outlook for iOS<https://aka.ms/o0ukef>",
    ),
    Program("Exchange, 2003", f"-----Original Message-----\n{_headers(*_EN, colon=': ')}\n", old=OLD_ENGLISH),
    Program("Gmail", "满意度调查 <reply@feedback.example> 于2024年3月5日周二 10:12写道：\n", mark="> "),
    Program(
        "Gmail, wrapped", "满意度调查 <reply@feedback.example>\n于2024年3月5日周二 10:12写道：\n", mark="> "
    ),
    Program(
        "Gmail, Traditional",
        "滿意度調查 <reply@feedback.example> 於 2024年3月5日 週二 上午10:12寫道：\n",
        mark="> ",
    ),
    Program(
        "Gmail, English",
        "On Tue, Mar 5, 2024 at 10:12 AM Feedback <reply@feedback.example> wrote:\n",
        mark="> ",
        old=OLD_ENGLISH,
    ),
    Program(
        "Gmail, English, wrapped",
        "On Tue, Mar 5, 2024 at 10:12 AM Feedback of the Whole Company <\nreply@feedback.example> wrote:\n",
        mark="> ",
        old=OLD_ENGLISH,
    ),
    Program(
        "Apple Mail", "在 2024年3月5日，上午10:12，满意度调查 <reply@feedback.example> 写道：\n", mark="> "
    ),
    Program(
        "iPhone",
        "> 在 2024年3月5日，上午10:12，满意度调查 <reply@feedback.example> 写道：\n>",
        mark="> ",
        footer="发自我的 iPhone",
    ),
    Program(
        "iPhone, English",
        "On Mar 5, 2024, at 10:12 AM, Feedback <reply@feedback.example> wrote:\n",
        mark="> ",
        footer="Sent from my iPhone",
        old=OLD_ENGLISH,
    ),
    Program(
        "iPhone, Traditional",
        "> 滿意度調查 <reply@feedback.example> 於 2024年3月5日 上午10:12 寫道：\n>",
        mark="> ",
        footer="從我的 iPhone 傳送",
    ),
    Program("Thunderbird", "在 2024/3/5 10:12, 满意度调查 写道:", mark="> "),
    Program("Thunderbird, English", "On 05/03/2024 10:12, Feedback wrote:", mark="> ", old=OLD_ENGLISH),
    Program("Yahoo", "在 2024年3月5日星期二 GMT+8 10:12:33， 满意度调查<reply@feedback.example> 写道：\n"),
    Program(
        "Yahoo, English",
        " On Tuesday, March 5, 2024 at 10:12:33 AM GMT+8, Feedback <reply@feedback.example> wrote:\n",
        old=OLD_ENGLISH,
        footer="Sent from Yahoo Mail on Android",
    ),
    Program(
        "Zoho", "---- 在 星期二, 05 三月 2024 10:12:33 +0800 满意度调查 <reply@feedback.example> 撰写 ----\n"
    ),
    Program(
        "Zoho, English",
        "---- On Tue, 05 Mar 2024 10:12:33 +0800 Feedback <reply@feedback.example> wrote ---\n",
        old=OLD_ENGLISH,
    ),
    Program(
        "Proton",
        "On Tuesday, March 5th, 2024 at 10:12, Feedback <reply@feedback.example> wrote:\n",
        mark="> ",
        old=OLD_ENGLISH,
        footer="Sent with Proton Mail secure email.",
    ),
    Program(
        "Proton, Chinese",
        "在 2024年3月5日星期二 10:12，满意度调查 <reply@feedback.example> 写道：\n",
        mark="> ",
    ),
    Program(
        "Huawei",
        f"-------- 原始邮件 --------\n{_headers('发件人', '日期', '收件人', '主题')}\n",
        footer="来自 Huawei 手机",
    ),
    Program(
        "Xiaomi",
        '在 "满意度调查" <reply@feedback.example>，2024年3月5日 上午10:12写道：\n',
        footer="发自我的小米手机",
    ),
    Program(
        "Samsung",
        "-------- 原始邮件 --------\n自： 满意度调查 <reply@feedback.example>\n日期： 2024/3/5 10:12 (GMT+08:00)\n"
        "至： 王芳 <wang@example.cn>\n主题： 请您评价\n",
        footer="从我的 Galaxy 发送",
    ),
    Program("麒麟", "在 2024/3/5 上午10:12, 满意度调查 写道：", mark="> "),
    Program(
        "Polymail",
        "On Tue, Mar 5, 2024 at 10:12 AM Feedback\n\n<\nmailto:Feedback <reply@feedback.example>\n> wrote:\n",
        old=OLD_ENGLISH,
    ),
    Program(
        "German",
        "Am 05.03.2024 um 10:12 schrieb Feedback <reply@feedback.example>:\n",
        mark="> ",
        old=OLD_ENGLISH,
    ),
    Program(
        "French",
        "Le mar. 5 mars 2024 à 10:12, Feedback <reply@feedback.example> a écrit :\n",
        mark="> ",
        old=OLD_ENGLISH,
    ),
)
