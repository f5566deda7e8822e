"""Both servers together: an organisation's mailbox and its customers', one Postfix between them."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from tests.mail.customer import Customer
from tests.mail.dovecot import PASSWORD, Dovecot
from tests.mail.postfix import HOST, Postfix
from tests.ports import free_port

SERVICE = "service@feedback.example"
"""The organisation's address. At its domain nobody else is known, as nobody else is at the customers'."""


class Servers:
    """`with Servers([...]) as mail`: mailboxes for these addresses and for SERVICE. `by_lmtp`: what is
    written there is brought to Manyi's own door instead."""

    def __init__(self, addresses: Iterable[str], *, by_lmtp: bool = False) -> None:
        self._addresses = [SERVICE, *addresses]
        self._door = free_port() if by_lmtp else 0

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="manyi-mail-"))
        self._folder.chmod(0o755)  # the servers work as users of their own
        try:
            self.dovecot = Dovecot(self._folder / "dovecot", self._addresses)
            domains = {each.partition("@")[2] for each in self._addresses}
            elsewhere = {SERVICE: self._door} if self._door else {}
            self.postfix = Postfix(
                self._folder / "postfix", domains, self.dovecot.lmtp, self.dovecot.sasl, elsewhere
            )
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name in ("postfix", "dovecot"):
            if server := getattr(self, name, None):
                server.close()
                print(server.told())  # shown where a test fails
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def settings(self) -> dict[str, str]:
        """What Manyi is told of them: `MANYI_*`."""
        login = f"{SERVICE.replace('@', '%40')}:{PASSWORD}"
        fetched = {"MANYI_IMAP_URL": f"imap://{login}@127.0.0.1:{self.dovecot.imap}/INBOX"}
        brought = {"MANYI_LMTP": f"127.0.0.1:{self._door}"}
        return {
            "MANYI_SMTP_URL": f"smtp://{login}@127.0.0.1:{self.postfix.submission}",
            "MANYI_MAIL_FROM": SERVICE,
            "MANYI_MAIL_AUTHSERV": HOST,
            **(brought if self._door else fetched),
        }

    def customer(self, address: str, style: str, name: str = "") -> Customer:
        """Whose mailbox this is, and the program they write with."""
        return Customer(address, style, self.dovecot, self.postfix, name)
