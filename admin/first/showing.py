"""A step of the opening as a page, with where it stands among the others."""

from typing import Any

from aiohttp import web

from admin.door import door
from admin.first import steps
from admin.rendering import render


async def screen(
    request: web.Request, step: str, template: str, status: int = 200, **given: Any
) -> web.Response:
    """A step's page, with where it stands among the others."""
    stood = await door(request).read(steps.standing) or steps.Standing((), ())
    more = {"step": step, "steps": steps.STEPS, "stood": stood, **given}
    return await render(request, template, status=status, **more)
