"""When a customer wants to be asked again, in their own words: 明天, 晚上八点, 下周一上午, 两个小时后.

The day is read by nlp, the time of the day by what the language has in its section `chat.later`.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from bot.conversation.context import Context
from nlp import read_answer
from storage.domain.locale import Texts
from storage.domain.quiet import next_allowed

FURTHEST = timedelta(days=92)
"""Nobody who says 明年 waits for us."""

_LONGEST = 60  # characters: a time, not a story
_SOON = timedelta(minutes=30)  # from now, for a part of the day that has begun
_DAWN, _NIGHT, _NOON, _EVENING = time(5), time(7), time(12), time(18)


class Clock(NamedTuple):
    """A time of the day as it was said. `exact`: with its hour; else a part of the day. `either`: without a
    word for the part, so that eight may be twenty o'clock. `next_day`: twelve at night."""

    at: time
    exact: bool
    either: bool = False
    next_day: bool = False


def read(text: str, now: datetime, context: Context) -> datetime | None:
    """The moment after now that the text names, in UTC; None where it names none that can be told."""
    if len(text) > _LONGEST:
        return None
    said = _meant(text.strip(), context.texts)
    if span := _span(said, context.texts):
        return now + span
    local = now.astimezone(context.calendar.timezone)
    clock, day = _clock(said, context.texts), _day(said, local.date(), context.texts)
    if clock is None and day is None:
        return None
    at = _moment(day, clock or Clock(_default(context.texts), exact=False), local)
    return at.astimezone(UTC) if at > local else None


def awake(at: datetime, context: Context) -> datetime:
    """This moment, or the end of the quiet hours that it falls into."""
    return next_allowed(at, context.policy.quiet, context.calendar.timezone)


def _moment(day: date | None, clock: Clock, local: datetime) -> datetime:
    if day is None or (day == local.date() and clock.either):
        days = (local.date(), local.date() + timedelta(days=1)) if day is None else (day,)
        found = [at for one in days for at in _on(one, clock, local) if at > local]
        return min(found, default=local)
    at = next(iter(_on(day, clock, local)))
    return max(at, local + _SOON) if day == local.date() and not clock.exact else at


def _on(day: date, clock: Clock, local: datetime) -> Iterator[datetime]:
    """What the clock may mean on this day, the likeliest first: three is in the afternoon."""
    at = datetime.combine(day, clock.at, local.tzinfo) + timedelta(days=clock.next_day)
    if not clock.exact and day == local.date():
        at = max(at, local + _SOON)
    later = at + timedelta(hours=12)
    yield from ((later, at) if clock.at < _NIGHT else (at, later)) if clock.either else (at,)


def _day(said: str, today: date, texts: Texts) -> date | None:
    """Who says 周一 on a Monday means the next."""
    reading = read_answer("date", texts("chat.later.day"), [], said, today)
    if reading.guess == today:
        return today + timedelta(days=7)
    return reading.value if isinstance(reading.value, date) and reading.value >= today else None


def _meant(text: str, texts: Texts) -> str:
    """In words that are read: 周末 is 周六; without 再说."""
    for pattern, means in _synonyms(texts):
        text = pattern.sub(means, text)
    return text


def _span(said: str, texts: Texts) -> timedelta | None:
    for unit in ("minutes", "hours"):
        found = _pattern(texts, "chat.later.span", unit).search(said)
        if found:
            value = _number(found["n"])
            return timedelta(**{unit: value}) if value else None
    return None


def _clock(said: str, texts: Texts) -> Clock | None:
    part = next((at for pattern, at in _parts(texts) if pattern.search(said)), None)
    found = _pattern(texts, "chat.later", "clock").search(said)
    if not found:
        return Clock(part, exact=False) if part else None
    hour, minute = _number(found["hour"]), _minute(found)
    if hour is None or hour > 24 or minute is None or minute > 59:
        return None
    return _told(int(hour) % 24, int(minute), part)


def _told(hour: int, minute: int, part: time | None) -> Clock:
    if part is None:
        return Clock(time(hour, minute), exact=True, either=0 < hour < 12)
    if hour == 12 and not _DAWN <= part < _EVENING:
        return Clock(time(0, minute), exact=True, next_day=True)
    return Clock(time(hour + 12 if hour < 12 and part >= _NOON else hour, minute), exact=True)


def _minute(found: re.Match[str]) -> float | None:
    told = found.groupdict()
    if told.get("half"):
        return 30
    if told.get("quarters"):
        return 15 * (_number(told["quarters"]) or 1)
    return _number(told["minute"]) if told.get("minute") else 0


def _number(text: str) -> float | None:
    value: Any = read_answer("number", "", [], text).value
    return float(value) if isinstance(value, int | float) else None


@lru_cache
def _pattern(texts: Texts, section: str, key: str) -> re.Pattern[str]:
    return re.compile(texts.section(section)[key], re.IGNORECASE)


@lru_cache
def _parts(texts: Texts) -> list[tuple[re.Pattern[str], time]]:
    """The parts of the day, each with the time at which somebody is asked who names nothing else."""
    parts = texts.section("chat.later.part").values()
    return [(re.compile(each["pattern"], re.IGNORECASE), time.fromisoformat(each["at"])) for each in parts]


@lru_cache
def _synonyms(texts: Texts) -> list[tuple[re.Pattern[str], str]]:
    known = texts.section("chat.later.synonym").values()
    return [(re.compile(each["pattern"], re.IGNORECASE), each["means"]) for each in known]


@lru_cache
def _default(texts: Texts) -> time:
    """When somebody is asked who names but the day."""
    return time.fromisoformat(texts("chat.later.at"))
