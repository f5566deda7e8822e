"""Which of the options mentioned are chosen, and which are put aside: 除了C, 不是A是B, 电话没打过."""

from collections.abc import Sequence
from itertools import pairwise

from nlp.wording.options.leaning import Leaning, judged
from nlp.wording.options.mentions import Token, parts
from nlp.wording.options.picked import Picked
from nlp.wording.options.walking import END, OPTIONS, Walk

_ITEM = 4  # characters of a word in a list


def picked(tokens: Sequence[Token], text: str, leaning: Leaning) -> Picked:
    """Read the tokens from left to right."""
    walk = Walk(leaning)
    pieces = parts(list(tokens))
    for i, part in enumerate(pieces):
        told, aside = judged(part, text, leaning)
        if "?" in part[-1].words and i + 1 < len(pieces):
            aside |= {place for token in part for place in token.options}  # 价格？我看质量
        last = max((at for at, token in enumerate(told) if token.kind in OPTIONS), default=-1)
        for at, (token, after) in enumerate(pairwise([*told, END])):
            walk.ahead = at < last
            walk.step(token, after)
        walk.found.left |= aside
        walk.found.unknown |= _unknown_item(told)
    walk.found.all_but |= _all_but_these(tokens)
    return walk.found


def _all_but_these(tokens: Sequence[Token]) -> bool:
    """除了C, and no more."""
    kinds = {token.kind for token in tokens}
    return "except" in kinds and kinds <= {"except", "option", "number", "and", "stop", "but_for"}


def _unknown_item(part: list[Token]) -> bool:
    """What was not understood and stands like an item of a list: to drop it would be to mishear."""
    around = [END, *part, END]
    return any(
        token.kind == "text"
        and len(token.words) <= _ITEM
        and {before.kind, after.kind} <= {"stop", "and", "or"}
        for before, token, after in zip(around, around[1:], around[2:], strict=False)
    )
