"""A mailbox as an organisation tells of it: its address, and who runs it or which servers it has. Pure."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit

_IMAP: Final = {993: "imaps", 143: "imap"}
_SMTP: Final = {465: "smtps", 587: "smtp", 25: "smtp"}
_LONGEST_LOCAL: Final = 23
"""Characters before the @ that leave room for the token of a talk (`storage.mistakes`)."""


class Unfit(ValueError):
    """This cannot be a mailbox: `code` is server_none, server_name or server_port."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Mailbox(NamedTuple):
    """`imap` and `smtp` are host:port. `subaddress`: name+anything@domain arrives too."""

    address: str
    imap: str
    smtp: str
    password: str
    subaddress: bool

    @property
    def settings(self) -> dict[str, Any]:
        """As the settings have it."""
        local = self.address.partition("@")[0]
        return {
            "mail_from": self.address,
            "imap_url": _url(_IMAP, self.imap, self.address, self.password),
            "smtp_url": _url(_SMTP, self.smtp, self.address, self.password),
            "mail_subaddress": self.subaddress and len(local) <= _LONGEST_LOCAL,
        }


def run_by(address: str, known: Mapping[str, Any]) -> str:
    """The key of who runs the mailbox of this address; empty: nobody that is known."""
    domain = address.rpartition("@")[2].casefold()
    return next((key for key, each in known.items() if domain in each["domains"]), "")


def server(typed: str, port: int) -> str:
    """host:port of what was typed, this port where none was. Raises Unfit."""
    try:
        parts = urlsplit(f"//{typed.strip()}")
        host, found = parts.hostname or "", parts.port or port
    except ValueError as error:
        raise Unfit("server_port") from error
    if (
        not host
        or set(typed) & set("/@?#")
        or not all(each.isalnum() or each in ".-" for each in host)
        or not host.isascii()
    ):
        raise Unfit("server_name")
    if found not in _IMAP | _SMTP:
        raise Unfit("server_port")
    return f"{host}:{found}"


def read(settings: Mapping[str, Any]) -> Mailbox | None:
    """The mailbox that these settings are of; None: they are of none."""
    imap, smtp = urlsplit(settings.get("imap_url", "")), urlsplit(settings.get("smtp_url", ""))
    if not imap.hostname or not smtp.hostname:
        return None
    return Mailbox(
        settings.get("mail_from", ""),
        f"{imap.hostname}:{imap.port}",
        f"{smtp.hostname}:{smtp.port}",
        unquote(smtp.password or ""),
        bool(settings.get("mail_subaddress")),
    )


def _url(schemes: Mapping[int, str], place: str, user: str, password: str) -> str:
    scheme = schemes.get(int(place.rpartition(":")[2]))
    if scheme is None:
        raise Unfit("server_port")
    return f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{place}"
