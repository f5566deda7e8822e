"""What stands below the typed words is cut from the end, rule by rule. Pure."""

from collections.abc import Callable

from bot.mail.reply.cards import firm, name_and_address
from bot.mail.reply.footers import disclaimer, footer
from bot.mail.reply.shapes import Ending, Lines
from bot.mail.reply.signatures import closing, dash_name, delimited

_RULES: tuple[Callable[[Lines], Ending | None], ...] = (
    footer,
    disclaimer,
    delimited,
    closing,
    dash_name,
    firm,
)


def ending(lines: Lines, quote_below: bool) -> Ending | None:
    """Where the last thing begins that was not typed, in lines without empty ones at the end."""
    if not lines:
        return None
    rules = (name_and_address, *_RULES) if quote_below else _RULES
    return next(filter(None, (rule(lines) for rule in rules)), None)
