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
from storage.domain.quiet import Quiet, next_allowed

FURTHEST = timedelta(days=92)
"""Nobody who says 明年 waits for us."""

_PAUSE = re.compile(r"[，,。；; ]")
_LONGEST = 60  # characters: a time, not a story
_SOON = timedelta(minutes=30)  # from now, for a part of the day that has begun
_SPAN = 5  # a span says more than any day with its clock
_DAWN, _NIGHT, _NOON, _EVENING = time(5), time(7), time(12), time(18)


class Clock(NamedTuple):
    """A time of the day as it was said. `exact`: with its hour; else a part of the day, over when it `ends`.
    `either`: without a word for the part, so that eight may be twenty o'clock. `next_day`: twelve at night.
    """

    at: time
    exact: bool
    ends: time = time.max
    either: bool = False
    next_day: bool = False


def read(text: str, now: datetime, context: Context) -> datetime | None:
    """The moment after now that the text names, in UTC; None where it names none that can be told."""
    at = told(text, now, context)
    return at if at and at > now else None


def told(text: str, now: datetime, context: Context) -> datetime | None:
    """The same, but for a moment that has gone by (今早): that one, no later than now."""
    if len(text) > _LONGEST or text.strip().isnumeric():  # a number is said of an answer
        return None
    others = (texts for texts in context.tongues.values() if texts.language != context.texts.language)
    heard = (_heard(text.strip(), now, context, texts) for texts in (context.texts, *others))
    best = max(filter(None, heard), key=lambda each: each.plain, default=None)
    return best.at if best else None


class _Heard(NamedTuple):
    """A moment as one language reads it, and how much it reads: tomorrow 3pm is more than tomorrow."""

    at: datetime
    plain: int


def _heard(text: str, now: datetime, context: Context, texts: Texts) -> _Heard | None:
    """What puts it right counts alone, where that names a time: 1小时后吧 不对 2小时后."""
    *_, instead = [None, *_pattern(texts, "chat.later", "instead").finditer(text)]
    if instead and (heard := _heard(text[instead.end() :], now, context, texts)):
        return heard
    said = _meant(text, texts)
    if span := _span(said, texts):
        return _Heard(now + span, _SPAN)
    local = now.astimezone(context.calendar.timezone)
    clock, day = _clock(said, local, texts), _day(said, local.date(), texts)
    plain = (day is not None) + (0 if clock is None else 1 + clock.exact + (clock.exact and not clock.either))
    if day and _pattern(texts, "chat.later", "after").search(text):
        day, plain = day + timedelta(days=1), plain + 1
    if (day is None or day <= local.date()) and _gone_by(said, texts, clock):
        return _Heard(now, plain + 1)
    if clock is None and day is None:
        return None
    at = _moment(day, clock or _usual(day, local, texts), local, context.policy.quiet).astimezone(UTC)
    return _Heard(min(at, now) if day and day < local.date() else at, plain)


def _gone_by(said: str, texts: Texts, clock: Clock | None) -> bool:
    """刚才, 昨天下午三点; not 刚才在忙，晚上八点."""
    found = _pattern(texts, "chat.later", "gone_by").search(said)
    return found is not None and (clock is None or not _PAUSE.search(said, found.end()))


def _usual(day: date | None, local: datetime, texts: Texts) -> Clock:
    """When somebody is asked who names but the day: today in the evening, while that is to come."""
    evening = _clock(texts("chat.choice.tonight"), local, texts) if day == local.date() else None
    if evening and local.time() < evening.at:
        return evening
    return Clock(_default(texts), exact=False)


def awake(at: datetime, context: Context) -> datetime:
    """This moment, or the end of the quiet hours that it falls into."""
    return next_allowed(at, context.policy.quiet, context.calendar.timezone)


def _moment(day: date | None, clock: Clock, local: datetime, quiet: Quiet) -> datetime:
    """The first that is still to come; where none is, the last. Who may mean morning or evening means the one
    outside quiet hours: 9点半, said at ten, is not tonight."""
    days = (day,) if day else (local.date(), local.date() + timedelta(days=1))
    found = [at for one in days for at in _on(one, clock, local)]
    if day and day != local.date():
        return found[0]
    ahead = [at for at in found if at > local]
    waking = [at for at in ahead if clock.either and not quiet.covers(at.time())]
    return min(waking or ahead, default=max(found))


def _on(day: date, clock: Clock, local: datetime) -> Iterator[datetime]:
    """What the clock may mean on this day, the likeliest first: three is in the afternoon."""
    at = datetime.combine(day, clock.at, local.tzinfo) + timedelta(days=clock.next_day)
    if not clock.exact and day == local.date():
        at = _in_part(at, clock, local)
    later = at + timedelta(hours=12)
    yield from ((later, at) if clock.at < _NIGHT else (at, later)) if clock.either else (at,)


def _in_part(at: datetime, clock: Clock, local: datetime) -> datetime:
    """In a while, if that part of today has begun and still lasts."""
    soon = local + _SOON
    return soon if at < soon <= datetime.combine(at.date(), clock.ends, local.tzinfo) else at


def _day(said: str, today: date, texts: Texts) -> date | None:
    """The day named, or most likely meant (月底). Who says 周一 on a Monday means the next."""
    reading = read_answer("date", texts("chat.later.day"), [], said, today)
    if reading.guess == today:
        return today + timedelta(days=7)
    found = reading.value or reading.guess
    return found if isinstance(found, date) else None


def _meant(text: str, texts: Texts) -> str:
    """In words that are read: 周末 is 周六; without 再说."""
    for pattern, means in _synonyms(texts):
        text = pattern.sub(means, text)
    return text


def _span(said: str, texts: Texts) -> timedelta | None:
    for unit in ("minutes", "hours"):
        found = _pattern(texts, "chat.later.span", unit).search(said)
        if found:
            value, half = _number(found["n"]), any(v for k, v in found.groupdict().items() if k != "n")
            return timedelta(**{unit: value + half / 2}) if value else None
    return None


def _clock(said: str, local: datetime, texts: Texts) -> Clock | None:
    if _pattern(texts, "chat.later", "same").search(said):
        return Clock(local.time().replace(second=0, microsecond=0), exact=True)
    part, ends = next(
        ((at, ends) for pattern, at, ends in _parts(texts) if pattern.search(said)), (None, time.max)
    )
    found = _pattern(texts, "chat.later", "clock").search(said)
    if not found:
        return Clock(part, exact=False, ends=ends) if part else None
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
def _parts(texts: Texts) -> list[tuple[re.Pattern[str], time, time]]:
    """The parts of the day: when somebody is asked who names nothing else, and when it is over."""
    parts = texts.section("chat.later.part").values()
    return [
        (
            re.compile(each["pattern"], re.IGNORECASE),
            time.fromisoformat(each["at"]),
            time.fromisoformat(each["ends"]),
        )
        for each in parts
    ]


@lru_cache
def _synonyms(texts: Texts) -> list[tuple[re.Pattern[str], str]]:
    known = texts.section("chat.later.synonym").values()
    return [(re.compile(each["pattern"], re.IGNORECASE), each["means"]) for each in known]


@lru_cache
def _default(texts: Texts) -> time:
    """When somebody is asked who names but the day."""
    return time.fromisoformat(texts("chat.later.at"))
