"""A customer with a mailbox: reads what came, answers in the manner of their program, over real SMTP."""

import smtplib
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import make_msgid

from tests.mail import quoting, styles
from tests.mail.dovecot import Dovecot
from tests.mail.postfix import Postfix
from tests.mail.programs import PATIENCE, waited


class Customer:
    """Who writes by mail. `seen` are the mails read so far, by Message-ID, in their order; `sent` are the
    Message-IDs of their own."""

    def __init__(self, address: str, style: str, dovecot: Dovecot, postfix: Postfix, name: str = "") -> None:
        self.address, self.name, self.style = address, name, style
        self.seen: dict[str, EmailMessage] = {}
        self.sent: list[str] = []
        self._dovecot, self._postfix = dovecot, postfix

    def look(self) -> list[EmailMessage]:
        """What has come since, the eldest first."""
        raws = self._dovecot.kept(self.address)
        came = [mail for raw in raws if (mail := quoting.parsed(raw))["Message-ID"] not in self.seen]
        came.sort(key=lambda mail: (mail["Date"].datetime, str(mail["Message-ID"])))
        self.seen |= {str(mail["Message-ID"]): mail for mail in came}
        return came

    def reads(self, phrase: str = "", patience: float = PATIENCE) -> EmailMessage:
        """The next mail that came, which says this; waits for it."""
        mail = waited(self.look, f"a mail to {self.address} after {len(self.seen)}", patience)[-1]
        assert phrase in quoting.text(mail), quoting.text(mail)
        return mail

    def answers(self, mail: EmailMessage, said: str, envelope: str = "") -> bytes:
        """Answer above what is quoted."""
        old = quoting.quoted(mail)
        return self.sends(self._written(styles.STYLES[self.style](old, said), old), old.reply_to, envelope)

    def answers_between(self, mail: EmailMessage, answers: Mapping[str, str]) -> bytes:
        """Answer each under the line that begins so."""
        old = quoting.quoted(mail)
        return self.sends(self._written(styles.between(old, answers), old), old.reply_to)

    def writes(self, to: str, subject: str, said: str, picture: bytes = b"") -> bytes:
        """A mail that answers none."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.address, to, subject
        mail["Message-ID"] = make_msgid(domain=self.address.partition("@")[2])
        mail.set_content(said, cte="base64")
        if picture:
            mail.add_attachment(picture, "image", "png", filename="照片.png")
        return self.sends(mail.as_bytes(), to)

    def sends(self, raw: bytes, to: str, envelope: str = "") -> bytes:
        """These bytes, by SMTP, as the server of the customer would bring them."""
        self.sent.append(str(quoting.parsed(raw)["Message-ID"]))
        with smtplib.SMTP("127.0.0.1", self._postfix.world) as server:
            server.sendmail(envelope or self.address, [to], raw)
        return raw

    def _written(self, body: styles.Body, old: quoting.Quoted) -> bytes:
        return styles.written(body, old, self.address, self.name)
