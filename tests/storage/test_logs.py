"""One log for every process: from the level in the settings on, a line an event."""

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
