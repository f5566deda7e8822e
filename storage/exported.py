"""What is kept of one customer as a page to read: one file of HTML that needs nothing else. Pure."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from storage.domain.locale import Texts
from storage.settings import settings


def page(kept: dict[str, Any], texts: Texts, at: datetime) -> str:
    """The page of what `storage.exporting.gather` found."""
    return _template().render(t=texts, at=at, organisation=settings().organisation, **kept)


@cache
def _template() -> Template:
    here = Path(__file__).parent / "data"
    pages = Environment(loader=FileSystemLoader(here), autoescape=True, undefined=StrictUndefined)
    pages.filters.update(moment=_moment, said=_said)
    return pages.get_template("export.html")


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(ZoneInfo(settings().timezone)):%Y-%m-%d %H:%M}" if at else ""


def _said(answer: dict[str, Any]) -> list[str]:
    """What was understood and what was written, once where that is the same."""
    said = (answer[name] for name in ("label", "text", "comment", "reason"))
    return list(dict.fromkeys(filter(None, said)))
