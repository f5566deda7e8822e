"""What a call says, checked before anything is done: its JSON, its query, its headers."""

import re
from typing import Any, Final

import orjson
from aiohttp import web
from pydantic import BaseModel, ValidationError

from admin.api.problems import Problem, Wrong
from storage import calls

_REVISION: Final = re.compile(r'"(\d{1,9})"', re.ASCII)

CODES: Final = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_type": "not_text",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "not_storable": "not_storable",
    "literal_error": "unknown_choice",
    "bool_type": "not_flag",
    "bool_parsing": "not_flag",
    "int_type": "not_whole",
    "int_parsing": "not_whole",
    "int_from_float": "not_whole",
    "float_type": "not_number",
    "finite_number": "not_number",
    "list_type": "not_list",
    "dict_type": "not_object",
    "model_type": "not_object",
    "too_long": "too_many",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "value_error": "out_of_range",
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), "not_date"),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing"), "not_moment"),
    "timezone_aware": "not_moment",
}
"""How pydantic calls it -> the text under `api.field`."""


async def body(request: web.Request, model: type[BaseModel]) -> Any:
    """What was sent, as the model has it. Raises Problem."""
    if request.content_type != "application/json":
        raise Problem(415, "not_json_type")
    sent = await request.read()
    try:
        orjson.loads(sent)  # no NaN, no lone surrogates, no nesting without end
    except (orjson.JSONDecodeError, RecursionError):
        raise Problem(400, "not_json") from None
    try:
        return model.model_validate_json(sent)
    except ValidationError as error:
        if any(each["type"] == "json_invalid" for each in error.errors(include_url=False)):
            raise Problem(400, "not_json") from None
        raise Problem(422, "unfit", wrong=_wrong(error)) from None


def query(request: web.Request, model: type[BaseModel]) -> Any:
    """What stands behind the question mark. Raises Problem."""
    twice = [Wrong(f"?{name}", "twice") for name in set(request.query) if len(request.query.getall(name)) > 1]
    if twice:
        raise Problem(400, "query", wrong=twice)
    try:
        return model.model_validate(dict(request.query))
    except ValidationError as error:
        wrong = [Wrong("?" + each.pointer.removeprefix("/"), each.code) for each in _wrong(error)]
        raise Problem(400, "query", wrong=wrong) from None


def seen(request: web.Request) -> int:
    """The revision that is to be changed. Raises Problem."""
    told = request.headers.get("If-Match")
    if told is None:
        raise Problem(428, "no_revision")
    found = _REVISION.fullmatch(told.strip())
    if found is None:
        raise Problem(400, "bad_revision")
    return int(found[1])


def key(request: web.Request) -> str:
    """The key under which this is done once; empty where there is none. Raises Problem."""
    told = request.headers.get("Idempotency-Key", "").strip()
    if len(told) > calls.LONGEST:
        raise Problem(400, "bad_key")
    return told


def _wrong(error: ValidationError) -> list[Wrong]:
    return [
        Wrong(_pointer(each["loc"]), CODES.get(each["type"], "other"))
        for each in error.errors(include_url=False, include_context=False, include_input=False)[:100]
    ]


def _pointer(place: tuple[int | str, ...]) -> str:
    """The place in the document; a name that was made up comes back as it was sent, cut short."""
    parts = (str(part).replace("~", "~0").replace("/", "~1")[:100] for part in place)
    return "".join(f"/{part}" for part in parts)
