"""The small words between options, and how all that can be mentioned is found in a text."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nlp.wording.lexicon import either, load
from nlp.wording.words import Found, Words

# The later in the list, the rarer its claim to a word that stands in several lists.
_CUES = (
    *(
        "not_negations",
        "correct",
        "than",
        "above",
        "below",
        "tie",
        "as_shown",
        "backwards",
        "worst_first",
        "except",
        "but_for",
    ),
    *(
        "start",
        "disliked",
        "first",
        "indifferent",
        "last_rank",
        "middle_rank",
        "next",
        "formerly",
        "main",
        "lesser",
        "or",
        "all",
        "none",
        "any",
        "is",
        "not",
    ),
    *("all_good", "all_bad", "apart", "to", "also", "and", "rest", "every", "less", "put_off", "fill"),
)
_ALL = ("都", "全", "全都", "都有")
_NO = (
    *("都", "全都", "一个都", "一个也", "一样都", "一样也", "什么都", "什么也", "啥都", "啥也"),
    *("哪个都", "哪个也", "哪样都", "哪样也"),
)
_HAS = ("", "有")
_DONE = ("", "过")
_STOP = r"(?P<stop>(?:[,，。;；!！?？…~\n\s]|\.(?!\d))+)"
_N = "[一二两三四五六七八九十]"
_UNITS = "年月天次小分点块元岁人万千百%时周折个本只条件台套位斤公里米度级星楼颗"
_PLACE = (
    rf"(?P<place>(?P<back>倒数)?第(?P<nth>{_N}{{1,3}}|\d{{1,2}})[个项种条款样类场门家张件节]"
    rf"|(?P<side>前面?|头|后面?|最后|末尾|开头)(?P<many>{_N}|\d)(?:[个项种条款样位类场门家张件节]|(?=$|[,，。!])))"
)
_SPAN = (
    rf"(?P<span>(?<![\da-z~-])(?P<low>[a-z]|\d{{1,2}}|{_N})\s*(?:到|至|-|~)"
    rf"\s*(?P<high>[a-z]|\d{{1,2}}|{_N})(?![\da-z{_UNITS}]|\s*[-~]))"
)
_BUT_FOR = r"(?P<but_for>(?<=[\da-z个项])外(?=[都全其别,，]))"  # 除2、3外都有
_ORDINAL = rf"(?P<ordinal>第(?:{_N}|\d)位?)"
_LETTERS = r"(?P<letters>(?<![a-z\d@_])[a-z]{1,9}(?![a-z\d@_站盘端超轮]|\.[a-z]))"
_DIGITS = rf"(?P<digits>(?<![\d.a-z])(?<!(?<!\w)-)(?:\d{{1,9}}|{_N}{{1,9}})(?![\da-z{_UNITS}]|\.\d))"


@cache
def cues() -> dict[str, str]:
    """word -> the name of its list."""
    lists = load("choices")
    told = {word: kind for kind in reversed(_CUES) for word in lists[kind]}
    for verb in lists["tried"]:
        told |= dict.fromkeys((f"{all_}{verb}{done}" for all_ in _ALL for done in ("", "过", "了")), "all")
        told |= dict.fromkeys((f"{all_}在{verb}" for all_ in _ALL[:3]), "all")
        told |= dict.fromkeys(
            (f"{no}没{has}{verb}{done}" for no in _NO for has in _HAS for done in _DONE), "none"
        )
        told |= dict.fromkeys((f"没{verb}过", f"没有{verb}过"), "none")
    for verb in lists["wanted"]:
        told |= dict.fromkeys((f"{all_}{verb}" for all_ in _ALL[:3]), "all")
        told |= dict.fromkeys((f"{no}不{verb}" for no in _NO), "none")
    for day in lists["some_day"]:
        told |= {f"{day}再{verb}": "put_off" for verb in lists["postponed"]}
    for good in lists["good"]:
        told |= dict.fromkeys((f"没{has}一{one}{good}" for has in _HAS for one in "样个处项"), "all_bad")
    return told


@cache
def edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands around a word of one character that is a word of its own."""
    lists = load("choices")
    return re.compile(rf"(?:^|\W|{either(lists['edge_before'])})$"), re.compile(
        rf"$|\W|{either(lists['edge_after'])}"
    )


@cache
def _small_words() -> Words:
    return Words(cues())


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What goes before a word that begins at the same place, and what only counts without one."""
    return re.compile(f"{_SPAN}|{_PLACE}"), re.compile(f"{_ORDINAL}|{_LETTERS}|{_DIGITS}|{_STOP}|{_BUT_FOR}")


class Lexer:
    """Finds names, small words, places, letters, numbers and stops; ready at once for any names."""

    __slots__ = ("_words",)

    def __init__(self, names: Iterable[str]) -> None:
        self._words = Words(names)

    def finditer(self, text: str) -> Iterator["re.Match[str] | Found"]:
        """A ``Found`` for a name or a small word."""
        before, behind = _patterns()
        start = 0
        while start < len(text):
            match = before.match(text, start) or self._word(text, start) or behind.match(text, start)
            if match:
                yield match
            start = match.end() if match else start + 1

    def _word(self, text: str, start: int) -> Found | None:
        """The longer of a name and a small word that begin at one place."""
        name, small = self._words.match(text, start), _small_words().match(text, start)
        return small if small and (name is None or small.end() > name.end()) else name
