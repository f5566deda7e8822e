"""A day. ``today`` is the customer's; given as a moment, ``rules["timezone"]`` says which day it is there."""

import datetime as dt
import re
from functools import cache
from zoneinfo import ZoneInfo

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, ask
from nlp.wording.dates.days import Day, choose
from nlp.wording.dates.found import dates_in
from nlp.wording.exact.giving import absent, full, hedged, recorded, told
from nlp.wording.lexicon import either, load
from nlp.wording.text.normal import normalise

_DONE = re.compile(r"的\w{0,3}\W*$")  # 什么时候下的单, 哪天做的
_BESIDE = 3  # characters between two ways to say one day: 上周三（11号）


def quoted(_key: str) -> None:
    """A day has no options."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The one day named; several, vague or impossible ones are asked back."""
    text, today, tense = full(said), _today(asked), _tense(asked.text)
    found, standing = told(text, lambda text: dates_in(text, today))
    named = [day for day in _joined(_to_the_point(asked, text, found), text, tense, today) if day.days]
    exact = [day for day in named if day.sure] or named
    if not exact:
        return absent(said, "date") or ask(said, None, *(day.words for day in found))
    words = tuple(day.words for day in exact)
    chosen = [choose(day.days, tense, today) for day in exact]
    value = chosen[0][0]
    plain = all(
        sure and day.sure and not hedged(text, day) for (_, sure), day in zip(chosen, exact, strict=True)
    )
    one = len({day for day, _ in chosen}) == 1 and not _long_ago(asked, exact)
    if value is None or not (standing and one and plain) or _cut_short(text, found):
        return ask(said, value, *words)
    return recorded(said, "date", value, words)


def _cut_short(text: str, found: list[Day]) -> bool:
    """三月五号，不对，六号: the month that was told stands, but a day alone does not say so."""
    earlier = text[: found[0].start]
    return ("月" in earlier or "年" in earlier) and not any("月" in day.words for day in found)


def _today(asked: Asked) -> dt.date | None:
    if not isinstance(asked.today, dt.datetime):
        return asked.today
    zone = asked.rules.get("timezone")
    return (asked.today.astimezone(ZoneInfo(zone)) if zone and asked.today.tzinfo else asked.today).date()


def _tense(question: str) -> str:
    """Whether the question asks for a day to come or one gone by; '' where it does not tell."""
    plain = normalise(question)
    lists = load("date")["tense"]
    told = next((tense for tense in ("future", "past") if any(word in plain for word in lists[tense])), "")
    return told or ("past" if _DONE.search(plain) else "")


def _joined(found: list[Day], text: str, tense: str, today: dt.date | None) -> list[Day]:
    """Two ways to say one day, side by side, are one: 上周三（11号）, 11月3日周二."""
    joined: list[Day] = []
    for day in found:
        last = joined[-1] if joined else None
        if last and day.start - last.end <= _BESIDE:
            both = _common(last.days, day.days)
            if both and not {choose(each.days, tense, today)[0] for each in (last, day)}.isdisjoint(both):
                words = text[last.start : day.end]
                joined[-1] = Day(last.start, day.end, words, both, last.sure or day.sure)
                continue
        joined.append(day)
    return joined


def _common(one: tuple[dt.date, ...], other: tuple[dt.date, ...]) -> tuple[dt.date, ...]:
    """The days that both may mean; a weekday alone may be that of any week."""
    if len(other) > 1 and len({day.isoweekday() for day in other}) == 1:
        return tuple(day for day in one if day.isoweekday() == other[0].isoweekday())
    if len(one) > 1 and len({day.isoweekday() for day in one}) == 1:
        return _common(other, one)
    return tuple(day for day in one if day in other)


def _long_ago(asked: Asked, days: list[Day]) -> bool:
    """A birthday without its year is no date of birth."""
    no_year = any(len(day.days) > 1 for day in days)
    return no_year and any(word in asked.text for word in load("date")["tense"]["long_ago"])


@cache
def _roles() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(either(words)) for words in load("date")["roles"].values())


def _to_the_point(asked: Asked, text: str, found: list[Day]) -> list[Day]:
    """Of several days, those told of what was asked: 1号买的，3号收到."""
    if len(found) < 2:
        return found
    plain = normalise(asked.text)
    about = [pattern for pattern in _roles() if pattern.search(plain)]
    ends = [day.start for day in found[1:]] + [len(text)]
    on = [d for d, end in zip(found, ends, strict=True) if any(p.search(text, d.end, end) for p in about)]
    return on or found
