"""An invitation that is answered between its lines, in a program that marks neither them nor the answers."""

import asyncio
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from bot.delivery import Delivery
from bot.inbox import Inbox
from bot.mail.identity import identify
from bot.mailbox.taking import Taking
from storage import db, mails
from storage.tables import answers, messages
from tests.bot.mailing.conftest import LI
from tests.bot.test_inviting import NOON, Round

ABOVE = ("发件人: 青禾家居", "发送时间: 2026年11月20日 10:00", "收件人: 李雷", "主题: 请您评一评", "")


@pytest.fixture
def replied(engine, mail_settings):
    """`await replied(raw)`: this mail has come and is taken."""

    async def take(raw: bytes) -> None:
        with db.writing(engine) as session:
            found = identify(raw)
            mails.keep(session, [mails.Arrived(found.key, raw, found.sender, datetime.now(UTC))])
        inbox = Inbox(engine, mail_settings, lambda: None)
        working = asyncio.create_task(inbox.run())
        taking = Taking(engine, inbox, mail_settings, lambda: None)
        while await taking.take():
            pass
        inbox.stop()
        await working

    return take


async def test_the_answers_are_recorded(engine, mail_settings, email, server, clock, replied):
    clock.now = NOON
    of = Round(engine, mail_settings)
    of.invite("email", LI)
    of.start().send()
    await Delivery(engine, [email]).deliver()
    (sent,) = server.read
    given, lines = iter(("5", "4，慢了一天", "4 满意", "3", "5分")), []
    for line in sent.get_body(("plain",)).get_content().splitlines():
        lines.append(line)
        if line.strip() == "5 非常满意":
            lines.append(next(given))

    reply = EmailMessage()
    reply["From"], reply["To"], reply["Message-ID"] = LI, str(sent["Reply-To"]), "<reply@example.com>"
    reply["Subject"], reply["In-Reply-To"] = f"答复: {sent['Subject']}", str(sent["Message-ID"])
    reply.set_content("\n".join(("都写在下面了", "", *ABOVE, *lines)))
    await replied(reply.as_bytes())

    with db.reading(engine) as session:
        recorded = session.execute(select(answers.c.question, answers.c.value, answers.c.comment)).all()
        said = session.scalars(select(messages.c.text)).all()
    assert [value for _, value, _ in recorded] == ["5", "4", "4", "3", "5"]
    assert "慢了一天" in recorded[1].comment
    assert not any("非常满意" in text for text in said), "our own words are not theirs"
