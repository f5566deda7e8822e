"""While the mail server is out of reach or takes nothing from us, nobody knocks but one, now and then."""

from typing import Final

from bot.channels import Later
from bot.pace import pause

LONGEST: Final = 60.0
"""Seconds: so soon after an outage all is sent again."""
PROBE: Final = 20.0
"""Seconds that whoever tries has for it, before another may."""


class Circuit:
    """Kept in seconds of a clock that only goes forward."""

    def __init__(self) -> None:
        self._failures = 0
        self._open_until = 0.0
        self._why = ""

    def look(self, moment: float) -> None:
        """Raises Later where it may not be tried now."""
        if self._failures and moment < self._open_until:
            raise Later(self._open_until - moment, self._why)

    def check(self, moment: float) -> None:
        """As `look`, for who tries it then: after a failure one may, and the others wait for what comes of
        it."""
        self.look(moment)
        if self._failures:
            self._open_until = moment + PROBE

    def failed(self, why: str, moment: float, least: float = 0) -> float:
        """It failed, for no fault of a mail's: in how many seconds it may be tried again."""
        self._failures += 1
        self._why = why
        wait = max(least, pause(self._failures, LONGEST))
        self._open_until = moment + wait
        return wait

    def worked(self) -> None:
        """The server takes mail."""
        self._failures = 0
