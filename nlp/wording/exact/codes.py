"""Order numbers and their like: what a customer typed, and the form that the pattern wants."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations, pairwise

from nlp.wording.lexicon import load
from nlp.wording.text.normal import LIMIT

_SEPARATORS = r"[ \-_–—−‐./·:,]"
_RUN = re.compile(rf"#?[a-z0-9]+(?:{_SEPARATORS}{{1,3}}[a-z0-9]+)*", re.IGNORECASE)
_COUNTED = re.compile(r"\s*[元块年月天分个件%米]")  # 12800元 is no code
_LONGEST = 64  # characters of a code
_HEAD = 6  # letters that may stand before the figures
_LABEL = re.compile(r"^(?:#|(?:no|nr|id)[.:#\s]+)", re.IGNORECASE)
# Without a pattern only figures may be spoken of in groups, and letters before them.
_GROUPS = re.compile(r"\S+|(?:#|[a-z.]{1,4} )?\d+(?: \d+)*", re.IGNORECASE)
_FIGURES = 4  # figures by which a code is told from iphone15
_LEAST = 5  # characters of a code where no pattern tells
_TO_DIGIT = str.maketrans("OoIl|", "00111")
_TO_LETTER = str.maketrans("01", "OI")
_DOUBTFUL = str.maketrans("OoIl|QDZzSsBbGg", "001110022558866")


@dataclass(frozen=True, slots=True)
class Code:
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
    spoken = re.compile(f"[{''.join(digits)}]{{4,}}")
    return spoken.sub(lambda run: "".join(str(digits[char]) for char in run[0]), form)


def codes_in(text: str, pattern: re.Pattern[str] | None) -> list[Code]:
    """What may be a code in a text, in order; where there is a pattern, those that fit it if any does."""
    found = [code for run in _RUN.finditer(text) for code in _codes(run, pattern)]
    found = [code for code in found if not _COUNTED.match(text, code.end)]
    return [code for code in found if code.value] or found


def _codes(run: re.Match[str], pattern: re.Pattern[str] | None) -> list[Code]:
    """The whole run as one code, or else every piece of it."""
    whole = _code(run[0], run.start(), pattern)
    if pattern is None and not _GROUPS.fullmatch(run[0]):
        whole = replace(whole, value="")
    if whole.value or not re.search(_SEPARATORS, run[0]):
        return [whole] if whole.value or _like_a_code(run[0]) else []
    pieces = re.finditer(r"[^\s,:]+", run[0])
    parts = [_code(piece[0], run.start() + piece.start(), pattern) for piece in pieces]
    fitting = [part for part in parts if part.value]
    return fitting or ([whole] if _like_a_code(run[0]) else [])


def _like_a_code(words: str) -> bool:
    return len(words) >= _LEAST - 1 and any(map(str.isdigit, words))


def _code(words: str, start: int, pattern: re.Pattern[str] | None) -> Code:
    end = start + len(words)
    if len(words) > _LONGEST:
        return Code(start, end, words)
    if pattern is None:
        bare = re.sub(r"\s+", "", _LABEL.sub("", words)).upper()
        figures = sum(map(str.isdigit, bare))
        return Code(start, end, words, bare if len(bare) >= _LEAST and figures else "", figures >= _FIGURES)
    fits = next(filter(pattern.fullmatch, chain(_forms(words, pattern), _alike(words))), "")
    guess = fits or next(filter(pattern.fullmatch, _doubtful(words, pattern)), "")
    return Code(start, end, words, guess, bool(fits))


def _cases(form: str) -> tuple[str, ...]:
    return form, form.upper(), form.lower()


def _forms(words: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """As written, in the other case, without separators, with those of the pattern."""
    bare = re.sub(_SEPARATORS, "", words)
    for form in (words, words.lstrip("#"), re.sub(r"\s", "", words), bare, bare.lstrip("#")):
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
