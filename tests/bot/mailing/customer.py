"""A customer who writes and reads mail: in by LMTP, as the organisation's own server hands it over, out by
the stand-in."""

import asyncio
import smtplib
from email.message import EmailMessage
from email.utils import make_msgid
from itertools import count

from tests.bot.mailing.standin import StandIn, text
from tests.bot.waiting import until


class Customer:
    """Writes from `address` to ours, and answers the mail that came last."""

    _numbers = count(1)

    def __init__(self, server: StandIn, lmtp: int, address: str = "") -> None:
        self.server, self._lmtp = server, lmtp
        self._read = 0
        self.address = address or f"customer{next(self._numbers)}@example.com"

    async def writes(self, said: str, mark: str = "", files: tuple[tuple[str, bytes], ...] = ()) -> str:
        """Send it; its Message-ID. `mark`: under this one, once more."""
        mail = EmailMessage()
        last = self.mails[-1] if self.mails else None
        mail["From"], mail["Subject"] = self.address, f"Re: {last['Subject']}" if last else "有事想说"
        mail["To"] = last["Reply-To"] if last else "service@qinghe.example"
        mail["Message-ID"] = mark or make_msgid(domain="example.com")
        if last:
            mail["In-Reply-To"] = mail["References"] = last["Message-ID"]
        mail.set_content(said, cte="base64")
        for name, content in files:
            mail.add_attachment(content, "application", "octet-stream", filename=name)
        self._read = len(self.heard)
        to = str(mail["To"])
        await asyncio.to_thread(self._handed, mail.as_bytes(), to)
        return str(mail["Message-ID"])

    def _handed(self, raw: bytes, to: str) -> None:
        with smtplib.LMTP("127.0.0.1", self._lmtp) as door:
            door.sendmail(self.address, [to], raw)

    @property
    def mails(self) -> list[EmailMessage]:
        """What came, in its order."""
        return [
            mail
            for (_, to, _), mail in zip(self.server.mails, self.server.read, strict=True)
            if to == self.address
        ]

    @property
    def heard(self) -> list[str]:
        """What they say, without what stands below each."""
        raws = [raw for _, to, raw in self.server.mails if to == self.address]
        return [text(raw).rpartition("\n\n")[0] for raw in raws]

    async def hears(self, *words: str) -> None:
        """Wait until a mail that came since they last wrote says all of this."""
        await until(lambda: any(all(word in said for word in words) for said in self.heard[self._read :]))
