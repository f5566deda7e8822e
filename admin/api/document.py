"""The description of the API (OpenAPI 3.1), made from the declarations that the routes are made from."""

import inspect
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from admin.api.complaints import TRIGGERS
from admin.api.models import LARGEST_ID
from admin.api.operation import BASE, Operation
from admin.api.problems import KIND
from storage import calls

Json = dict[str, Any]

REF: Final = "#/components/schemas/{model}"

PROBLEM: Final[Json] = {
    "type": "object",
    "description": "What is wrong (RFC 9457).",
    "required": ["type", "status", "code", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "scope": {"type": "string"},
        "state": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
            },
        },
    },
}

_PARTS: Final[dict[str, Json]] = {
    "id": {"type": "integer", "minimum": 0, "maximum": LARGEST_ID},
    "trigger": {"type": "string", "enum": list(TRIGGERS)},
}


def handler(operations: Sequence[Operation]) -> Handler:
    """Hands the document out, made when it is first asked for. It tells nothing of anybody, so whoever asks
    may have it."""

    @cache
    def made() -> bytes:
        return orjson.dumps(document(operations))

    async def told(_: web.Request) -> web.StreamResponse:
        return web.Response(body=made(), content_type="application/json")

    return told


def document(operations: Sequence[Operation]) -> Json:
    """The whole of it."""
    paths: dict[str, Json] = {}
    schemas, named = _schemas(operations)
    for each in operations:
        paths.setdefault(BASE + each.path, {})[each.method.lower()] = _operation(each, named)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Manyi", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _schemas(operations: Sequence[Operation]) -> tuple[Json, dict[Any, Json]]:
    """The models of all bodies by name, and where each of them is."""
    used: list[tuple[type[BaseModel], Any]] = [(each.out, "serialization") for each in operations]
    used += [(each.body, "validation") for each in operations if each.body]
    found, definitions = models_json_schema(
        list(dict.fromkeys(used)), ref_template=REF, schema_generator=GenerateJsonSchema
    )
    return definitions.get("$defs", {}), dict(found)


def _operation(each: Operation, named: dict[Any, Json]) -> Json:
    told: Json = {
        "operationId": each.name.rstrip("_"),
        "summary": inspect.cleandoc(each.handler.__doc__ or ""),
        "description": f"Scope: {each.scope}",
        "tags": [each.path.split("/")[1]],
        "parameters": [*_in_path(each), *_in_query(each), *_in_headers(each)],
        "responses": {
            str(each.status): {
                "description": "Done.",
                "content": {"application/json": {"schema": named[each.out, "serialization"]}},
            },
            **{status: _problem(status) for status in _refusals(each)},
        },
    }
    if each.body:
        schema = named[each.body, "validation"]
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return told


def _refusals(each: Operation) -> list[str]:
    """The statuses with which it may be refused."""
    found = ["401", "403", "429", "503"]
    found += ["400"] if each.query or each.writes else []
    found += ["404"] if "{" in each.path else []
    found += ["409", "413", "415", "422"] if each.body else []
    found += ["412", "428"] if each.matched else []
    return sorted(found)


def _problem(status: str) -> Json:
    headers = {"Retry-After": {"schema": {"type": "integer"}}} if status in ("429", "503") else {}
    told: Json = {
        "description": "Refused.",
        "content": {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return {**told, "headers": headers} if headers else told


def _in_path(each: Operation) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in _PARTS.items()
        if f"{{{name}}}" in each.path
    ]


def _in_query(each: Operation) -> list[Json]:
    if each.query is None:
        return []
    schema = each.query.model_json_schema()
    return [
        {"name": name, "in": "query", "required": False, "schema": _plain(of)}
        for name, of in schema["properties"].items()
    ]


def _plain(schema: Json) -> Json:
    """Without null, which no address can say."""
    kinds = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    kept = {name: value for name, value in schema.items() if name not in ("anyOf", "default", "title")}
    return {**kinds[0], **kept} if len(kinds) == 1 else kept


def _in_headers(each: Operation) -> list[Json]:
    found: list[Json] = []
    if each.matched:
        pattern = {"type": "string", "pattern": r'^"[0-9]{1,9}"$'}
        found.append({"name": "If-Match", "in": "header", "required": True, "schema": pattern})
    if each.once:
        key = {"type": "string", "maxLength": calls.LONGEST, "pattern": "^[!-~]*$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": key})
    return found
