"""Quiet hours: a table by the clock in Shanghai, and what must always hold."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import definitions
from storage.domain.quiet import Quiet, next_allowed

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NIGHT = Quiet(time(21, 30), time(8))


def test_the_policy_that_ships_is_quiet_at_night():
    assert definitions.policy().quiet == NIGHT


@pytest.mark.parametrize(
    ("quiet", "now", "allowed"),
    [
        (NIGHT, "2026-11-20 21:29", "2026-11-20 21:29"),
        (NIGHT, "2026-11-20 21:30", "2026-11-21 08:00"),
        (NIGHT, "2026-11-20 23:59", "2026-11-21 08:00"),
        (NIGHT, "2026-11-21 00:00", "2026-11-21 08:00"),
        (NIGHT, "2026-11-21 07:59", "2026-11-21 08:00"),
        (NIGHT, "2026-11-21 08:00", "2026-11-21 08:00"),
        (Quiet(time(12), time(14)), "2026-11-21 13:00", "2026-11-21 14:00"),
        (Quiet(time(12), time(14)), "2026-11-21 14:00", "2026-11-21 14:00"),
        (Quiet(time(12), time(14)), "2026-11-21 03:00", "2026-11-21 03:00"),
        (Quiet(time(8), time(8)), "2026-11-21 08:00", "2026-11-21 08:00"),
        (Quiet(time(8), time(8)), "2026-11-21 03:00", "2026-11-21 03:00"),
    ],
)
def test_what_is_said_at_night_waits_for_the_morning(quiet, now, allowed):
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    assert next_allowed(moment, quiet, SHANGHAI) == datetime.fromisoformat(allowed).replace(tzinfo=SHANGHAI)


times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


quiets = st.builds(Quiet, times, times)


@given(moments, quiets)
def test_the_moment_found_is_allowed_and_the_next_one(now, quiet):
    allowed = next_allowed(now, quiet, SHANGHAI)
    assert now <= allowed < now + timedelta(days=1)
    assert not quiet.covers(allowed.astimezone(SHANGHAI).time())
    assert allowed in (now, next_allowed(allowed - timedelta(microseconds=1), quiet, SHANGHAI))


@given(moments, quiets)
def test_it_is_never_in_the_past_where_clocks_are_changed(now, quiet):
    assert now <= next_allowed(now, quiet, BERLIN) < now + timedelta(hours=25)
