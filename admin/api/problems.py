"""What is wrong with a call, in words and for programs (RFC 9457), in the language that is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from aiohttp import web

from storage import definitions
from storage.domain.locale import Texts, closest

KIND: Final = "application/problem+json"


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one field: `pointer` (RFC 6901) says which, `code` why."""

    pointer: str
    code: str


@dataclass
class Problem(Exception):
    """A call that is not done. `code` is that of the text under `api.problem`, or of `text`, whole; `wrong`
    the fields that do not fit; `more` goes into the answer beside them."""

    status: int
    code: str
    text: str = ""
    wrong: Sequence[Wrong] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.code)


def spoken(request: web.Request, own: str) -> Texts:
    """The texts in the language that is asked for, else in the organisation's own."""
    asked = request.headers.get("Accept-Language", "")
    return definitions.texts(closest(asked, definitions.languages(own)) or own)


def told(problem: Problem, texts: Texts) -> web.Response:
    """The answer."""
    body = {
        "type": "about:blank",
        "status": problem.status,
        "code": problem.code,
        "title": texts(problem.text or _known(texts, f"api.problem.{problem.code}", "api.problem.other")),
        **problem.more,
    }
    if problem.wrong:
        body["errors"] = [
            {
                "pointer": each.pointer,
                "code": each.code,
                "detail": texts(_known(texts, f"api.field.{each.code}", "api.field.other")),
            }
            for each in problem.wrong
        ]
    headers = {"Content-Language": texts.language, **problem.headers}
    return web.Response(body=orjson.dumps(body), status=problem.status, content_type=KIND, headers=headers)


def _known(texts: Texts, key: str, other: str) -> str:
    return key if texts.has(key) else other


def fields(wrong: Mapping[str, str], at: str = "") -> list[Wrong]:
    """What the law says of these fields, by name."""
    return [Wrong(f"{at}/{_SENT.get(name, name)}", code) for name, code in sorted(wrong.items())]


_SENT: Final = {"customer": "customer_id", "received": "received_at"}
"""What the law calls a field -> what it is called where it is sent."""


def unfit(wrong: Mapping[str, str]) -> Problem:
    """These fields do not fit."""
    return Problem(422, "unfit", wrong=fields(wrong))


def not_found() -> Problem:
    """There is none such, for who asks."""
    return Problem(404, "not_found")
