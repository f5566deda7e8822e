"""What an administrator types of a channel, as settings. A secret that is left empty stays as it was, as long
as it goes to the same place: nobody has it sent elsewhere without knowing it."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from multidict import MultiMapping

from admin.security import words
from storage import definitions, options
from storage.domain import mailbox
from storage.domain.mailbox import Mailbox

OTHER: Final = "other"
IMAP_PORT, SMTP_PORT = 993, 465


class Wrong(ValueError):
    """Nothing to try yet; its text is page.channels.wrong.<code>."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Shown(NamedTuple):
    """A mailbox as its form shows it: the servers where they are not those of who runs it."""

    address: str = ""
    runs: str = ""
    imap: str = ""
    smtp: str = ""


def telegram(form: MultiMapping[Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    """The bot of this token. Raises Wrong."""
    token = words(form, "bot_token") or stands.get("telegram_token", "")
    if not token:
        raise Wrong("token_none")
    name = stands.get("telegram_name", "") if token == stands.get("telegram_token") else ""
    return _fit({"telegram_token": token, "telegram_name": name}, "token_bad")


def mail(form: MultiMapping[Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    """This mailbox, for mail out and in. Raises Wrong."""
    address, password = words(form, "address"), words(form, "mail_password")
    if "@" not in address:
        raise Wrong("address_bad")
    known = definitions.mailboxes()
    runs = words(form, "runs") or mailbox.run_by(address, known)
    servers = known.get(runs, {"imap": "", "smtp": "", "subaddress": False})
    try:
        imap = mailbox.server(words(form, "imap") or servers["imap"], IMAP_PORT)
        smtp = mailbox.server(words(form, "smtp") or servers["smtp"], SMTP_PORT)
    except mailbox.Unfit as unfit:
        raise Wrong(unfit.code if words(form, "imap") or words(form, "smtp") else "server_none") from unfit
    password = password or _same_place(stands, address, imap, smtp)
    made = Mailbox(address, imap, smtp, password, servers["subaddress"])
    try:
        return _fit(made.settings, "address_bad")
    except mailbox.Unfit as unfit:
        raise Wrong(unfit.code) from unfit


def _same_place(stands: Mapping[str, Any], address: str, imap: str, smtp: str) -> str:
    stood = mailbox.read(stands)
    if stood is None:
        raise Wrong("password_none")
    if (stood.address, stood.imap, stood.smtp) != (address, imap, smtp):
        raise Wrong("password_anew")
    return stood.password


def _fit(values: Mapping[str, Any], code: str) -> dict[str, Any]:
    try:
        return {name: options.fit(name, value) for name, value in values.items()}
    except options.Unfit as unfit:
        raise Wrong(code) from unfit


FORMS: Final[Mapping[str, Callable[[MultiMapping[Any], Mapping[str, Any]], dict[str, Any]]]] = {
    "telegram": telegram,
    "mail": mail,
}


def shown(values: Mapping[str, Any]) -> Shown:
    """The mailbox of these settings, without its password."""
    stood = mailbox.read(values)
    if stood is None:
        return Shown(values.get("mail_from", ""))
    known = definitions.mailboxes()
    runs = next(
        (key for key, each in known.items() if (each["imap"], each["smtp"]) == (stood.imap, stood.smtp)),
        OTHER,
    )
    guessed = mailbox.run_by(stood.address, known) == runs
    own = (stood.imap, stood.smtp) if runs == OTHER else ("", "")
    return Shown(stood.address, "" if guessed else runs, *own)


def typed(form: MultiMapping[Any]) -> Shown:
    """What was typed, to be shown again."""
    return Shown(*(words(form, name)[:200] for name in Shown._fields))
