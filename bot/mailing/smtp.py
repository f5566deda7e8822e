"""One connection to the organisation's mail server (RFC 5321, RFC 6409): opened, used, left."""

import ssl
from typing import Final, NamedTuple

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from bot.mailing.verdicts import MISTAKEN, Stage, verdict
from storage.domain.smtp_server import SmtpServer

COMMAND_SECONDS: Final = 60.0
DATA_SECONDS: Final = 300.0
"""A server may take its time (RFC 5321, 4.5.3.2); who waits for it may have gone away meanwhile."""
LEAVE_SECONDS: Final = 5.0

_LOGIN: Final = (454, 530, 534, 535, 538)  # RFC 4954, 4 and 6


class Mail(NamedTuple):
    """Bytes, from whom and to whom as the envelope says."""

    sender: str
    to: str
    content: bytes


class Closed(Exception):
    """No connection comes about, for no fault of a mail's; in so many seconds one may, at the earliest."""

    def __init__(self, why: str, seconds: float = 0) -> None:
        super().__init__(why)
        self.why, self.seconds = why, seconds


class Dropped(Exception):
    """The connection broke; `unused`: before this mail was begun."""

    def __init__(self, why: str, *, unused: bool) -> None:
        super().__init__(why)
        self.why, self.unused = why, unused


def context(server: SmtpServer) -> ssl.SSLContext:
    """Who is told a password has to be who they say. Without one any encryption is better than none
    (RFC 7435)."""
    made = ssl.create_default_context()
    if not server.user and not server.secure:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made


async def opened(server: SmtpServer, tls: ssl.SSLContext, name: str) -> SMTP:
    """A connection on which mail can be handed over; `name` is what we call ourselves. Raises Closed."""
    smtp = _client(server, tls, name)
    try:
        await smtp.connect()
        await smtp.ehlo()
        await _enter(smtp, server)
    except SMTPResponseException as error:
        smtp.close()
        if error.code in _LOGIN:
            raise Closed("login", MISTAKEN) from None
        raise Closed(f"refused_{error.code}") from None
    except (SMTPException, OSError) as error:
        smtp.close()
        raise Closed("certificate" if _distrusted(error) else type(error).__name__) from None
    except Closed:
        smtp.close()
        raise
    return smtp


def _client(server: SmtpServer, tls: ssl.SSLContext, name: str) -> SMTP:
    return SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.secure,
        start_tls=False,
        tls_context=tls,
        local_hostname=name,
        timeout=COMMAND_SECONDS,
    )


async def _enter(smtp: SMTP, server: SmtpServer) -> None:
    """Encrypted as soon as the server can (RFC 3207), then by name. A password goes over nothing else, but on
    this machine."""
    if not server.secure and smtp.supports_extension("starttls"):
        await smtp.starttls()
        await smtp.ehlo()
    elif not server.secure and server.user and not server.local:
        raise Closed("tls", MISTAKEN)
    if server.user:
        await _named(smtp, server)


async def _named(smtp: SMTP, server: SmtpServer) -> None:
    """By one mechanism: a wrong password that is tried by each of them locks the account all the sooner."""
    offered = smtp.supported_auth_methods
    if "plain" in offered:  # RFC 4616
        await smtp.auth_plain(server.user, server.password)
    elif "login" in offered:  # Exchange and others know nothing else
        await smtp.auth_login(server.user, server.password)
    else:
        await smtp.login(server.user, server.password)


def _distrusted(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


async def handed(smtp: SMTP, mail: Mail) -> None:
    """The server has it. Raises Later, Refused or Gone, after which the connection is good for the next; or
    Dropped."""
    stage: Stage = "sender"
    try:
        size = [f"SIZE={len(mail.content)}"] if smtp.supports_extension("size") else []
        await smtp.mail(mail.sender, options=size)
        stage = "recipient"
        await smtp.rcpt(mail.to)
        stage = "data"
        await smtp.data(mail.content, timeout=DATA_SECONDS)
    except SMTPResponseException as error:
        if error.code == 421:  # it hangs up (RFC 5321, 3.8)
            raise Dropped("deferred_421", unused=stage == "sender") from None
        await _reset(smtp)
        raise verdict(stage, error.code, error.message) from None
    except (SMTPException, OSError) as error:
        raise Dropped(type(error).__name__, unused=stage == "sender") from None


async def _reset(smtp: SMTP) -> None:
    try:
        await smtp.rset()
    except (SMTPException, OSError):
        smtp.close()


async def left(smtp: SMTP) -> None:
    """Say good-bye."""
    if smtp.is_connected:
        try:
            await smtp.quit(timeout=LEAVE_SECONDS)
        except (SMTPException, OSError):
            smtp.close()
