"""What the API offers: one file a resource, each exporting OPERATIONS. From these declarations come the
routes, what is checked of a call before its handler sees it, and the document (`admin.api.document`)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel

from admin.door import Door
from storage.tokens import Bearer

BASE: Final = "/api/v1"

Out = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A call that may be done. `query` and `body` are what the operation's models made of it; `seen` is the
    revision that the caller has (If-Match), `key` their Idempotency-Key, empty where there is none."""

    request: web.Request
    door: Door
    bearer: Bearer
    query: Any = None
    body: Any = None
    seen: int = -1
    key: str = ""

    @property
    def id(self) -> int:
        """The record that the address names."""
        return int(self.request.match_info["id"])


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method, for tokens with this `scope`. `handler` returns what is told, as `out` has it;
    `matched`: only to who knows the revision of what they change; `once`: takes an Idempotency-Key."""

    method: Literal["GET", "POST", "PATCH"]
    path: str
    scope: str
    handler: Callable[[Call], Awaitable[Out]]
    out: type[BaseModel]
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    matched: bool = False
    once: bool = False

    @property
    def name(self) -> str:
        """What it is called by."""
        return f"{self.path.split('/')[1]}.{self.handler.__name__}"

    @property
    def status(self) -> int:
        """That of success."""
        return 201 if self.once and not self.matched else 200

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"
