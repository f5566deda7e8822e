"""One log for every process: from the level in the settings on, a line an event."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from storage import logs


@pytest.mark.parametrize(
    ("level", "told"),
    [("debug", ["one", "two", "three"]), ("WARNING", ["three"]), ("loud", ["two", "three"])],
)
def test_from_the_level_on_a_line_an_event(
    level: str, told: list[str], capsys: pytest.CaptureFixture
) -> None:
    logs.configure(level)
    log = structlog.get_logger()
    log.debug("one")
    log.info("two", port=8000)
    log.warning("three")
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("]")[1].split()[0] for line in lines] == told


@pytest.fixture
def libraries() -> Iterator[logging.Logger]:
    """The root of all loggers, as it was before."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield root
    root.handlers[:], level = before
    root.setLevel(level)


def test_as_json_each_line_is_an_object_that_carries_its_request(
    libraries: logging.Logger, capsys: pytest.CaptureFixture
) -> None:
    logs.configure("info", "json")
    log = structlog.get_logger()
    with logs.request() as number:
        log.error("request failed", route="/complaints/{id}", error="KeyError")
    log.info("listening")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first["request"] == number
    assert (first["event"], first["level"], first["error"]) == ("request failed", "error", "KeyError")
    assert first["timestamp"].endswith("Z")
    assert "request" not in second


def test_who_leaves_before_the_answer_comes_is_no_failure(
    libraries: logging.Logger, capsys: pytest.CaptureFixture
) -> None:
    logs.configure("info")
    for failure in (ConnectionResetError(), BrokenPipeError()):
        logging.getLogger("aiohttp.server").error("Error handling request", exc_info=failure)
    logging.getLogger("asyncio").error("Task exception was never retrieved", exc_info=ConnectionResetError())
    ours, theirs = capsys.readouterr().err.splitlines()
    assert "BrokenPipeError" in ours
    assert "ConnectionResetError" in theirs, "another's connection, not a client's"


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_library_warns_of_is_told_without_its_words(
    form: str, libraries: logging.Logger, capsys: pytest.CaptureFixture
) -> None:
    logs.configure("info", form)
    try:
        int("王女士")
    except ValueError:
        logging.getLogger("aiohttp.server").exception("cannot read 王女士 %s", "13800005678")
    (line,) = capsys.readouterr().err.splitlines()
    for told in ("library", "aiohttp.server", "ValueError", "test_logs.py"):
        assert told in line
    assert "王" not in line
    assert "1380" not in line
