"""Quiet hours (免打扰时段), as the organisation's policy and its clock have them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from storage import definitions
from storage.domain.quiet import next_allowed
from storage.settings import Settings


def allowed(settings: Settings, now: datetime) -> datetime:
    """The first moment from now on at which customers may be disturbed."""
    return next_allowed(now, definitions.policy(settings.policy).quiet, ZoneInfo(settings.timezone))
