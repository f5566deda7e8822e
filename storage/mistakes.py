"""What is wrong with the settings, a line each: what nobody should start with, and what to write instead."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import ValidationError

from storage import definitions
from storage.settings import TELEGRAM, Settings, settings

LONGEST_LOCAL = 23
"""Characters before the @: behind them comes a token of 40 and its sign, and servers take 64 (RFC 5321)."""

LOCAL = ("127.0.0.1", "::1", "localhost")

EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - what others may have set


class Mistake(NamedTuple):
    """The text is `cli.setting.<key>`. No value holds a password."""

    key: str
    values: dict[str, Any]


def lines() -> list[str]:
    """What keeps this process from starting, in words; empty where its settings are right. In the language
    that is always there: the one that is set may be what is wrong."""
    say = definitions.texts(str(Settings.model_fields["language"].default))
    return [say(f"cli.setting.{key}", **values) for key, values in found()]


def found() -> Iterator[Mistake]:
    """Values that can't be, then those that lead nowhere or contradict each other."""
    try:
        chosen = settings()
    except ValidationError as error:
        bad = dict.fromkeys(str(one["loc"][0]) for one in error.errors())
        given = {str(one["loc"][0]): one["input"] for one in error.errors()}
        yield from (Mistake(name, {"value": _shown(name, given[name])}) for name in bad)
        chosen = Settings(**{name: Settings.model_fields[name].default for name in bad})
    yield from wrong(chosen)


def _shown(name: str, value: object) -> str:
    whole = Settings.model_fields[name].repr and not ("://" in str(value) and "@" in str(value))
    return str(value) if whole else "…"


def wrong(chosen: Settings) -> Iterator[Mistake]:
    """What no value shows by itself."""
    for name, known in (("language", definitions.languages()), ("policy", definitions.policies_known())):
        if getattr(chosen, name) not in known:
            yield Mistake(name, {"value": getattr(chosen, name), "known": "、".join(known)})
    if chosen.bot_port == chosen.admin_port and _meet(chosen.bot_host, chosen.admin_host):
        yield Mistake("same_port", {"port": chosen.bot_port})
    for door in ("bot", "admin"):
        host = getattr(chosen, f"{door}_host")
        if not _ours(host):
            yield Mistake("host", {"name": f"MANYI_{door.upper()}_HOST", "value": host})
    if _needs_https(chosen) and not chosen.bot_url.startswith("https://"):
        yield Mistake("webhook", {"value": chosen.bot_url})
    yield from _mail(chosen)
    yield from _oidc(chosen)
    file = sqlite_file(chosen.database_url)
    if file and not _writable(file):
        yield Mistake("database_file", {"file": file})


def _mail(chosen: Settings) -> Iterator[Mistake]:
    """Whoever takes mail has to be able to answer, from an address, and sign with a key that is there."""
    if (chosen.imap_url or chosen.lmtp) and not chosen.smtp_url:
        yield Mistake("mail_unanswered", {})
    if chosen.smtp_url and not chosen.mail_from:
        yield Mistake("mail_from_none", {})
    local = chosen.mail_from.partition("@")[0]
    if chosen.mail_subaddress and len(local) > LONGEST_LOCAL:
        yield Mistake("mail_from_long", {"value": chosen.mail_from, "most": LONGEST_LOCAL})
    if chosen.dkim_key and not chosen.dkim_selector:
        yield Mistake("dkim_selector_none", {})
    if chosen.dkim_key and not signs(chosen.dkim_key):
        yield Mistake("dkim_key", {"value": chosen.dkim_key})


def _oidc(chosen: Settings) -> Iterator[Mistake]:
    """Whoever is asked who somebody is has to be who they say; and we are known to them."""
    if chosen.oidc_issuer and not trusted(chosen.oidc_issuer):
        yield Mistake("oidc_http", {"value": chosen.oidc_issuer})
    elif chosen.oidc_issuer and not chosen.oidc_client:
        yield Mistake("oidc_client_none", {})
    if chosen.oidc_only and not chosen.oidc_issuer:
        yield Mistake("oidc_only_none", {})


def trusted(url: str) -> bool:
    """Whether nobody can come between: https, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)


def signs(file: str) -> bool:
    """Whether there is a private key in it that mails can be signed with: RSA, as PEM (RFC 6376, 3.3)."""
    from dkim.crypto import UnparsableKeyError, parse_pem_private_key  # noqa: PLC0415 - for the few who sign

    try:
        parse_pem_private_key(Path(file).read_bytes())
    except (OSError, UnparsableKeyError):
        return False
    return True


def _meet(one: str, other: str) -> bool:
    return one == other or one in EVERYWHERE or other in EVERYWHERE


def _ours(host: str) -> bool:
    """Whether this machine has that address."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.bind((host, 0))
    except (OSError, ValueError):
        return False
    return True


def _needs_https(chosen: Settings) -> bool:
    """A Bot API server of one's own calls plain addresses as well."""
    return bool(chosen.telegram_webhook_secret) and chosen.telegram_api_url.rstrip("/") == TELEGRAM


def sqlite_file(url: str) -> str:
    """The file of an SQLite database; empty for one in memory, or on a server."""
    path = url.partition("sqlite:///")[2].partition("?")[0]
    return "" if path == ":memory:" else path


def _writable(file: str) -> bool:
    """The file, and the folder that SQLite keeps two more in; where it is still to be made, the one above."""
    folder = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120 - asks nothing of the disk
    while not os.path.lexists(folder) and folder != os.path.dirname(folder):  # noqa: PTH120
        folder = os.path.dirname(folder)  # noqa: PTH120
    usable = os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)  # noqa: PTH112
    return usable and (not os.path.exists(file) or os.access(file, os.W_OK))  # noqa: PTH110
