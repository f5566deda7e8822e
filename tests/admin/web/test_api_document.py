"""The description of the API says what there is, no more and no less; what it allows is answered so."""

import re
from datetime import UTC, datetime

import pytest

from admin import web
from admin.api import document, operations
from storage import db, tokens
from tests import fuzzing

METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}
PART = re.compile(r"\{(\w+)(:[^{}]*(\{[^{}]*\}[^{}]*)*)?\}")


@pytest.fixture(scope="module")
def described():
    return document.document(operations())


def test_it_names_each_route_and_no_other(engine, settings, described):
    told = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
    there = {
        (route.method, PART.sub(r"{\1}", route.resource.canonical))
        for route in web.app(engine, settings).router.routes()
        if route.method in METHODS and route.resource.canonical.startswith("/api/")
    }
    assert told == there - {("GET", "/api/v1/openapi.json")}


def test_each_operation_says_what_it_does_and_needs(described):
    for methods in described["paths"].values():
        for told in methods.values():
            assert told["summary"].endswith("."), told["operationId"]
            assert told["description"].removeprefix("Scope: ") in tokens.SCOPES
    assert {each.scope for each in operations()} | {"contacts:read"} == set(tokens.SCOPES)


async def test_it_is_handed_out(visit, described):
    status, told = await (await visit()).get("/api/v1/openapi.json")
    assert (status, '"openapi":"3.1.0"' in told) == (200, True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite"])
def test_whatever_it_allows_is_answered_as_it_says(engine, world, settings):
    with db.writing(engine) as session:
        by = world.staff["administrator"]
        _, token = tokens.make(session, "试", tokens.SCOPES, 30, by, datetime.now(UTC))
    with fuzzing.serving(engine, settings) as address:
        assert fuzzing.fuzz(address, token, examples=2, modes=[fuzzing.FITTING]) > 40
