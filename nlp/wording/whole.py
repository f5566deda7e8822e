"""What a caller handed over, made whole: behind the door, every reader gets the types that it was promised.

What makes no sense is left out (a rule of the wrong type, an option without key), never guessed at.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from nlp.wording.scores.ladder import Options

_NO_RULES: Mapping[str, Any] = MappingProxyType({})


def text_of(given: object) -> str:
    """Text as it is, bytes as UTF-8, nothing as ''; anything else as it is printed."""
    if isinstance(given, str):
        return given
    if isinstance(given, bytes | bytearray):
        return given.decode("utf-8", "replace")
    return "" if given is None else str(given)


def items_of(given: object) -> Iterable[Any]:
    """What may be gone through one by one; a text is not meant so."""
    if isinstance(given, Mapping):
        return list(given.items())
    return given if isinstance(given, Iterable) and not isinstance(given, str | bytes) else ()


def options_of(given: object) -> Options:
    """Pairs of key and label; an option without label is called by its key."""
    return tuple(_options(given))


def _options(given: object) -> Iterator[tuple[str, str]]:
    for each in items_of(given):
        parts = each if isinstance(each, tuple | list) else (each,)
        if parts and parts[0] is not None:
            label = parts[1] if len(parts) > 1 and parts[1] is not None else parts[0]
            yield text_of(parts[0]), text_of(label)


def questions_of(given: object) -> list[dict[str, Any]]:
    """Each with its key, kind, text, options and rules; what has no key cannot be answered."""
    asked = (each for each in items_of(given) if isinstance(each, Mapping) and each.get("key") is not None)
    return [
        {
            "key": text_of(each["key"]),
            "kind": each.get("kind"),
            "text": text_of(each.get("text")),
            "options": options_of(each.get("options")),
            "rules": rules_of(each.get("rules")),
        }
        for each in asked
    ]


def rules_of(given: object) -> Mapping[str, Any]:
    """The rules that a reader knows, each of its type; least and most, low and high in that order."""
    if not given or not isinstance(given, Mapping):
        return _NO_RULES
    rules = {name: made for name, make in _RULES.items() if (made := make(given.get(name))) is not None}
    if rules.get("least", 0) > rules.get("most", rules.get("least", 0)):
        rules["least"], rules["most"] = rules["most"], rules["least"]
    return rules


def _count(given: object) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) and given > 0 else None


def _keys(given: object) -> tuple[str, ...] | None:
    return tuple(map(text_of, items_of(given))) or None


def _words(given: object) -> dict[str, str] | None:
    if not isinstance(given, Mapping):
        return None
    return {text_of(word): text_of(key) for word, key in given.items() if word} or None


def _name(given: object) -> str | None:
    return given if isinstance(given, str) and given else None


def _range(given: object) -> tuple[float | None, float | None] | None:
    """(low, high), either of which may be open."""
    ends = tuple(items_of(given))
    if len(ends) != 2 or not all(end is None or _finite(end) for end in ends):
        return None
    low, high = ends
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def _finite(end: object) -> bool:
    return isinstance(end, int | float) and not isinstance(end, bool) and end == end  # noqa: PLR0124 - nan


def _zone(given: object) -> str | None:
    name = None if given is None else text_of(given)
    return name if name and _known(name) else None


@cache
def _known(zone: str) -> bool:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few answers need it

    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # not found, no name of a zone, a folder of zones
        return False
    return True


_RULES: Mapping[str, Callable[[object], Any]] = {
    "least": _count,
    "most": _count,
    "exclusive": _keys,
    "range": _range,
    "unit": _name,
    "words": _words,
    "timezone": _zone,
    "language": _name,
}


def day_of(given: object, zone: str | None) -> dt.date | None:
    """The customer's day; a moment is a day of that time zone. ISO 8601 may stand for either."""
    if isinstance(given, str):
        try:
            given = dt.datetime.fromisoformat(given)
        except ValueError:
            return None
    if not isinstance(given, dt.datetime):
        return given if isinstance(given, dt.date) else None
    return _here(given, zone) if zone and given.tzinfo else given.date()


def _here(moment: dt.datetime, zone: str) -> dt.date:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few answers need it

    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except OverflowError:  # the calendar's first day or its last
        return moment.date()
