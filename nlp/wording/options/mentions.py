"""An answer as the options it mentions and the small words between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from nlp.wording.lexicon import either, load
from nlp.wording.options.aliases import aliases
from nlp.wording.options.choices import Choices
from nlp.wording.options.places import by_character, lettered, numbered, one, placed
from nlp.wording.text.normal import core

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
        "first",
        "indifferent",
        "last_rank",
        "middle_rank",
        "next",
        "main",
        "lesser",
        "or",
        "all",
        "none",
        "any",
        "is",
        "not",
    ),
    *("all_good", "all_bad", "apart", "to", "also", "and", "rest", "every", "less", "fill"),
)
_ALL = ("都", "全", "全都", "都有")
_NO = ("都", "一个都", "一个也", "一样都", "一样也", "什么都", "啥都", "啥也")
_HAS = ("", "有")
_DONE = ("", "过")
_KINDS = {"apart": "text"}
_EMPTY = ("fill", "not_negations")
_DOTTED = re.compile(r"\d(?:\.\d)+|[a-z](?:\.[a-z])+")
_STOP = r"(?P<stop>(?:[,，。;；!！?？…~\n\s]|\.(?!\d))+)"
_N = "[一二两三四五六七八九十]"
_UNITS = "年月天次小分点块元岁人万千百%时周折个本只条件台套位斤公里米度级星楼颗"
_PLACE = (
    rf"(?P<place>(?P<back>倒数)?第(?P<nth>{_N}{{1,3}}|\d{{1,2}})[个项种条款样类]"
    rf"|(?P<side>前面?|头|后面?|最后|末尾|开头)(?P<many>{_N}|\d)[个项种条款样位类])"
)
_SPAN = (
    rf"(?P<span>(?<![\da-z~-])(?P<low>[a-z]|\d{{1,2}}|{_N})\s*(?:到|至|-|~)"
    rf"\s*(?P<high>[a-z]|\d{{1,2}}|{_N})(?![\da-z{_UNITS}]|\s*[-~]))"
)
_ORDINAL = rf"(?P<ordinal>第(?:{_N}|\d)位?)"
_LETTERS = r"(?P<letters>(?<![a-z\d@_])[a-z]{1,9}(?![a-z\d@_]|\.[a-z]))"
_DIGITS = rf"(?P<digits>(?<![\d.a-z])(?<!(?<!\w)-)(?:\d{{1,9}}|{_N}{{1,9}})(?![\da-z{_UNITS}]|\.\d))"


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: option, number (an option by a bare number), stop, text, or the name of a list of cues."""

    kind: str
    words: str
    start: int
    options: tuple[int, ...] = ()
    named: bool = False


def tokens(choices: Choices, text: str) -> list[Token]:
    """The text from left to right; words that change nothing are left out."""
    names = _names(choices)
    text = text.replace(".", "、") if _DOTTED.fullmatch(text) else text
    found: list[Token] = []
    end = 0
    for match in _lexer(choices).finditer(text):
        found += _text(text, end, match.start())
        found += _token(choices, names, match)
        end = match.end()
    found += _text(text, end, len(text))
    return list(_settled(choices, found))


def _text(text: str, start: int, end: int) -> list[Token]:
    words = core(text[start:end])
    return [Token("text", words, start)] if words else []


@cache
def _cues() -> dict[str, str]:
    lists = load("choices")
    told = {word: kind for kind in reversed(_CUES) for word in lists[kind]}
    for verb in lists["tried"]:
        told |= dict.fromkeys((f"{all_}{verb}{done}" for all_ in _ALL for done in "过了"), "all")
        told |= dict.fromkeys(
            (f"{no}没{has}{verb}{done}" for no in _NO for has in _HAS for done in _DONE), "none"
        )
        told |= dict.fromkeys((f"没{verb}过", f"没有{verb}过"), "none")
    return told


@lru_cache(maxsize=256)
def _names(choices: Choices) -> dict[str, int]:
    return aliases(tuple(choices.shown), choices.own)


@lru_cache(maxsize=256)
def _lexer(choices: Choices) -> re.Pattern[str]:
    words = either([*_names(choices), *_cues()])
    return re.compile(f"{_SPAN}|{_PLACE}|(?P<word>{words})|{_ORDINAL}|{_LETTERS}|{_DIGITS}|{_STOP}")


def _token(choices: Choices, names: dict[str, int], match: re.Match[str]) -> list[Token]:
    words, start = match[0], match.start()
    if match["stop"]:
        return [Token("stop", words, start)]
    if match["word"]:
        return _worded(choices, names, words, start)
    if match["digits"]:
        return [Token("number", words, start, numbered(choices, words))]
    if match["ordinal"]:
        return [Token("ordinal", words, start, numbered(choices, words.strip("第位")))]
    if match["span"]:
        return _spanned(choices, match)
    letters = match["letters"] or ""
    options = lettered(choices, letters) if letters else placed(choices, match)
    return [Token("option" if options else "text", words, start, options, named=bool(letters))]


def _worded(choices: Choices, names: dict[str, int], words: str, start: int) -> list[Token]:
    """A name of an option, or else a cue; 第一 may be either (第一, 质量第一)."""
    if words in names:
        return [Token("option", words, start, (names[words],), named=True)]
    kind = _cues()[words]
    first = (0,) if choices.options and words in ("第一", "第一位") else ()
    return [] if kind in _EMPTY else [Token(_KINDS.get(kind, kind), words, start, first)]


def _spanned(choices: Choices, match: re.Match[str]) -> list[Token]:
    """1-3, a到c; from the higher to the lower they are two."""
    low, high = choices.whole(match["low"]), choices.whole(match["high"])
    if low is None or high is None:
        return [Token("text", match[0], match.start())]
    if low < high:
        return [Token("option", match[0], match.start(), tuple(range(low, high + 1)))]
    return [
        Token("number", match[name], match.start(name), one(choices, match[name])) for name in ("low", "high")
    ]


def _settled(choices: Choices, found: list[Token]) -> Iterator[Token]:
    """A number is a place only where nothing is told beside it (买了2 is a story); 浅 alone is 浅蓝色."""
    for part in parts(found):
        told = [token for token in part if token.kind != "stop"]
        telling = any(token.kind == "text" for token in told)
        for token in part:
            places = by_character(choices, token.words) if [token] == told and token.kind == "text" else ()
            if places:
                yield replace(token, kind="option", options=places)
            else:
                yield replace(token, kind="text") if telling and token.kind == "number" else token


def parts(found: list[Token]) -> list[list[Token]]:
    """The tokens between two stops, each with the stop that ends it."""
    pieces: list[list[Token]] = [[]]
    for token in found:
        pieces[-1].append(token)
        if token.kind == "stop":
            pieces.append([])
    return [piece for piece in pieces if piece]
