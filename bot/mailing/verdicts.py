"""What a server's answer means for a mail (RFC 5321, 4.2; enhanced status codes: RFC 3463). Pure.

The words of an answer may hold addresses: they decide here, and are never passed on.
"""

import re
from typing import Final, Literal, NamedTuple

from bot.channels import Deferred, Gone, Later, Refused

Stage = Literal["sender", "recipient", "data"]

_STATUS: Final = re.compile(r"\s*[245]\.(\d{1,3})\.(\d{1,3})\b")
_RELAY: Final = re.compile(r"\brelay|authenticat", re.IGNORECASE)
_LIMIT: Final = re.compile(
    r"frequen|too many|(?:daily|hourly|sending|rate|user)\W{1,3}(?:sending\W)?(?:limit|quota|rate)"
    r"|频率|超过.{0,6}限",
    re.IGNORECASE,
)
_UNKNOWN: Final = re.compile(
    r"(?:user|recipient|mailbox|account|address|邮箱|信箱|用户|用戶|使用者|收件人|帐号|账号|帳號|地址).{0,60}"
    r"(?:unknown|not (?:be )?(?:found|known|exist|listed)|n't (?:found|known|exist)|disabled|unavailable"
    r"|不存在|停用|禁用|未找到)"
    r"|(?:unknown|no such|invalid|no) (?:local |virtual )?(?:user|recipient|mailbox|account|address|person)\b"
    r"|(?:无|無)此|查(?:无|無)|(?:没有|沒有|找不到)(?:这个|這個|该|該|此)?(?:用户|用戶|使用者|收件人|邮箱|信箱|地址|人)",
    re.IGNORECASE,
)
_SENDER: Final = re.compile(r"sender|\bfrom\b|\bspf\b|\bclient\b|\bhelo\b|发件人|寄件", re.IGNORECASE)
_FULL: Final = re.compile(r"full|quota|storage|insufficient|容量|已满", re.IGNORECASE)

GREYLISTED: Final = 60.0
LIMITED: Final = 900.0
MISTAKEN: Final = 60.0
"""Seconds after which it is tried again: what the server wants of new senders, its limits, what we have to
set right."""

_NOBODY: Final = frozenset({(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)})
"""Nobody is at that address (RFC 3463, 3.2 and 3.3; RFC 7505)."""
_OUR_ADDRESS: Final = frozenset({(1, 7), (1, 8)})
"""The sender's address is not to their liking."""

OURS: Final = ("sender",)
"""The reasons of what no mail is to blame for, but how we are set up."""


class _Answer(NamedTuple):
    """`subject` and `detail` of its enhanced status code, 0 where it has none."""

    code: int
    text: str
    subject: int
    detail: int


def verdict(stage: Stage, code: int, text: str) -> Later | Refused | Gone:
    """What is to become of the mail that got this answer."""
    if code < 500:
        reason = f"deferred_{code}"
        return Later(0, reason) if stage == "sender" else Deferred(GREYLISTED, reason)
    status = _STATUS.match(text)
    answer = _Answer(code, text, *(map(int, status.groups()) if status else (0, 0)))
    return _VERDICTS[stage](answer)


def _sender(answer: _Answer) -> Later | Refused | Gone:
    """Before it was said to whom: it is too large, our limits are reached, or we may not send at all."""
    if answer.code == 552:
        return Refused("too_large")
    if _LIMIT.search(answer.text):
        return Later(LIMITED, "limit")
    return Later(MISTAKEN, "sender")


def _recipient(answer: _Answer) -> Later | Refused | Gone:
    kind, bare = (answer.subject, answer.detail), not answer.subject
    if kind == (2, 2) or (bare and (answer.code == 552 or _FULL.search(answer.text))):
        return Refused("mailbox_full")
    if kind in _NOBODY or (bare and _unknown(answer)):
        return Gone("no_mailbox")
    if kind in _OUR_ADDRESS:
        return Later(MISTAKEN, "sender")
    if _LIMIT.search(answer.text):
        return Later(LIMITED, "limit")
    return Deferred(MISTAKEN, "relay") if _RELAY.search(answer.text) else Refused("rejected")


def _unknown(answer: _Answer) -> bool:
    """Whether it says so in words: a 550 alone may be a blocklist as well, and who is there would be left."""
    return answer.code in (550, 551, 553) and bool(
        _UNKNOWN.search(answer.text) and not _SENDER.search(answer.text)
    )


def _data(answer: _Answer) -> Later | Refused | Gone:
    kind = (answer.subject, answer.detail)
    if kind == (1, 1):
        return Gone("no_mailbox")
    if kind in ((2, 3), (3, 4)) or answer.code == 552:
        return Refused("too_large")
    if kind == (4, 5) or _LIMIT.search(answer.text):
        return Later(LIMITED, "limit")
    return Refused("rejected")


_VERDICTS: Final = {"sender": _sender, "recipient": _recipient, "data": _data}
