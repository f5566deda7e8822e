"""The day alone, where a moment would tell too much."""

from datetime import datetime
from zoneinfo import ZoneInfo

from storage.settings import settings


def day(moment: datetime) -> datetime:
    """The midnight with which its day began, where the organisation is."""
    local = moment.astimezone(ZoneInfo(settings().timezone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
