"""Two names of options that are one word together: 沙发床 is neither 沙发 nor 床."""

from collections.abc import Collection
from itertools import pairwise

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
    return named and one.start + len(one.words) == other.start and not (one.words + other.words).isascii()


def _goes_on(token: Token, glued: list[tuple[Token, Token]]) -> bool:
    return any(a.start == token.start for a, _ in glued)
