"""Scores among other words: 打4分, 三到四星, 4/5, 八成, ★★★☆☆, 扣1分, 满分."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from nlp.wording.lexicon import either, load
from nlp.wording.scores.hedges import doubt_of, not_even, stands_before
from nlp.wording.scores.score import EMPTY, FILLED, Doubt, Kind, Score
from nlp.wording.text.numerals import first_digit, has_letters, number, numeral

_MOST = 40  # scores heard in one clause
_PARTICLES = "了吧啊呀呢哦哈嘛呗啦得的"


def spoken(text: str) -> Iterator[Score]:
    """The scores of a clause, in order."""
    for found in islice(_grammar(has_letters(text)).finditer(text), _MOST):
        yield from _score(found, text)


_NO_LOSS = "[都也]|[就才没到不够能]{0,2}(?:及格|合格|达标|过线)"  # 差一分及格 is not off the highest


@cache
def _grammar(latin: bool) -> re.Pattern[str]:
    data, n = load("numbers"), numeral(latin=latin)
    points, stars, levels = (either(data[key]) for key in ("points", "stars", "levels"))
    deltas, leads, sums = either(data["deltas"]), either(data["leads"]), either(data["sums"])
    after_led = rf"$|[^\w%/⁄点]|[{_PARTICLES}]|{either(data['reasons'])}"
    return re.compile(
        rf"(?<![至最顶不])(?P<delta>{deltas})(?:的[那这]?|[了掉去个我你它])?\s*(?P<by>{n})(?:{points}|{stars})(?!{_NO_LOSS})"
        rf"|(?<![至最顶不])(?P<sum>{sums})[了掉去个]?\s*(?P<off>{n})(?=$|[{_PARTICLES}])"
        rf"|(?P<whole>{n})分之(?P<part>{n})"
        rf"|(?<![\d.])(?P<percent>{n})\s*%"
        rf"|(?<![\d.])(?P<tenths>{n})成(?P<more>半|{n})?(?!{either(data['not_tenths'])})"
        rf"|(?<![\d./])(?P<over>{n})\s*(?:{points}|{stars})?\s*(?:[/⁄]|(?:out )?of)\s*(?P<under>{n})(?![\d/])"
        rf"|[{FILLED}]\s*[x×*]?\s*(?P<times>{n})(?!\w)"
        rf"|(?P<row>[{FILLED}]+)(?P<hollow>[{EMPTY}]*)(?P<bit>半|1⁄2)?"
        rf"|(?P<outlined>[{EMPTY}]{{2,}})"
        rf"|(?<![\d.点周期])(?P<sign>负|^-)?(?P<low>{n})(?:\s*(?:{either(data['between'])})\s*(?P<high>{n}))?"
        rf"\s*(?:(?=分公司{n}分)|(?!{either(data['not_units'])}))(?!分{n}秒)(?:(?P<points>{points})|(?P<stars>{stars})|(?P<levels>{levels}))[{FILLED}]*"
        rf"|(?<![a-z])(?:{leads})\s*:?\s*(?P<led>{n})(?:(?:{either(data['between'])})(?P<upto>{n}))?(?!\d|\.\d)"
        rf"(?={after_led})"
        rf"|(?P<share>{either(data['shares'])})|(?P<nothing>{either(data['nothing'])})"
    )


def _score(found: re.Match[str], text: str) -> Iterator[Score]:
    if stands_before("not_before", text, found.start()):
        return
    start = found.start("led") if found["led"] else found.start()
    for group, read in _READERS.items():
        if found[group]:
            yield from read(found, doubt_of(text, start, found.end()))
            return


def _delta(word: str, count: str) -> Callable[[re.Match[str], Doubt], Iterator[Score]]:
    """扣1分; 满分减一."""

    def read(found: re.Match[str], _doubt: Doubt) -> Iterator[Score]:
        by = number(found[count])
        if by is not None:
            sign = -1 if found[word] in load("numbers")["minus"] else 1
            yield Score(sign * by, found[0], found.start(), "delta")

    return read


def _ratio(part: str, whole: str) -> Callable[[re.Match[str], Doubt], Iterator[Score]]:
    """4/5, 五分之四, 百分之八十."""

    def read(found: re.Match[str], doubt: Doubt) -> Iterator[Score]:
        value, base = number(found[part]), number(found[whole])
        if value is not None and base and value <= base:
            yield Score(value, found[0], found.start(), "points", doubt, base)

    return read


def _percent(found: re.Match[str], doubt: Doubt) -> Iterator[Score]:
    value = number(found["percent"])
    if value is not None:
        yield Score(value / 100, found[0], found.start(), "share" if value else "bare", doubt)


def _tenths(found: re.Match[str], doubt: Doubt) -> Iterator[Score]:
    """八成; 八九成 is vague."""
    value, more = number(found["tenths"]), found["more"]
    if value is None:
        yield Score(first_digit(found["tenths"]) / 10, found[0], found.start(), "share", "vague")
    elif value <= 10:
        part = 0.5 if more == "半" else (number(more) or 0) / 10 if more else 0
        yield Score((value + part) / 10, found[0], found.start(), "share", doubt)


def _times(found: re.Match[str], doubt: Doubt) -> Iterator[Score]:
    """⭐x4."""
    value = number(found["times"])
    if value is not None:
        yield Score(value, found[0], found.start(), "stars", doubt)


def _row(found: re.Match[str], doubt: Doubt) -> Iterator[Score]:
    full, hollow = len(found["row"]), len(found["hollow"])
    half = 0.5 if found["bit"] else 0
    yield Score(
        full + half, found[0], found.start(), "stars", doubt, float(full + hollow) if hollow else None
    )


def _outlined(found: re.Match[str], _doubt: Doubt) -> Iterator[Score]:
    """☆☆☆: three, or none of three."""
    yield Score(float(len(found[0])), found[0], found.start(), "stars", "vague")


def _told(found: re.Match[str], doubt: Doubt) -> Iterator[Score]:
    """打4分, 三到四星; 十分满意 is no number."""
    rest = found.string[found.end() :].strip(_PARTICLES + " !~。")
    if (
        found[0] in load("numbers")["very"]
        and rest
        and not stands_before("leads", found.string, found.start())
    ):
        return
    if number(found["low"]) == 1 and not_even().match(found.string, found.end()):
        yield Score(0.0, found[0], found.start(), "share")  # 一分都不给
        return
    kind: Kind = "points" if found["points"] else "stars" if found["stars"] else "levels"
    value = number(found["low"])
    if value is None:
        yield Score(first_digit(found["low"]), found[0], found.start(), kind, "vague")
        return
    first_rate = kind == "levels" and found[0] == "一级"
    vague = found["high"] or first_rate
    yield Score(
        -value if found["sign"] else value, found[0], found.start(), kind, doubt or ("vague" if vague else "")
    )


def _led(found: re.Match[str], doubt: Doubt) -> Iterator[Score]:
    value = number(found["led"])
    if value is None:
        yield Score(first_digit(found["led"]), found[0], found.start(), doubt="vague")
    else:
        yield Score(value, found[0], found.start(), doubt="vague" if found["upto"] else doubt)


def _share(found: re.Match[str], doubt: Doubt) -> Iterator[Score]:
    yield Score(float(load("numbers")["shares"][found["share"]]), found[0], found.start(), "share", doubt)


def _nothing(found: re.Match[str], _doubt: Doubt) -> Iterator[Score]:
    """零蛋 is nought where that is a level."""
    value = float(load("numbers")["nothing"][found["nothing"]])
    yield Score(value, found[0], found.start(), doubt="vague" if value < 0 else "")


_READERS: dict[str, Callable[[re.Match[str], Doubt], Iterator[Score]]] = {
    "delta": _delta("delta", "by"),
    "sum": _delta("sum", "off"),
    "whole": _ratio("part", "whole"),
    "percent": _percent,
    "tenths": _tenths,
    "over": _ratio("over", "under"),
    "times": _times,
    "row": _row,
    "outlined": _outlined,
    "low": _told,
    "led": _led,
    "share": _share,
    "nothing": _nothing,
}
