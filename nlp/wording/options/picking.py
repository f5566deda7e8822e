"""Which of the options mentioned are chosen, and which are put aside: 除了C, 不是A是B, 电话没打过."""

from collections.abc import Sequence
from itertools import pairwise

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.options.bygone import bygone
from nlp.wording.options.leaning import Leaning, judged
from nlp.wording.options.mentions import Token, parts
from nlp.wording.options.picked import Picked
from nlp.wording.options.walk import END, OPTIONS
from nlp.wording.options.walking import Walking
from nlp.wording.praise.degrees import marks_in

_ITEM = 4  # characters of a word in a list
_JOINTS = ("stop", "and", "or")
_TOLD = ("over", "beside")  # what is no item of a list
_ASIDE = late("已经?|后来|现在|希望|麻烦")


def picked(tokens: Sequence[Token], text: str, leaning: Leaning) -> Picked:
    """Read the tokens from left to right."""
    walk = Walking(leaning)
    pieces = [piece for part in parts(list(tokens)) for piece in _turns(part, text)]
    for i, part in enumerate(pieces):
        end = _end(part, pieces[i + 1] if i + 1 < len(pieces) else [], text)
        told, aside = judged(part, text, end, leaning)
        if "?" in part[-1].words and i + 1 < len(pieces):
            aside |= {place for token in part for place in token.options}  # 价格？我看质量
        last = max((at for at, token in enumerate(told) if token.kind in OPTIONS), default=-1)
        for at, (token, after) in enumerate(pairwise([*told, END])):
            walk.ahead = at < last
            walk.step(token, after)
        walk.found.left |= aside
        walk.found.strange += _unknown_items(told)
    walk.found.left |= bygone(pieces, text)
    walk.found.all_but |= _all_but_these(tokens)
    return walk.found


def _end(part: list[Token], after: list[Token], text: str) -> int:
    """Where what is said of a piece ends: with its own verdict, the next clause says nothing of it."""
    end = after[0].start if after else len(text)
    stop = part[-1].start if part[-1].kind == "stop" else end
    return stop if marks_in(text[part[0].start : stop]) else end


def _turns(part: list[Token], text: str) -> list[list[Token]]:
    """环境好服务差: what is said of one option, and of the next."""
    pieces: list[list[Token]] = [[]]
    last: Token | None = None
    for token in part:
        if token.named and last and (end := _judged_until(text, last, token)):
            late = [each for each in pieces[-1] if each.start >= end]
            pieces[-1] = [each for each in pieces[-1] if each.start < end]
            pieces.append(late)
        pieces[-1].append(token)
        last = token if token.named else last
    return [piece for piece in pieces if piece]


def _judged_until(text: str, last: Token, token: Token) -> int:
    """Where the praise or blame of the option before ends; 0 without any."""
    start = last.start + len(last.words)
    marks = marks_in(text[start : token.start])
    return start + marks[-1].end if marks else 0


def _all_but_these(tokens: Sequence[Token]) -> bool:
    """除了C, and no more."""
    kinds = {"none" if token.words in load("choices")["none"] else token.kind for token in tokens}
    return "except" in kinds and kinds <= {"except", "option", "number", "and", "stop", "but_for"}


def _unknown_items(part: list[Token]) -> list[str]:
    """What was not understood and stands like an item of a list: to drop it would be to mishear."""
    around = [END, *part, END]
    return [
        token.words
        for before, token, after in zip(around, around[1:], around[2:], strict=False)
        if token.kind == "text"
        and len(token.words) <= _ITEM
        and (before.kind in _JOINTS or before.words == "还有")
        and after.kind in _JOINTS
        and not (
            _ASIDE.match(token.words) or any(pattern("choices", key).search(token.words) for key in _TOLD)
        )
        and not any(mark.rank > 1 for mark in marks_in(token.words))
    ]
