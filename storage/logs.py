"""What every process logs, and where: one line an event on standard error, no customer's words in it."""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import structlog

QUOTING = ("imapclient", "mail.log")
"""Loggers of libraries that warn of what a server or a sender said by quoting it (imapclient, aiosmtpd)."""


def configure(level: str, form: str = "text") -> None:
    """From this level on (`INFO` where there is no such). As `text`, with colours only for who can see them,
    or each line as a `json` object; what libraries warn of too."""
    for name in QUOTING:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    least = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    logging.basicConfig(handlers=[Libraries()], level=logging.WARNING, force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if form == "json"
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@contextmanager
def request() -> Iterator[str]:
    """A number for a request: every line that is logged for it, in whatever thread, carries it."""
    number = token_hex(8)
    with structlog.contextvars.bound_contextvars(request=number):
        yield number


def told(failure: BaseException) -> dict[str, str]:
    """What failed and where, without the message of the exception: it may quote a customer or a secret."""
    if isinstance(failure, BaseExceptionGroup):
        inner = [told(one) for one in failure.exceptions]
        return {name: " ".join(one[name] for one in inner) for name in ("error", "where")}
    origin = failure.__cause__ or failure
    steps = traceback.extract_tb(origin.__traceback__)
    where = f"{steps[-1].filename}:{steps[-1].lineno}" if steps else ""
    return {"error": type(origin).__name__, "where": where}


class Libraries(logging.Handler):
    """What libraries warn of, as lines of ours: which library it was and where, not what it says. A server
    quotes the request that it can't read, with its cookies and its password."""

    def emit(self, record: logging.LogRecord) -> None:
        """A line of a library's. A client of ours that left before its answer had come is no failure."""
        failure = record.exc_info[1] if record.exc_info else None
        if record.name == "aiohttp.server" and isinstance(failure, ConnectionResetError):
            return
        found = {"where": f"{record.pathname}:{record.lineno}", **(told(failure) if failure else {})}
        structlog.get_logger().log(record.levelno, "library", logger=record.name, **found)
