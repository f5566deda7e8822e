"""Authentication-Results: our own server's word alone, of the sender's own domain, and never the sender's."""

import pytest

from bot.mail.authentication import vouched

OURS = "mx.example.com"


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (["mx.example.com; dmarc=pass header.from=a.cn"], "pass"),
        (["MX.Example.com 1; dmarc=pass (p=none) header.from=a.cn"], "pass"),
        (["mx.example.com;\r\n dkim=pass header.d=a.cn;\r\n spf=pass smtp.mailfrom=x@a.cn"], "pass"),
        (["mx.example.com; dkim=pass header.i=@a.cn"], "pass"),
        (["mx.example.com; dkim=pass header.d=mail.a.cn"], "pass"),
        (["mx.example.com; spf=pass smtp.mailfrom=b.cn"], "none"),
        (["mx.example.com; dkim=pass header.d=cn"], "none"),
        (["mx.example.com; dmarc=fail header.from=a.cn; spf=pass smtp.mailfrom=a.cn"], "fail"),
        (["mx.example.com; spf=softfail smtp.mailfrom=a.cn"], "fail"),
        (["mx.example.com; none"], "none"),
        (["mx.evil.example; dmarc=pass"], "none"),
        (["mx.example.com.evil.example; dmarc=pass"], "none"),
        (["mx.example.com; dmarc=none", "mx.example.com; dmarc=pass"], "none"),
        (["mx.evil.example; dmarc=pass", "mx.example.com; dmarc=pass"], "none"),
        (["mx.example.com; (dmarc=pass) spf=none"], "none"),
        (["mx.example.com; spf=pass (a (b; dmarc=pass header.from=a.cn) c) smtp.mailfrom=b.cn"], "none"),
        (["mx.example.com; dkim=fail header.d=b.cn; dkim=pass header.d=a.cn"], "pass"),
        (["mx.example.com; dkim=pass header.d=a.cn; dkim=fail header.d=a.cn"], "pass"),
        (["mx.example.com; dkim=fail header.d=a.cn"], "none"),
        (["mx.example.com; spf=permerror smtp.mailfrom=a.cn"], "none"),
        (["mx.example.com; spf=softfail smtp.mailfrom=forwarder.cn"], "none"),
        (["mx.example.com; dmarc=pass header.from=a.cn; dmarc=fail header.from=a.cn"], "fail"),
        ([], "none"),
    ],
)
def test_who_is_vouched_for(headers: list[str], told: str) -> None:
    head = "".join(f"Authentication-Results: {each}\r\n" for each in headers)

    assert vouched(f"{head}From: <li@a.cn>\r\n\r\nhello".encode(), OURS, "li@a.cn") == told


@pytest.mark.parametrize(
    "told",
    [
        'spf=pass smtp.mailfrom="a; dmarc=pass header.from=a.cn "@evil.cn; dmarc=fail header.from=a.cn',
        'spf=pass smtp.mailfrom="x; dkim=pass header.d=a.cn "@evil.cn',
        'spf=pass smtp.mailfrom="li@a.cn"@evil.cn; dkim=none',
        r'spf=pass smtp.mailfrom="a\"; dmarc=pass header.from=a.cn "@evil.cn',
        'spf=pass (for "a); dmarc=pass header.from=a.cn ("@evil.cn) smtp.mailfrom=evil.cn',
        "spf=pass (for a@evil.cn)); dmarc=pass header.from=a.cn",
        "dmarc=pass header.from=evil.cn; spf=none",
        "dmarc=pass",
    ],
)
def test_what_a_sender_writes_there_vouches_for_nobody(told: str) -> None:
    """The sender of the envelope may be quoted (RFC 5321, 4.1.2), and stands there as it came."""
    raw = f"Authentication-Results: {OURS}; {told}\r\nFrom: <li@a.cn>\r\n\r\nhello".encode()

    assert vouched(raw, OURS, "li@a.cn") in ("fail", "none")
