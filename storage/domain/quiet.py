"""Quiet hours (免打扰时段): when nothing is said to customers that they do not wait for."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `begins` until `ends`, by the clock of the organisation, over midnight where `ends` is the
    earlier. Both the same: no hour is quiet."""

    begins: time
    ends: time

    def covers(self, at: time) -> bool:
        """Whether this time of the day is quiet."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def next_allowed(now: datetime, quiet: Quiet, zone: tzinfo) -> datetime:
    """The first moment from `now` on that is not quiet: now itself, or the end of the quiet hours, in UTC."""
    local = now.astimezone(zone)
    if not quiet.covers(local.time()):
        return now
    day = local.date() + timedelta(days=local.time() >= quiet.ends)
    ends = datetime.combine(day, quiet.ends, zone).astimezone(UTC)
    return max(now, ends)  # where clocks go back, the end of quiet hours comes twice
