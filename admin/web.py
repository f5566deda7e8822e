"""The staff's door as an application: every page of the folder behind the guard, errors as pages."""

import asyncio
import traceback
from dataclasses import replace

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy import Engine

from admin import api, assets, guarding, live, metrics, pace, ready, rendering, resending, security
from admin.charts import bundle
from admin.door import DOOR, SPOKEN, Door, door
from admin.first import owner
from admin.oidc import party
from admin.pages import pages
from storage import db, definitions, unread
from storage.settings import Settings
from storage.wake import Wake

log = structlog.get_logger()


def app(engine: Engine, settings: Settings) -> web.Application:
    """The application. It needs a database that is migrated, nothing else."""
    unread.speak(web.RequestHandler, web.Response)
    made = web.Application(middlewares=[metrics.counting, errors, api.errors])
    texts = definitions.texts(settings.language)
    wake = Wake(settings.data, settings.database_url)
    made[DOOR] = own = Door(engine, settings, texts, rendering.environment(settings, texts), wake)
    made[SPOKEN] = {name: _spoken(own, name) for name in definitions.languages()}
    made[owner.SETTLED] = set()
    made.on_response_prepare.append(security.protect)
    for page in pages(settings):
        for route in page.routes:
            made.router.add_route(route.method, route.path, guarding.guarded(route))
    api.add(made)
    live.add(made)
    pace.add(made)
    party.add(made, settings)
    bundle.add(made)
    ready.add(made)
    metrics.add(made)
    assets.add(made)
    return made


def _spoken(own: Door, language: str) -> Door:
    texts = definitions.texts(language)
    return replace(own, texts=texts, templates=rendering.environment(own.settings, texts))


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What went wrong, as a page that says what to do next."""
    try:
        return await handler(request)
    except web.HTTPRedirection:
        raise
    except web.HTTPException as error:
        return await explained(request, error.status, error.reason)
    except (asyncio.CancelledError, ConnectionResetError):
        raise
    except db.OutOfReach as error:
        return await resending.away(request, error)
    except Exception as error:
        # The text of an error may hold a customer's words, so only its kind and place are logged.
        place = traceback.format_tb(error.__traceback__)[-1].strip()
        # A path may hold a key, so the route's pattern stands for it.
        resource = request.match_info.route.resource
        route = resource.canonical if resource else ""
        log.error("request failed", route=route, error=type(error).__name__, place=place)
        return await explained(request, 500, "")


async def explained(request: web.Request, status: int, reason: str) -> web.Response:
    """The page for this status; `reason` may name a closer one (role, csrf, gone …)."""
    texts = door(request).texts
    key = next((k for k in (reason, str(status)) if texts.has(f"page.error.{k}.title")), "other")
    return await rendering.render(request, "error.html", status=status, key=key)
