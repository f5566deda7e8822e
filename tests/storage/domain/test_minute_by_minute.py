"""Working time, held to a count of every minute of three years (and of a year whose clocks change)."""

import random
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from storage import definitions
from storage.domain.calendar import Calendar
from storage.domain.working_time import add_working, working
from tests.seeds import some_seed

DAY = 24 * 60
SHIFTS = {
    0: ["08:00-12:00", "13:00-17:30", "19:00-21:15"],
    1: ["08:00-12:00", "13:00-17:30"],
    2: ["00:00-06:00", "22:00-23:59"],
    4: ["09:15-16:45"],
    5: ["09:00-12:00"],
}
OFF, OWN = date(2025, 3, 5), {date(2025, 3, 9): ["10:00-11:00"], date(2024, 10, 1): ["09:00-09:30"]}


def clock(text: str) -> tuple[time, time]:
    first, last = text.split("-")
    return time.fromisoformat(first), time.fromisoformat(last)


def minutes(day: list[str]) -> bytes:
    """A day as 1440 minutes, worked (1) or not (0)."""
    told = bytearray(DAY)
    for begin, end in map(clock, day):
        span = slice(begin.hour * 60 + begin.minute, end.hour * 60 + end.minute)
        told[span] = bytes([1]) * len(told[span])
    return bytes(told)


def announced() -> tuple[set[date], set[date]]:
    """The days off and the days made up, straight from the files."""
    off, made = set(), set()
    for file in (definitions.DATA / "holidays" / "cn").glob("*.toml"):
        for each in tomllib.loads(file.read_text("utf-8"))["holiday"]:
            first = date.fromisoformat(each["from"])
            last = date.fromisoformat(each.get("to", each["from"]))
            off |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
            made |= {date.fromisoformat(day) for day in each.get("work", [])}
    return off, made


def shifts_on(day: date, off: set[date], made: set[date]) -> list[str]:
    if day in OWN:
        return OWN[day]
    if day == OFF or day in off:
        return []
    return SHIFTS.get(1 if day in made else day.weekday(), [])


def test_three_years_in_shanghai() -> None:
    seed = some_seed()
    print("seed", seed)
    chance = random.Random(seed)
    week = tuple(tuple(clock(text) for text in SHIFTS.get(day, [])) for day in range(7))
    own = {day: tuple(clock(text) for text in told) for day, told in OWN.items()}
    zone = ZoneInfo("Asia/Shanghai")
    calendar = Calendar(zone, week, frozenset({OFF}), own, definitions.regions()["cn"], make_up_as=1)
    off, made = announced()
    first = date(2024, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(2027, 1, 1) - first).days)]
    hold(calendar, first, b"".join(minutes(shifts_on(day, off, made)) for day in days), chance)


def test_a_year_in_new_york_whose_clocks_change_at_work() -> None:
    seed = some_seed()
    print("seed", seed)
    zone = ZoneInfo("America/New_York")
    night = ["00:30-02:20", "02:40-04:00", "13:00-17:00"]
    calendar = Calendar(zone, (tuple(map(clock, night)),) * 7)
    first = datetime(2026, 1, 1, tzinfo=zone).astimezone(UTC)
    hours = (
        (first + timedelta(hours=n)).astimezone(zone).hour for n in range(365 * 24)
    )  # they change on the hour
    shown = minutes(night)
    worked = b"".join(shown[hour * 60 : hour * 60 + 60] for hour in hours)
    hold(calendar, date(2026, 1, 1), worked, random.Random(seed))


def hold(calendar: Calendar, first: date, worked: bytes, chance: random.Random) -> None:
    """What lies between random moments is what was counted, and adding it leads to where it is reached."""
    begin = datetime.combine(first, time(), calendar.timezone).astimezone(UTC)
    until = [0, *accumulate(worked)]

    def counted(second: int) -> timedelta:
        minute, rest = divmod(second, 60)
        return timedelta(minutes=until[minute], seconds=rest * worked[minute])

    for _ in range(10_000):
        one, two = sorted(chance.randrange(len(worked) * 60) for _ in range(2))
        start, end = begin + timedelta(seconds=one), begin + timedelta(seconds=two)
        between = counted(two) - counted(one)
        assert working(calendar, start, end) == between, (start, end)
        reached = int((add_working(calendar, start, between) - begin).total_seconds())
        assert one <= reached, (start, between)
        assert counted(min(reached, len(worked) * 60 - 1)) == counted(two), (start, between)
