"""Whether mail can be sent: the server, its certificate, our name and password there, our address, our key.
No mail is sent for it."""

import smtplib
import ssl
from collections.abc import Iterator
from typing import Final

from admin.finding import Finding
from storage import mistakes
from storage.domain import smtp_server
from storage.domain.smtp_server import SmtpServer
from storage.settings import Settings

SECONDS: Final = 10.0


def examine(settings: Settings) -> Iterator[Finding]:
    """Nothing where mail is off."""
    if not settings.smtp_url or not settings.mail_from:
        return
    yield _sending(smtp_server.parse(settings.smtp_url), settings.mail_from)
    if not (settings.imap_url or settings.lmtp):
        yield Finding("bad", "mail_not_received", {"address": settings.mail_from})
    if not settings.bot_url.startswith("https:"):
        yield Finding("note", "mail_no_links")
    if settings.dkim_key and mistakes.signs(settings.dkim_key):
        domain = settings.mail_from.partition("@")[2]
        yield Finding("good", "dkim_ok", {"selector": settings.dkim_selector, "domain": domain})


def _sending(server: SmtpServer, address: str) -> Finding:
    told = {"host": server.host, "port": server.port, "address": address}
    try:
        with _opened(server) as smtp:
            encrypted = _encrypted(smtp, server)
            if server.user and not (encrypted or server.local):
                return Finding("bad", "smtp_no_tls", told)
            if server.user:
                smtp.login(server.user, server.password)
            code, _ = smtp.mail(address)
            smtp.rset()
    except smtplib.SMTPAuthenticationError:
        return Finding("bad", "smtp_login", told)
    except ssl.SSLCertVerificationError as error:
        return Finding("bad", "smtp_certificate", told | {"error": error.verify_message})
    except (OSError, smtplib.SMTPException) as error:
        plain = isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER"
        named = "smtp_scheme" if plain else "smtp_unreachable"
        return Finding("bad", named, told | {"error": _named(error)})
    if code >= 400:
        return Finding("bad", "smtp_sender", told | {"code": code})
    return Finding("good", "smtp_ok" if encrypted or server.local else "smtp_plain", told)


def _opened(server: SmtpServer) -> smtplib.SMTP:
    if server.secure:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=SECONDS)


def _encrypted(smtp: smtplib.SMTP, server: SmtpServer) -> bool:
    """As the bot does it (`bot.mailing.smtp`): who is told a password has to be who they say."""
    smtp.ehlo()
    if server.secure or not smtp.has_extn("starttls"):
        return server.secure
    context = ssl.create_default_context()
    if not server.user:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    smtp.starttls(context=context)
    smtp.ehlo()
    return True


def _named(error: Exception) -> str:
    """An answer of the server by its code: its words may be of any kind."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return getattr(error, "strerror", None) or type(error).__name__
