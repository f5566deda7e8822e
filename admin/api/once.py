"""What is written: the verb of an operation, in one transaction, and once for each Idempotency-Key."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from admin.api.operation import Call, Operation, Out
from admin.api.problems import Problem
from admin.door import now
from storage import calls


async def handled(operation: Operation, call: Call) -> Out:
    """What the operation tells. Raises Problem."""
    try:
        return await operation.handler(call)
    except calls.Other:
        raise Problem(422, "other_call") from None


async def written(call: Call, verb: Callable[[Session], int]) -> int:
    """The id of what the verb made or changed, now or when it was called with this key before."""

    def doing(session: Session) -> int:
        if not call.key:
            return verb(session)
        done = calls.made(session, call.bearer.id, call.key, _asked(call), now())
        if done is not None:
            return done
        made = verb(session)
        calls.note(session, call.bearer.id, call.key, made)
        return made

    return await call.door.write(doing)


def _asked(call: Call) -> str:
    body: Any = call.body
    return f"{call.request.method} {call.request.path}\n{body.model_dump_json() if body else ''}"
