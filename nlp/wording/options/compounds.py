"""A name of an option that is part of a longer word: 沙发床 is neither 沙发 nor 床, and 沙发椅 no 沙发."""

import re
from collections.abc import Collection
from functools import cache
from itertools import pairwise

from nlp.wording.lexicon import either, load
from nlp.wording.options.mentions import Token

_LEAST = 2  # characters of what says which kind of thing it is: 红蓝 are two


def one_thing(told: list[Token], labels: Collection[str]) -> bool:
    """Whether a label of one character is glued to a longer name, and to that alone: not 桌子椅子床."""
    glued = [(a, b) for a, b in pairwise(told) if _glued(a, b)]
    ends = {b.start for _, b in glued}
    return any(
        len(b.words) == 1
        and b.words in labels
        and len(a.words) >= _LEAST
        and a.start not in ends
        and not _goes_on(b, glued)
        for a, b in glued
    )


def _glued(one: Token, other: Token) -> bool:
    named = one.kind == other.kind == "option" and one.named and other.named
    return named and _end(one) == other.start and not (one.words + other.words).isascii()


def _goes_on(token: Token, glued: list[tuple[Token, Token]]) -> bool:
    return any(a.start == token.start for a, _ in glued)


def other_thing(told: list[Token], text: str) -> bool:
    """Whether what is named goes on to another thing, and tells nothing: 沙发椅, not 沙发腿断了."""
    starts, ends = (
        {token.start for token in told if token.named},
        [_end(token) for token in told if token.named],
    )
    return any(end not in starts and _thing().match(text, end) for end in ends)


def _end(token: Token) -> int:
    return token.start + len(token.words)


@cache
def _thing() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{either(load('choices')['other_things'])}){{1,2}}子?(?=[\s,，、。;；和与跟及吧]|$)"
    )
