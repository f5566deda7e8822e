"""What every process logs, and where: one line an event on standard error, no customer's words in it."""

import logging
import sys

import structlog


def configure(level: str) -> None:
    """From this level on (`INFO` where there is no such); colours only for who can see them."""
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
