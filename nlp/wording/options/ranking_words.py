"""What an order is told with, made plain: nothing taken back or said twice, numbers as ranks."""

from collections.abc import Sequence
from itertools import pairwise

from nlp.wording.options.mentions import Token, parts
from nlp.wording.options.walk import END, OPTIONS

RANKS = ("first", "start", "ordinal", "middle_rank", "last_rank", "disliked", "indifferent", "next")
_DOWN = ("any", "not", "none")


def told_plainly(told: Sequence[Token]) -> list[Token]:
    """What is put in order, once."""
    return _without_the_rest(_without_repeats(_without_taken_back(told)))


def with_ranks(tokens: list[Token]) -> list[Token]:
    """The ranks that numbers and words of refusal stand for."""
    return _dismissed(_numbers_as_ranks(tokens))


def _without_taken_back(told: Sequence[Token]) -> list[Token]:
    corrected = [i for i, token in enumerate(told) if token.kind == "correct"]
    after = list(told[corrected[-1] + 1 :]) if corrected else list(told)
    return after if any(token.kind in OPTIONS for token in after) else list(told)


def _without_repeats(tokens: Sequence[Token]) -> list[Token]:
    """广告，广告，广告！ is said once."""
    told: list[Token] = []
    for token, after in pairwise([*tokens, END]):
        before = [each for each in told if each.kind not in ("stop", "or", "is")][-1:]
        again = [each for each in before if each.named and token.named and each.options == token.options]
        if not again or after.kind not in ("stop", "or", "is", "option"):
            told.append(token)
    return told


def _without_the_rest(tokens: list[Token]) -> list[Token]:
    """C、A，别的不想去: no word of those that were put in order."""
    pieces = parts(tokens)
    told = [piece for piece in pieces if not any(token.kind == "rest" for token in piece)]
    silent = all(token.kind not in OPTIONS for piece in pieces if piece not in told for token in piece)
    return [token for piece in told for token in piece] if told and silent else tokens


def _numbers_as_ranks(tokens: list[Token]) -> list[Token]:
    """1.质量 2.价格, 质量1 价格2: beside as many names, numbers and 第一个 say the rank."""
    named = sum(token.kind == "option" and token.named for token in tokens)
    counted = [t for t in tokens if (t.kind in OPTIONS) and not t.named and len(t.options) == 1]
    many = len(counted) in (named, named - 1) and not any(token.kind in RANKS[:3] for token in tokens)
    if not many:
        counted = [token for token in counted if token.words.startswith("第")]
    if named < 2:
        return tokens
    return [token._replace(kind="ordinal") if token in counted else token for token in tokens]


def _dismissed(tokens: list[Token]) -> list[Token]:
    """价格、地段、学区，户型随便: the last one is put last by what turns it down."""
    pieces = parts(tokens)
    at = max((i for i, piece in enumerate(pieces) if any(t.kind in OPTIONS for t in piece)), default=0)
    named = [token for token in pieces[at] if token.kind in OPTIONS] if at == len(pieces) - 1 else []
    if len(named) != 1 or pieces[at][0] != named[0]:
        return tokens
    pieces[at] = [token._replace(kind="last_rank") if token.kind in _DOWN else token for token in pieces[at]]
    return [token for piece in pieces for token in piece]
