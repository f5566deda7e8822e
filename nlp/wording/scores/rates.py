"""How often something is done, in times a month (每周两三次, 隔天一次), and the level that says so."""

import math
import re
from functools import cache, lru_cache

from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import normalise
from nlp.wording.text.numerals import number, numeral

Options = tuple[tuple[str, str], ...]

_FAMILY = "frequency"  # words of the levels: 经常, 偶尔
_MONTH = 30.0
_NEAR = 2.6  # times more or less often that a level may be than what was said
_CLEAR = 1.4  # times nearer than the next level


@lru_cache(maxsize=256)
def rates_of(options: Options) -> tuple[float | None, ...]:
    """Times a month per level, None where its label tells none; () unless two labels do, in order."""
    found = tuple(rate(normalise(label)) for _, label in options)
    known = [each for each in found if each is not None]
    falling = sorted(known, reverse=True)
    return found if len(set(known)) > 1 and known in (falling, falling[::-1]) else ()


def by_rate(options: Options, clauses: tuple[Clause, ...]) -> tuple[int, str] | None:
    """The level that comes nearest to the one rate that was said, with its words."""
    rates = rates_of(options)
    said = [(clause.text, told) for clause in clauses if rates and (told := rate(clause.text)) is not None]
    if len(said) != 1 or any(clause.unreal or _says_else(clause, said[0][0]) for clause in clauses):
        return None
    words, told = said[0]
    gaps = sorted((abs(math.log(own / told)), i) for i, own in enumerate(rates) if own)
    clear = len(gaps) < 2 or gaps[1][0] - gaps[0][0] >= math.log(_CLEAR)
    return (gaps[0][1], words) if clear and gaps[0][0] <= math.log(_NEAR) else None


def _says_else(clause: Clause, told: str) -> bool:
    """刚买时每天，现在基本不碰: a clause that says how often in other words."""
    return clause.text != told and any(mark.sure and mark.rank for mark in marks_in(clause.text, _FAMILY))


def rate(text: str) -> float | None:
    """Times a month; None where nothing or more than one thing is said of it."""
    spans = any(pattern("rates", each).search(text) for each in ("all", "units"))
    found = list(_rates().finditer(text)) if spans else []
    return _of(found[0]) if len(found) == 1 else None


def _of(found: re.Match[str]) -> float | None:
    units = load("rates")["units"]
    if found["all"]:
        return _MONTH / float(load("rates")["all"][found["all"]]) * (_count(found["daily"]) or 1)
    if found["per"]:
        times = _count(found["times"])
        return times * _MONTH / (float(units[found["per"]])) if times else None
    days = (_count(found["gap"]) or 1) * float(units[found["span"]])
    return _MONTH / (days + (1 if found["skip"] else 0))


def _count(text: str | None) -> float | None:
    """三, 两三, 3-4, 几, 好几."""
    if not text:
        return None
    some = load("rates")["some"].get(text)
    if some is not None:
        return float(some)
    low, _, high = re.sub("[-~到至]", "-", text).partition("-")
    edges = [value for part in (low, high) if part and (value := number(part)) is not None]
    return sum(edges) / len(edges) if edges else None


@cache
def _rates() -> re.Pattern[str]:
    """天天, 每天两次 | 每周(来)三次 | 隔三天, 三个月(才来)一次."""
    data, n = load("rates"), numeral()
    unit, done = either(data["units"]), r"[^\d,。;第]{0,3}?"
    much = rf"{either(data['some'])}|{n}(?:[-~到至]{n})?"
    times = rf"(?:{either(data['times'])})"
    return re.compile(
        rf"(?P<all>{either(data['all'])})(?:{done}(?P<daily>{much}){times})?"
        rf"|(?:每一?|一|1|平均每?|差不多)个?(?P<per>{unit}){done}(?P<times>{much}){times}"
        rf"|(?P<skip>每?隔)?(?:(?P<gap>{much})个?|(?=半)|(?<=隔))(?P<span>{unit})(?(skip)|{done}[一1]{times})"
    )
