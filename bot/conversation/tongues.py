"""The language of a talk: which one a customer writes in, asks for, or is suggested.

What tells a language from the others stands in its own locale, section `chat.tongue`: `charset` can write its
letters, `words` are said in no other, `names` (a regular expression) is what customers call it, `unwanted`
(one too) stands before a name that is refused and `beside` (one too) around the two, `sentence` (one too) is
in what is said, and not in the name of a person, a place or a firm.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from storage.domain.locale import Texts

Tongues = Mapping[str, Texts]
"""The texts by language; the organisation's own comes first."""

LANGUAGE = "language"
"""The mark of the choice of languages, which holds at any time."""

ASKED, SURE, CHOSEN = "asked", "sure", "chosen"
"""`Talk.tongue`: the choice of languages is open; the customer has written in one; they have chosen one.

After the last stands another language that they have written in since, if there is one: chosen zh-CN.
"""

_READ_AT_MOST = 400  # characters
_FIRST_LETTER = "\u2e80"  # from here on scripts are told apart by their characters, before by words
_SURE = 2  # letters that only one language has
_SENTENCE = 4  # letters, of which one such is enough: 我要投訴, but not the name of a firm
_PLAINLY = 5  # signs of a sentence, at least
_FEW_WORDS = 3
_KNOWN_WORDS = 2  # of them, so that The North Face is not English
_CLEARLY = 3  # times as many as any other language has
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w-])")  # the letters of A7I2-ISBE are none


def written(text: str, tongues: Tongues, spoken: str) -> str:
    """The language that this is clearly written in; empty where it may be another, or the one `spoken`: 5,
    OK, 👍, the name of a firm, a word or two."""
    text = text[:_READ_AT_MOST]
    letters = {each for each in text if each >= _FIRST_LETTER and each.isalpha()}
    if not letters:
        return _by_words(text, tongues)
    return _by_letters(letters, tongues) or _by_charset(letters, tongues, spoken)


def plainly(text: str, tongues: Tongues, spoken: str) -> str:
    """The language other than the one `spoken` that this is wholly said in, in a sentence: no name, address
    or word or two. Empty where it is none such."""
    if len(text) < _PLAINLY or not (found := written(text, tongues, spoken)) or found == spoken:
        return ""
    letters = list(filter(str.isalpha, text[:_READ_AT_MOST]))
    own = sum(each >= _FIRST_LETTER for each in letters)
    wholly = not own or own >= max(_PLAINLY, len(letters) - own)
    return found if wholly and _sentence(tongues[found]).search(text) else ""


@lru_cache
def _sentence(texts: Texts) -> re.Pattern[str]:
    return re.compile(texts.section("chat.tongue")["sentence"], re.IGNORECASE)


def _by_letters(letters: set[str], tongues: Tongues) -> str:
    """By letters that only one of the languages can write."""
    charsets = _charsets(tongues)
    owners = [_only(each, tuple(charsets.values())) for each in letters]
    count = {name: owners.count(charset) for name, charset in charsets.items()}
    best = max(count, key=lambda name: count[name], default="")
    most, others = count.get(best, 0), [count[name] for name in count if name != best]
    enough = most >= _SURE or (most and len(letters) >= _SENTENCE)
    return best if enough and most >= _CLEARLY * max(others, default=0) else ""


def _by_charset(letters: set[str], tongues: Tongues, spoken: str) -> str:
    """A sentence that could be in several languages, but not in the one that is spoken now: in the first."""
    charsets = _charsets(tongues)
    if spoken in charsets or len(letters) < _SENTENCE:
        return ""
    found = (name for name, charset in charsets.items() if all(_writes(charset, each) for each in letters))
    return next(found, "")


@lru_cache(maxsize=16_384)
def _only(letter: str, charsets: tuple[str, ...]) -> str:
    """The charset that alone can write this letter; empty where several can, or none."""
    able = [each for each in charsets if _writes(each, letter)]
    return able[0] if len(able) == 1 else ""


def _writes(charset: str, letter: str) -> bool:
    return bool(letter.encode(charset, "ignore"))


def _charsets(tongues: Tongues) -> dict[str, str]:
    return {name: charset for name, texts in tongues.items() if (charset := _charset(texts))}


@lru_cache
def _charset(texts: Texts) -> str:
    return str(texts.section("chat.tongue").get("charset", ""))


def _by_words(text: str, tongues: Tongues) -> str:
    """By words that only one of the languages has, in a sentence of a few at least."""
    said = _WORD.findall(text.lower().replace("’", "'"))
    if len(said) < _FEW_WORDS:
        return ""
    count = {name: sum(each in _words(texts) for each in said) for name, texts in tongues.items()}
    best = max(count, key=lambda name: count[name], default="")
    others = [count[name] for name in count if name != best]
    enough = count.get(best, 0) >= _KNOWN_WORDS
    return best if enough and count[best] >= _CLEARLY * max(others, default=0) else ""


@lru_cache
def _words(texts: Texts) -> frozenset[str]:
    return frozenset(texts.section("chat.tongue").get("words", "").split())


def named(text: str, tongues: Tongues, spoken: str = "") -> str:
    """The language that is called in this wish; empty where none is, or several are alike. What names it in
    more words is meant: "I don't speak Chinese" is English, 繁體中文 no mere 中文. Where one is only refused
    (别说英文), it is the one `spoken`, or else that of the words."""
    text = text[:_READ_AT_MOST]
    refused = {name for name, texts in tongues.items() if _refused(text, texts, tongues)}
    wanted = {name: texts for name, texts in tongues.items() if name not in refused}
    called = {name: _length(text, texts) for name, texts in wanted.items()}
    longest = max(called.values(), default=0)
    if longest or not refused:
        return next((name for name in called if called[name] == longest), "") if longest else ""
    return next((name for name in (spoken, written(text, tongues, "")) if name in wanted), "")


_CLAUSES = re.compile(r"[,，.。;；!！?？]")
_REFUSED = range(4, 41)  # characters of a message that refuses a language and says no more than that


def unwanted(text: str, tongues: Tongues) -> bool:
    """Whether a message begins with that a language is not wanted, and tells nothing but languages: 别说英文,
    别说英文了，说中文."""
    if len(text) not in _REFUSED or not tongues:
        return False
    first, *others = [each.strip() for each in _CLAUSES.split(text) if each.strip()] or [""]
    known = tuple(tongues.values())
    return bool(_refusing(known).fullmatch(first)) and all(_about(each, known) for each in others)


def _about(clause: str, known: tuple[Texts, ...]) -> bool:
    """Whether a clause names a language, or says nothing: 说中文, 谢谢."""
    return any(_called(each).search(clause) for each in known) or bool(_beside(known).fullmatch(clause))


@lru_cache
def _refusing(known: tuple[Texts, ...]) -> re.Pattern[str]:
    names, refusals = ("|".join(each.section("chat.tongue")[key] for each in known) for key in _REFUSING)
    around = _beside(known).pattern
    return re.compile(f"{around}(?:{refusals})(?:{names}){around}", re.IGNORECASE)


_REFUSING = ("names", "unwanted")


@lru_cache
def _beside(known: tuple[Texts, ...]) -> re.Pattern[str]:
    words = "|".join(each.section("chat.tongue")["beside"] for each in known)
    return re.compile(rf"(?:{words}|\s)*+", re.IGNORECASE)


def _refused(text: str, texts: Texts, tongues: Tongues) -> bool:
    """Whether every name of this language in the text has a refusal, of any language, right before it."""
    places = [each.start() for each in _called(texts).finditer(text)]
    refusals = [_refusal(each) for each in tongues.values()]
    return bool(places) and all(any(each.search(text[:at]) for each in refusals) for at in places)


@lru_cache
def _refusal(texts: Texts) -> re.Pattern[str]:
    return re.compile(f"(?:{texts.section('chat.tongue')['unwanted']})$", re.IGNORECASE)


def _length(text: str, texts: Texts) -> int:
    return max((len(each[0]) for each in _called(texts).finditer(text)), default=0)


@lru_cache
def _called(texts: Texts) -> re.Pattern[str]:
    return re.compile(texts.section("chat.tongue")["names"], re.IGNORECASE)
