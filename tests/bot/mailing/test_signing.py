"""What is signed is believed by who asks DNS for our key; a word that was changed is not (RFC 6376)."""

import subprocess
from pathlib import Path
from shutil import which

import dkim
import pytest

from bot.channels.email import Email
from bot.delivery import Delivery
from bot.inbox import Inbox
from tests.bot.mailing.conftest import say


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> Path:
    if which("openssl") is None:
        pytest.skip("openssl is not installed: apt install openssl")
    file: Path = tmp_path_factory.mktemp("dkim") / "key.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(file), "2048"], check=True, capture_output=True)
    return file


def published(key: Path):
    """What DNS says."""
    asked = ["openssl", "rsa", "-in", str(key), "-pubout", "-outform", "PEM"]
    told = subprocess.run(asked, check=True, capture_output=True).stdout.decode()
    record = "v=DKIM1; k=rsa; p=" + "".join(line for line in told.splitlines() if "-" not in line)

    def ask(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"manyi._domainkey.qinghe.example."
        return record.encode()

    return ask


async def test_a_mail_is_signed_with_all_that_must_be(engine, server, mail_settings, clock, key):
    settings = mail_settings.model_copy(update={"dkim_key": str(key), "dkim_selector": "manyi"})
    email = Email(engine, Inbox(engine, settings, lambda: None), settings, lambda: None)
    say(engine, "您好，柜子装好了吗？\n.\n..", unasked=True)
    await Delivery(engine, [email]).deliver()
    await email.close()
    ((_, _, raw),) = server.mails
    assert dkim.verify(raw, dnsfunc=published(key))
    assert not dkim.verify(raw.replace(b"Subject: ", b"Subject: x"), dnsfunc=published(key))
    signature = raw.partition(b"\r\nFrom:")[0].replace(b"\r\n ", b"").lower()
    for name in (b"list-unsubscribe", b"list-unsubscribe-post", b"message-id", b"subject", b"from"):
        assert name in signature
