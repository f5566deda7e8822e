"""Order numbers and their like: what a customer typed, and the form that the pattern wants."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, combinations, pairwise
from typing import NamedTuple

from nlp.wording.exact.patterns import LONGEST
from nlp.wording.late import late
from nlp.wording.lexicon import load
from nlp.wording.text.normal import LIMIT

_SEPARATORS = r"[ \-_–—−‐./·:,#]"
# Parts of a run: between commas and before a mobile (AB1234 5678, 13812345678); between spaces.
_SENTENCES = late(r"1[3-9]\d{9}(?!\d)|[^\s,:](?:(?!\s+1[3-9]\d{9}(?!\d))[^,:])*")
_CUTS = (_SENTENCES, re.compile(r"[^\s,:]+"))
_HAN = late("[\u4e00-\u9fff]")
_COUNTED = late(r"\s*[元块年月天分个件%米]")  # 12800元 is no code
_HEAD = 6  # letters that may stand before the figures
_LABEL = late(r"^(?:#|(?:no|nr|id)[.:#\s]+)", re.IGNORECASE)
# Without a pattern only figures may be spoken of in groups, and letters before them.
_GROUPS = late(r"\S+|(?:#|[a-z.]{1,4} )?\d+(?: \d+)*", re.IGNORECASE)
_FIGURES = 4  # figures by which a code is told from iphone15
_DATE = late(r"20\d\d([-/.])\d\d?\1\d\d?")
_TO = late(r"\s*~\s*\d")  # AB12345678~80: several
_LEAST = 5  # characters of a code where no pattern tells
_TO_DIGIT = str.maketrans("OoIl|", "00111")
_TO_LETTER = str.maketrans("01", "OI")
_DOUBTFUL = str.maketrans("OoIl|QDZzSsBbGg", "001110022558866")


class Code(NamedTuple):
    """A code at a place; ``value`` as the pattern wants it, '' where it fits in no way; not ``sure``: ask."""

    start: int
    end: int
    words: str
    value: str = ""
    sure: bool = True


def plain(text: str) -> str:
    """Width and spoken figures as typed ones; case stays, for a pattern may tell it apart."""
    digits = load("phone")["digits"]
    form = unicodedata.normalize("NFKC", text[:LIMIT])[:LIMIT]
    spoken = re.compile(rf"[{''.join(digits)}]{{4,}}|(?<=\d)[{''.join(digits)}]+(?=[\s\da-zA-Z,.。]|$)")
    return spoken.sub(lambda run: "".join(str(digits[char]) for char in run[0]), form)


def codes_in(text: str, pattern: re.Pattern[str] | None) -> list[Code]:
    """What may be a code in a text, in order; where there is a pattern, those that fit it if any does."""
    found = [code for run in _run(pattern).finditer(text) for code in _codes(run, pattern)]
    found = [code for code in found if not _COUNTED.match(text, code.end)]
    found = [code._replace(sure=code.sure and not _TO.match(text, code.end)) for code in found]
    found = [code for code in found if (pattern and code.sure) or not _DATE.fullmatch(code.words)]
    return [code for code in found if code.value] or found


@lru_cache(maxsize=64)
def _run(pattern: re.Pattern[str] | None) -> re.Pattern[str]:
    """Letters and figures in groups, and the Chinese characters of the pattern: 京A12345."""
    sign = f"[a-z0-9{''.join(sorted(set(_HAN.findall(pattern.pattern)))) if pattern else ''}]"
    return re.compile(rf"#?{sign}+(?:{_SEPARATORS}{{1,3}}{sign}+)*", re.IGNORECASE)


def _codes(run: re.Match[str], pattern: re.Pattern[str] | None) -> list[Code]:
    """The whole run as one code, or else its pieces: those that surely fit, before such as may."""
    whole = _code(run[0], run.start(), pattern)
    if pattern is None and not _GROUPS.fullmatch(run[0]):
        whole = whole._replace(value="")
    ways = [[whole]]
    if re.search(_SEPARATORS, run[0]) and not (whole.value and whole.sure):
        ways += [_pieces(run, cut, pattern) for cut in _CUTS]
    fitting = [way for way in ([code for code in way if code.value] for way in ways) if way]
    surely = [way for way in fitting if any(code.sure for code in way)]
    return next(chain(surely, fitting), [whole] if _like_a_code(run[0]) else [])


def _pieces(run: re.Match[str], cut: re.Pattern[str], pattern: re.Pattern[str] | None) -> list[Code]:
    return [_code(piece[0], run.start() + piece.start(), pattern) for piece in cut.finditer(run[0])]


def _like_a_code(words: str) -> bool:
    return len(words) >= _LEAST - 1 and any(map(str.isdigit, words))


def _code(words: str, start: int, pattern: re.Pattern[str] | None) -> Code:
    end = start + len(words)
    if len(words) > LONGEST:
        return Code(start, end, words)
    if pattern is None:
        bare = re.sub(r"\s+", "", _LABEL.sub("", words)).upper()
        figures = sum(map(str.isdigit, bare))
        return Code(start, end, words, bare if len(bare) >= _LEAST and figures else "", figures >= _FIGURES)
    fits = _first(pattern, chain(_forms(words, pattern), _alike(words)))
    guess = fits or _first(pattern, _doubtful(words, pattern))
    return Code(start, end, words, guess, bool(fits))


def _first(pattern: re.Pattern[str], forms: Iterable[str]) -> str:
    """The first form that fits, each tried once; else ''."""
    return next(filter(pattern.fullmatch, dict.fromkeys(forms)), "")


def _cases(form: str) -> tuple[str, ...]:
    return form, form.upper(), form.lower()


def _forms(words: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """As written, in the other case, without separators, with those of the pattern."""
    bare = re.sub(_SEPARATORS, "", words)
    named = re.sub(_SEPARATORS, "", _LABEL.sub("", words))  # No.202611030012
    for form in (words, words.lstrip("#"), re.sub(r"\s", "", words), bare, bare.lstrip("#"), named):
        yield from _cases(form)
    yield from _cut(bare.lstrip("#"), pattern)


def _cut(bare: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The separators that a pattern names, put at every place: 20261103001 for \\d{8}-\\d{3}."""
    wanted = re.sub(r"\[[^\]]*\]|\{[^}]*\}|\\[a-zA-Z]", "", pattern.pattern)
    marks = [mark for mark in wanted if mark in "-_/ "]
    if len(marks) in (1, 2) and len(bare) <= 32:
        for places in combinations(range(1, len(bare)), len(marks)):
            cuts = (0, *places, len(bare))
            pieces = [bare[a:b] for a, b in pairwise(cuts)]
            yield from _cases("".join(p + m for p, m in zip(pieces, [*marks, ""], strict=True)))


def _alike(words: str) -> Iterator[str]:
    """O for 0 and l for 1 among figures, 0 for O before them; the pattern tells."""
    for form in (words.lstrip("#"), re.sub(_SEPARATORS, "", words).lstrip("#")):
        for head in range(min(_HEAD, len(form)) + 1):
            yield from _cases(form[:head].translate(_TO_LETTER) + form[head:].translate(_TO_DIGIT))
            yield from _cases(form[:head] + form[head:].translate(_TO_DIGIT))


def _doubtful(words: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """S for 5, or the letters before the figures left out: to be confirmed."""
    bare = re.sub(_SEPARATORS, "", words).lstrip("#")
    for head in range(min(_HEAD, len(bare)) + 1):
        yield from _cases(bare[:head] + bare[head:].translate(_DOUBTFUL))
    letters = re.match(r"\^?(?:\\A)?([A-Za-z]+)-?", pattern.pattern)
    if letters:
        yield letters[0].lstrip("^") + bare
    yield re.sub(r"^[A-Za-z]+", "", bare)
