"""The API against whatever its own description allows, and what it does not: schemathesis, over HTTP."""

import asyncio
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import schemathesis
from aiohttp import web as aiohttp_web
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as held
from sqlalchemy import Engine

from admin import pace, web
from admin.api import document, operations
from storage.settings import Settings

CHECKS = (
    not_a_server_error,
    held.status_code_conformance,
    held.content_type_conformance,
    held.response_schema_conformance,
    held.response_headers_conformance,
    held.negative_data_rejection,
)

KNOWN = (1, 2, 3)
"""Ids that most likely are there: those that are made up seldom are."""


@contextmanager
def serving(engine: Engine, settings_: Settings) -> Iterator[str]:
    """The staff's door in a thread of its own, where nobody is too fast: its address."""
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), []

    async def begin() -> aiohttp_web.AppRunner:
        app = web.app(engine, settings_)
        app[pace.PACE] = pace.Pace({kind: pace.Rule(10**9, 1) for kind in pace.rules()})
        runner = aiohttp_web.AppRunner(app, access_log=None)
        await runner.setup()
        site = aiohttp_web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        found.append(runner.addresses[0])
        ready.set()
        return runner

    def run() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(begin())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(30)
    host, port = found[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)


FITTING, UNFITTING = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


def fuzz(address: str, token: str, examples: int, modes: Sequence[GenerationMode]) -> int:
    """Call each operation with so many examples of each of these modes; how many calls that were. Raises what
    schemathesis found."""
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    schema = schemathesis.openapi.from_dict(document.document(operations()))
    calls = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in modes:
            calls += _each(operation, mode, address, token, examples)
    return calls


def _each(operation: Any, mode: GenerationMode, address: str, token: str, examples: int) -> int:
    calls = 0

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )
    @given(case=operation.as_strategy(generation_mode=mode), known=st.sampled_from((*KNOWN, None)))
    def check(case: Any, known: int | None) -> None:
        nonlocal calls
        calls += 1
        if known and mode is FITTING and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = known
        response = case.call(base_url=address, headers={"Authorization": f"Bearer {token}"})
        case.validate_response(response, checks=list(CHECKS), headers={"Authorization": "Bearer"})

    check()
    return calls
