"""What all pages are made of, on one page: the tokens of `static/tokens.css` and the components of
`static/components.css`, each in all its states. Whoever makes a page looks here first."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from aiohttp import web

from admin.door import now
from admin.pages import Page, Route
from admin.paging import Sheet
from admin.rendering import render

TOKENS: Final = Path(__file__).parents[1] / "static" / "tokens.css"
SIZES: Final = ("shadow", "radius", "radius-small", "space", "face", "face-figures")
"""Tokens that are no colour."""


async def show(request: web.Request) -> web.Response:
    """The page."""
    at = now()
    return await render(
        request,
        "components.html",
        colours=[name for name in tokens() if name not in SIZES],
        sizes=SIZES,
        sheet=Sheet(["one"], "/components", "/components"),
        soon=at + timedelta(hours=3),
        late=at - timedelta(days=2),
        place="/settings",
    )


@cache
def tokens() -> list[str]:
    """Their names, as they stand in the file."""
    return re.findall(r"^  --([\w-]+):", TOKENS.read_text("utf-8"), re.MULTILINE)


PAGE = Page("components", (Route("GET", "/components", show, "administrator"),))
