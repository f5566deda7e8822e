"""What every process logs, and where: one line an event on standard error, no customer's words in it."""

import logging
import sys
import traceback

import structlog

QUOTING = ("imapclient", "mail.log")
"""Loggers of libraries that warn of what a server or a sender said by quoting it (imapclient, aiosmtpd)."""


def configure(level: str) -> None:
    """From this level on (`INFO` where there is no such); colours only for who can see them."""
    for name in QUOTING:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    least = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def told(failure: BaseException) -> dict[str, str]:
    """What failed and where, without the message of the exception: it may quote a customer or a secret."""
    if isinstance(failure, BaseExceptionGroup):
        inner = [told(one) for one in failure.exceptions]
        return {name: " ".join(one[name] for one in inner) for name in ("error", "where")}
    origin = failure.__cause__ or failure
    steps = traceback.extract_tb(origin.__traceback__)
    where = f"{steps[-1].filename}:{steps[-1].lineno}" if steps else ""
    return {"error": type(origin).__name__, "where": where}
