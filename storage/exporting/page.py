"""What is kept of one customer as a page to read: one file of HTML that needs nothing else. Pure.

It stands below both doors because both hand it over: the customers' by a link, the staff's by hand.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined

from storage.domain.locale import Texts


def page(template: str, kept: dict[str, Any], texts: Texts, organisation: str, zone: ZoneInfo) -> str:
    """This template of what `storage.exporting.gathering.gather` found; `at`, when that was, is in it."""

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""

    pages = Environment(autoescape=True, undefined=StrictUndefined)

    def said(answer: dict[str, Any]) -> list[str]:
        """What was understood and what was written, once where that is the same."""
        missing = f"page.missing.{answer.get('missing')}"
        told = [answer[name] for name in ("label", "text", "comment", "reason")]
        if texts.has(missing):  # 跳过 is what was meant by whatever was written or pressed
            told = [texts(missing), *(told if answer["missing"] != "skipped" else ())]
        return list(dict.fromkeys(filter(None, told)))

    pages.filters.update(moment=moment, said=said)
    return pages.from_string(template).render(t=texts, organisation=organisation, **kept)
