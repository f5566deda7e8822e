"""Which of the options shown is meant: by key, label, letter, number, place, or part of a label."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.options.nothing import undenied
from nlp.wording.scores.ladder import Options
from nlp.wording.text.normal import core, normalise, unpunctuated
from nlp.wording.text.numerals import number

_LETTER = late(r"(?<![a-z])([a-z])(?![a-z])")
_PLACE = late(r"(倒数)?第([一二两三四五六七八九十\d]{1,3})[个项种条款场门家张件节]")
_WHOLE_PLACE = late(r"(倒数)?第([一二两三四五六七八九十\d]{1,3})[个项种条款场门家张件节]?")
_NUMBER = late(r"(?:选|选择|选项)(\d+|[一二三四五六七八九十])(?![\d年月天次小分点块元])|(\d+)(?:号|项)")
_BRACKETS = late(r"[(\[【].*?[)\]】]")
_COUNTED = late(r"^[a-z\d]{1,2}[.、:)]\s*")  # A. 其他
_DONE = late(r"(?<=[天周月年])[来去用买吃逛喝点住](?=[\d一两三四五])")  # 每周来一次 is 每周一次
_SCRAP = 2  # characters that say too little of a label
_WHOLE_NUMBER = late(r"\d{1,3}|[一二三四五六七八九十]{1,2}")


class Hit(NamedTuple):
    """An option (its place) and the words that name it; ``negated``: 不是B; not ``sure``: B我不太想要."""

    option: int
    words: str
    start: int = 0
    negated: bool = False
    sure: bool = True


class Choices:
    """Options prepared for looking up what customers call them."""

    def __init__(self, options: Options, words: tuple[tuple[str, str], ...] = ()) -> None:
        self.options = options
        keys = [normalise(key) for key, _ in options]
        self.shown = tuple(normalise(label) for _, label in options)
        self.labels = [unpunctuated(label) for label in self.shown]
        self.names = {key: i for i, key in reversed(list(enumerate(keys))) if key}
        self.names |= {label: i for i, label in reversed(list(enumerate(self.labels))) if label}
        places = {key: i for i, (key, _) in enumerate(options)}
        own = {unpunctuated(normalise(word)): places[key] for word, key in words if key in places}
        self.own = tuple(own.items())
        self.names |= own
        spoken = {label: i for i, label in enumerate(self.labels) if label} | own
        self._spoken = {name: i for name, i in spoken.items() if not name.isascii() or len(name) > 2}
        self._said = re.compile(either(self._spoken)) if self._spoken else None
        self._lettered = not any(len(key) == 1 and key.isascii() and key.isalpha() for key in keys)
        self._numbered = not any(key.isdecimal() for key in keys)

    def exact(self, text: str) -> int | None:
        """The option whose label or key, or the organisation's word for it, is all that was said."""
        for form in (unpunctuated(text), unpunctuated(core(text))):
            if form in self.names:
                return self.names[form]
        return None

    def whole(self, text: str) -> int | None:
        """The option that a whole message names in any way."""
        named = self.exact(text)
        if named is None:
            named = self.exact(_DONE.sub("", text))
        if named is not None:
            return named
        bare = core(text)
        if _WHOLE_NUMBER.fullmatch(bare):
            return self._by_number(bare)
        if len(bare) == 1 and bare.isascii() and bare.isalpha():
            return self._by_letter(bare)
        return self.place(bare, whole=True)

    def _by_number(self, digits: str) -> int | None:
        value = number(digits)
        if value is None or value != int(value):
            return None
        if not self._numbered:
            return self.names.get(str(int(value)))
        return int(value) - 1 if 1 <= value <= len(self.options) else None

    def _by_letter(self, letter: str) -> int | None:
        if not self._lettered:
            return self.names.get(letter)
        place = ord(letter) - ord("a")
        return place if place < len(self.options) else None

    def place(self, text: str, *, whole: bool = False) -> int | None:
        """第二个, 倒数第二个, 最后一个, 中间那个"""
        if not self.options:
            return None
        found = _WHOLE_PLACE.fullmatch(text) if whole else _PLACE.search(text)
        if found and not (
            whole and found[1] and text[-1] not in "个项种条款场门家张件节"
        ):  # 倒数第一 alone is blame
            value = int(number(found[2]) or 0)
            in_range = 1 <= value <= len(self.options)
            return (len(self.options) - value if found[1] else value - 1) if in_range else None
        if text in load("choices")["last"]:
            return len(self.options) - 1
        if text in load("choices")["top"]:
            return 0
        if text in load("choices")["middle"] and len(self.options) % 2:
            return len(self.options) // 2
        return None

    def named(self, text: str) -> list[Hit]:
        """Every option that a clause names, in order of speaking."""
        found = [(self._spoken[m[0]], m) for m in self._said.finditer(text)] if self._said else []
        found += [(i, m) for m in _PLACE.finditer(text) if (i := self.place(m[0])) is not None]
        found += [(i, m) for m in _LETTER.finditer(text) if (i := self._by_letter(m[1])) is not None]
        found += [(i, m) for m in _NUMBER.finditer(text) if (i := self._by_number(m[1] or m[2])) is not None]
        hits = [Hit(i, m[0], m.start()) for i, m in found]
        return _negations(sorted(hits, key=lambda hit: hit.start), text)

    def within(self, text: str) -> int | None:
        """The only option whose label begins or ends with all that was said (不需要 of 不需要通知)."""
        bare = unpunctuated(core(text))
        found = [i for i, label in enumerate(self.labels) if label.startswith(bare) or label.endswith(bare)]
        return found[0] if len(found) == 1 and len(bare) > _SCRAP else self._denied(bare)

    def _denied(self, bare: str) -> int | None:
        """The only option that denies the same: 一个都不了解 is 都不了解, 没报过警 is 未报警."""
        said = undenied(bare)
        found = [i for i, label in enumerate(self.labels) if said and undenied(label) == said]
        return found[0] if len(found) == 1 else None

    def called(self, names: Sequence[str]) -> list[int]:
        """The places of the options with one of these labels (以上都没有, 其他)."""
        bare = [unpunctuated(_BRACKETS.sub("", _COUNTED.sub("", label))) for label in self.shown]
        return [i for i, label in enumerate(bare) if label in names]


@cache
def _not_before() -> re.Pattern[str]:
    return re.compile(f"(?:{either(load('choices')['not'])})$")


def _negations(hits: list[Hit], text: str) -> list[Hit]:
    """The hits, marked where a negation stands right before them or elsewhere in the clause."""
    left = text
    for hit in hits:
        left = left.replace(hit.words, " ", 1)
    sure = not any(word in left for word in load("choices")["not"])
    return [hit._replace(negated=bool(_not_before().search(text, 0, hit.start)), sure=sure) for hit in hits]


@lru_cache(maxsize=256)
def _choices(options: Options, words: tuple[tuple[str, str], ...]) -> Choices:
    return Choices(options, words)


def choices_of(options: Options, rules: Mapping[str, Any]) -> Choices:
    """The options, with the organisation's own words for them (``rules["words"]``: {word: key})."""
    words = rules.get("words") or {}
    return _choices(options, tuple((str(word), str(key)) for word, key in words.items()))
