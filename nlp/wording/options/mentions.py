"""An answer as the options it mentions and the small words between them."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import load
from nlp.wording.options.aliases import aliases
from nlp.wording.options.choices import Choices, choices_of
from nlp.wording.options.cues import Lexer, cues, edges
from nlp.wording.options.nothing import is_none
from nlp.wording.options.places import by_character, lettered, numbered, one, placed
from nlp.wording.scores.ladder import Options
from nlp.wording.text.english import in_english
from nlp.wording.text.normal import PUNCTUATION, core
from nlp.wording.words import Found

Names = Mapping[str, tuple[int, ...]]  # places of options

_KINDS = {"apart": "text"}
_NUMBERS = {"digits": "number", "ordinal": "ordinal"}
_EMPTY = ("fill", "not_negations")
_TAIL = "的了呢吧啊呀嘛啦"
_LATIN = late(r"[a-z\d]{2}")
_PLURAL = late(r"[a-z]{2}s(?![a-z\d'])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ANOTHER = late(r" (?!or|an)[a-z]{2}")  # a word that is no and, or
_DOTTED = late(r"\d(?:\.\d)+|[a-z](?:\.[a-z])+")


class Token(NamedTuple):
    """``kind``: option, number (an option by a bare number), stop, text, or the name of a list of cues."""

    kind: str
    words: str
    start: int
    options: tuple[int, ...] = ()
    named: bool = False


_DENIED = frozenset("没无未不别零")
_PERIODS = late("(?:[半两三四五六俩几双隔]个?)$")  # 半个月一次 is not 每月一次
_NONE = Token("stop", "", 0)
_ITEM_JOINTS = ("stop", "and", "or", "is", "not")


def tokens(choices: Choices, text: str) -> list[Token]:
    """The text from left to right; words that change nothing are left out."""
    names = _names(choices)
    text = text.replace(".", "、") if _DOTTED.fullmatch(text) else text
    english = in_english(text, _LETTERS[: len(choices.options)])
    found: list[Token] = []
    end = 0
    for match in _lexer(choices).finditer(text):
        if isinstance(match, Found) and _within_a_word(choices, names, text, match):
            continue
        found += _text(text, end, match.start())
        if not english or isinstance(match, Found) or not _of_a_sentence(match):
            found += _token(choices, names, match)
        elif len(match[0]) > 1 and not match[0].isspace():
            found.append(Token("text", match[0], match.start()))
        end = match.end()
    found += _text(text, end, len(text))
    return list(_settled(choices, found))


def _of_a_sentence(match: re.Match[str]) -> bool:
    """In English a blank parts no clauses, bad is no list of letters, and an a before a word no letter."""
    words, after = match[0], match.string[match.end() : match.end() + 3]
    if words.isspace():
        return "\n" not in words
    article = words in ("a", "i") and (_ANOTHER.match(after) or after.startswith("'"))
    return match.lastgroup == "letters" and bool(len(words) > 1 or article)


def unheard_words(told: list[Token], text: str) -> bool:
    """Whether an answer in English has words that were not understood: the shop was closed."""
    return any(token.kind == "text" and token.words.isascii() for token in told) and in_english(text)


def names_one(options: Options, rules: Mapping[str, Any], text: str) -> bool:
    """Whether a text is nothing but a name of an option: 开车, 便宜点."""
    names = _names(choices_of(options, rules)) if options else {}
    bare = PUNCTUATION.sub("", text)
    return bare in names or bare.rstrip(_TAIL) in names or bare.removesuffix("也有") in names


def _text(text: str, start: int, end: int) -> list[Token]:
    words = core(text[start:end])
    return [Token("text", words, start)] if words else []


def _within_a_word(choices: Choices, names: Names, text: str, match: Found) -> bool:
    """卡 for 流畅 is a word in 太卡了, and none in 卡在; sat is none in satisfied."""
    word, start, end = match[0], match.start(), match.end()
    if _cuts(text, start) or _cuts(text, end) or (word[0] in "月周年天" and _PERIODS.search(text[:start])):
        return True
    if word not in names or word in choices.names:
        return False
    if len(word) > 1:
        return all(_sibling(choices.labels[i], word, text[end : end + 1]) for i in names[word])
    before, after = edges()
    return not (before.search(text[:start]) and after.match(text, end))


def _sibling(label: str, word: str, after: str) -> bool:
    """洗衣粉 beside an option 洗衣液: the same beginning, another thing."""
    own = label.partition(word)[2][:1]
    kinds = load("choices")["kinds_of_things"]
    return own != after and own in kinds and after in kinds


def _cuts(text: str, place: int) -> bool:
    """Whether a place lies within a word or number in Latin characters, but for lamps."""
    return place > 0 and _LATIN.match(text, place - 1) is not None and not _PLURAL.match(text, place - 2)


@lru_cache(maxsize=256)
def _names(choices: Choices) -> Names:
    """养过 names no 没有养过, nor 坏了 a 没有故障."""
    names = aliases(tuple(choices.shown), choices.own)
    none = {i for i, label in enumerate(choices.labels) if label[:1] in tuple("没无未") and is_none(label)}
    return {
        name: places
        for name, places in names.items()
        if none.isdisjoint(places) or name in choices.names or not _DENIED.isdisjoint(name)
    }


@lru_cache(maxsize=256)
def _lexer(choices: Choices) -> Lexer:
    return Lexer(_names(choices))


def _token(choices: Choices, names: Names, match: re.Match[str] | Found) -> list[Token]:
    words, start = match[0], match.start()
    if isinstance(match, Found):
        return _worded(choices, names, words, start)
    kind = match.lastgroup
    if kind in ("stop", "but_for"):
        return [Token(kind, words, start)]
    if kind == "span":
        return _spanned(choices, match)
    if kind in ("digits", "ordinal"):
        return [Token(_NUMBERS[kind], words, start, numbered(choices, words.strip("第位")))]
    options = lettered(choices, words) if kind == "letters" else placed(choices, match)
    return [Token("option" if options else "text", words, start, options, named=kind == "letters")]


def _worded(choices: Choices, names: Names, words: str, start: int) -> list[Token]:
    """A name of an option, or else a cue; 第一 may be either (第一, 质量第一)."""
    if words in names:
        return [Token("option", words, start, names[words], named=True)]
    kind = cues()[words]
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
        heard = list(_by_one_character(choices, part))
        telling = any(token.kind == "text" for token in heard)
        for token in heard:
            yield token._replace(kind="text") if telling and token.kind == "number" else token


def _by_one_character(choices: Choices, part: list[Token]) -> Iterator[Token]:
    """红烧肉和鱼: 鱼 is 清蒸鱼."""
    for token, around in zip(part, zip([_NONE, *part], [*part[1:], _NONE], strict=False), strict=False):
        item = token.kind == "text" and all(each.kind in _ITEM_JOINTS for each in around)
        places = by_character(choices, token.words) if item else ()
        yield token._replace(kind="option", options=places) if places else token


def parts(found: list[Token]) -> list[list[Token]]:
    """The tokens between two stops, each with the stop that ends it."""
    pieces: list[list[Token]] = [[]]
    for token in found:
        pieces[-1].append(token)
        if token.kind == "stop":
            pieces.append([])
    return [piece for piece in pieces if piece]
