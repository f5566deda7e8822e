"""Where the rows behind a figure stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from admin.summary import period as periods
from storage.queries.filters import Filters, Period


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses with what is looked at: its survey, channel and segment, and its period as it was `asked` for
    unless another is named."""

    wanted: Filters
    timezone: str
    asked: Mapping[str, str]

    def summary(self) -> str:
        """The page that says all of it."""
        return self._to("/", None, {})

    def responses(self, period: Period | None = None, **more: str) -> str:
        """The responses behind a figure."""
        return self._to("/responses", period, more)

    def indexed(self, period: Period | None = None, **more: str) -> str:
        """Those of them that have an index, the worst first."""
        return self._to("/responses", period, {"sort": "worst", **more})

    def round(self, survey: str, key: int) -> str:
        """The responses that a round has brought, whenever."""
        return "/responses?" + urlencode({"period": "ever", "survey": survey, "round": key})

    def matters(self, period: Period | None = None, **more: str) -> str:
        """The texts behind it."""
        return self._to("/matters", period, more)

    def statistics(self, period: Period | None = None, **more: str) -> str:
        """The complaints of a period."""
        return self._to("/complaints/statistics", period or self.wanted.period, {"survey": "", **more})

    def _to(self, path: str, period: Period | None, more: Mapping[str, str]) -> str:
        of = {name: getattr(self.wanted, name) for name in ("survey", "channel", "segment")}
        days = periods.asked(period, self.timezone) if period else self.asked
        told = {**days, **of, **more}
        return f"{path}?{urlencode({name: value for name, value in told.items() if value})}"
