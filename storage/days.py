"""The day alone, where a moment would tell too much."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage.settings import settings


def day(moment: datetime) -> datetime:
    """The midnight with which its day began, where the organisation is."""
    local = moment.astimezone(ZoneInfo(settings().timezone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def blunted(record: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the day alone of each moment."""
    return {name: day(each) if isinstance(each, datetime) else each for name, each in record.items()}
