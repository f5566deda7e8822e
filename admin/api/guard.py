"""Who may call: whoever has a token with the scope, of somebody who may do the same on the pages. No cookie
counts here, so there is no form that another site could send."""

from dataclasses import replace
from time import monotonic
from typing import Final

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.orm import Session

from admin.api import once, reading
from admin.api.operation import Call, Operation
from admin.api.problems import Problem
from admin.door import DOOR, now
from admin.pace import PACE
from admin.pages import Role, may
from admin.security import address
from storage import rulings, tokens
from storage.tokens import Bearer

PACED: Final = "api"
"""The rule of `storage/data/pace.toml`."""

READS: Final[Role] = "viewer"
WRITES: Final[Role] = "handler"
"""What the token's maker must at least be."""


def guarded(operation: Operation) -> Handler:
    """The operation behind the guard, as a handler."""

    async def guard(request: web.Request) -> web.StreamResponse:
        bearer = await who(request)
        wait(request, f"token {bearer.id}")
        if operation.scope not in bearer.scopes:
            raise Problem(403, "scope", more={"scope": operation.scope})
        if not may(bearer.role, WRITES if operation.writes else READS):
            raise Problem(403, "role")
        place = replace(request.app[DOOR], reader=bearer.user_id)
        call = Call(
            request,
            place,
            bearer,
            reading.query(request, operation.query) if operation.query else None,
            await reading.body(request, operation.body) if operation.body else None,
            reading.seen(request) if operation.matched else -1,
            reading.key(request) if operation.once else "",
        )
        found = await once.handled(operation, call)
        return answered(operation, found)

    return guard


def answered(operation: Operation, found: dict[str, object]) -> web.Response:
    """What is told, as its model has it; with the revision of what has one."""
    told = operation.out.model_validate(found)
    headers = {"ETag": f'"{found["revision"]}"'} if "revision" in found else {}
    return web.Response(
        body=orjson.dumps(told.model_dump(mode="json")),
        status=operation.status,
        content_type="application/json",
        headers=headers,
    )


async def who(request: web.Request) -> Bearer:
    """Whose token it is. Raises Problem."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    place = request.app[DOOR]
    found = None
    if kind.lower() == "bearer" and (token := given.strip()):
        found = await place.read(known, token)
    if found is None:
        wait(request, address(request))
        raise Problem(401, "token", headers={"WWW-Authenticate": "Bearer"})
    if found.touch:
        await place.note(tokens.touch, found.id, now())
    return found


def known(session: Session, token: str) -> Bearer | None:
    """Whose token it is; what they do is by the policy and the calendar in force."""
    rulings.refresh(session)
    return tokens.bearer(session, token, now())


def wait(request: web.Request, asks: str) -> None:
    """Count the call. Raises Problem where it came too soon."""
    if seconds := request.app[PACE].wait(PACED, asks, monotonic()):
        raise Problem(429, "slow", headers={"Retry-After": str(seconds)})
