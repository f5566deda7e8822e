"""What stands in a cell of a table that staff take along."""

from datetime import datetime
from zoneinfo import ZoneInfo

from admin.listing import Asking
from storage.domain.locale import Texts


def moment(at: datetime | None, asking: Asking, day_only: bool = False) -> str:
    """When it was, where the organisation is; the day alone where the minute would tell who it was."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(asking.place.settings.timezone))
    return local.strftime("%Y-%m-%d" if day_only else "%Y-%m-%d %H:%M")


def named(section: str, key: str, texts: Texts) -> str:
    """What this choice is called; one that has no name goes by itself."""
    whole = f"{section}.{key}"
    return texts(whole) if key and texts.has(whole) else key


def yes(told: bool, texts: Texts) -> str:
    """Yes, or nothing."""
    return texts("page.list.yes") if told else ""
