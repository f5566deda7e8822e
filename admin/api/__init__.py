"""What other programs read and change (docs/api.md): REST under /api/v1, by tokens of limited scope."""

import traceback
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from admin.api import document, guard, problems
from admin.api.complaints import TRIGGERS
from admin.api.operation import BASE, Operation
from admin.api.problems import Problem
from admin.door import DOOR
from admin.resending import AGAIN
from storage import db, logs

log: Final = structlog.get_logger()

PARTS: Final = {"{id}": "{id:[0-9]{1,9}}", "{trigger}": f"{{trigger:{'|'.join(TRIGGERS)}}}"}
"""What of an address stands for something, as routes match it."""


def operations() -> list[Operation]:
    """All that is offered, in the order of the resources' names."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return [each for module in modules for each in getattr(module, "OPERATIONS", ())]


def add(app: web.Application) -> None:
    """The routes, and the document that describes them."""
    for operation in operations():
        app.router.add_route(operation.method, address(operation), guard.guarded(operation))
    app.router.add_get(f"{BASE}/openapi.json", document.handler(operations()))


def address(operation: Operation) -> str:
    """Where it is, as a route."""
    path = BASE + operation.path
    for part, pattern in PARTS.items():
        path = path.replace(part, pattern)
    return path


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What went wrong under /api, for programs; elsewhere nothing of it."""
    if not request.path.startswith("/api/"):
        return await handler(request)
    texts = problems.spoken(request, request.app[DOOR].settings.language)
    try:
        response = await handler(request)
    except Problem as problem:
        return problems.told(problem, texts)
    except db.OutOfReach as failure:
        log.error("database out of reach", **logs.told(failure))
        return problems.told(Problem(503, "out_of_reach", headers={"Retry-After": str(AGAIN)}), texts)
    except web.HTTPException as error:
        headers = {name: error.headers[name] for name in ("Allow",) if name in error.headers}
        return problems.told(Problem(error.status, CODES.get(error.status, "other"), headers=headers), texts)
    except Exception as error:
        # The text of an error may hold a customer's words, so only its kind and place are logged.
        place = traceback.format_tb(error.__traceback__)[-1].strip()
        resource = request.match_info.route.resource
        route = resource.canonical if resource else ""
        log.error("call failed", route=route, error=type(error).__name__, place=place)
        return problems.told(Problem(500, "failed"), texts)
    return response


CODES: Final = {404: "not_found", 405: "method", 413: "too_large"}
"""What the server itself refuses, by status."""
