"""A danger to somebody's body that only words together tell: a limb and what befell it (手被抽屉夹断了), gas
and that it leaks, something small and that it was swallowed, what can burst and that it did."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, cast

from nlp.wording.lexicon import either, load

_IN: Final = r"[^,，。;；!！?？\n]"
_LED: Final = 4
"""Characters before the words in which it shows that it did not happen (怕误吞), or to a thing (玩具手臂)."""

_CLAUSE_ENDS: Final = re.compile(r"[,，。;；!！?？\n]")


def hurt(text: str) -> str:
    """The words that tell of it, else ''. ``text`` in normal form."""
    return next((told for way in _WAYS for told in way(text)), "")


@cache
def _of(key: str) -> str:
    return either(cast(list[str], load("bodily")[key]))


def _english(key: str) -> str:
    return cast(str, load("bodily")["english"][key])


@cache
def _gap(most: int) -> str:
    """Some words that leave it standing: not 没, 怕, 快要."""
    return rf"(?:(?!{_of('not_so')}){_IN}){{0,{most}}}?"


@cache
def _limb() -> re.Pattern[str]:
    """手被抽屉夹断了, 把手夹断了, 孩子的腿摔断了; the leg of a chair is none."""
    other = f"(?!{_of('not_after')})"
    befell = rf"(?:{_of('befell_how')})*(?:(?:被|让|给){_gap(8)})?(?:{_of('hurt')})"
    own = rf"(?<!{')(?<!'.join(load('bodily')['not_before'])})(?:{_of('body')}){other}"
    of = rf"(?:{_of('people')}|我(?:自己)?)(?:的|[左右一两条只])*(?:{_of('shared')}){other}"
    taken = rf"把手(?:指|臂|腕)?(?:都|给|也)*(?:{_of('taken')})"
    return re.compile(rf"(?:{own}|{of}){befell}|{taken}")


@cache
def _turned() -> re.Pattern[str]:
    """摔断了腰, 夹断了孩子的手指, 烫伤了孩子, 孩子被烫伤了."""
    gap, far = _gap(6), rf"(?:(?!{_of('things')}){_IN}){{0,5}}?"
    broken = rf"(?:{_of('broke')})了?{far}(?:{_of('body')})(?!{_of('not_after')})"
    fallen = rf"摔断了?{far}(?:{_of('shared')})"
    burnt = rf"(?:{_of('people')}|被){gap}(?:{_of('burnt')}|骨折)|(?:{_of('burnt')})(?:了(?!解)|在医院|送医)"
    bones = rf"[摔砸压夹撞跌滑]{gap}骨[折裂](?!价)"
    return re.compile(f"{broken}|{fallen}|{burnt}|{bones}")


@cache
def _leaks() -> re.Pattern[str]:
    """燃气灶漏气, 天然气管道一直在漏, 闻到煤气; but 燃气灶漏装了螺丝."""
    gas, none = _of("gas"), _of("gas_not")
    leaks = rf"(?:{_of('leaks_how')})*(?:{_of('leaks')})(?<!漏了(?={none}))(?<!漏(?={none}))"
    smell = rf"闻到了?{_IN}{{0,4}}(?:{gas})|(?:{gas})的?[臭异]?味(?!道?很?好)"
    return re.compile(rf"(?:{gas})(?:{_of('gas_parts')})*{leaks}|{smell}")


@cache
def _bursts() -> re.Pattern[str]:
    """充电宝半夜炸了; but 空气炸锅炸了薯条."""
    when = rf"(?:{_of('bang_when')})*"
    return re.compile(rf"(?:{_of('bursts')}){when}(?:{_of('bang')})(?!{_of('bang_not')})")


@cache
def _swallows() -> re.Pattern[str]:
    """孩子把螺丝吞下去了, 误吞了电池; but 吞了我的押金."""
    small, swallowed = _of("small"), _of("swallowed")
    it = rf"(?:{swallowed}){_gap(8)}(?:{small})|(?:{small}){_gap(8)}(?:{swallowed})"
    return re.compile(rf"{it}|(?:{_of('people')}){_gap(4)}误[吞食服]")


@cache
def _in_english() -> re.Pattern[str]:
    """My kid swallowed a screw; it broke my mother's hip; but not the arm of the sofa."""
    limb, whose, who, done, how, bursts, gas = map(_english, _ENGLISH)
    return re.compile(
        rf"\b{done} {whose} {limb}\b|\b{whose} {limb}{how} {done}\b"
        rf"|\b{who}{how} (?:swallowed|ingested|burned|burnt|scalded|electrocuted)\b"
        rf"|\b{bursts}{how} (?:exploded|blew up)\b|{gas}",
        re.IGNORECASE,
    )


_ENGLISH: Final = ("limb", "whose", "who", "done", "adverbs", "bursts", "gas")


def _found(way: Callable[[], re.Pattern[str]], *, whose: bool = False) -> Callable[[str], Iterator[str]]:
    """The words found in this way, but where it was only feared; `whose`: or befell a thing."""

    def told(text: str) -> Iterator[str]:
        for each in way().finditer(text):
            before = _CLAUSE_ENDS.split(text[max(0, each.start() - _LED) : each.start()])[-1]
            own = not whose or re.match(rf"我|{_of('people')}", each[0])
            thing = not own and re.search(_of("things"), before)
            if not (thing or re.search(_of("not_so"), before)):
                yield each[0]

    return told


_WAYS: Final = (
    _found(_limb, whose=True),
    _found(_turned),
    _found(_leaks),
    _found(_bursts),
    _found(_swallows),
    _found(_in_english),
)
