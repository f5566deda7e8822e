"""The order in which a customer puts the options: 质量>价格>服务, 先A再B最后C, 甲比乙重要."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nlp.wording.options.mentions import Token, parts
from nlp.wording.options.ranking_words import RANKS, told_plainly, with_ranks
from nlp.wording.options.walk import OPTIONS
from nlp.wording.text.numerals import number

_SLOTS = {"first": 0, "start": 0, "last_rank": -1, "disliked": -1, "indifferent": -1}
_LESS = ("less", "none", "not")
_EQUAL = ("tie", "every", "all", "or", "any", "not", "none")
_UNHEARD = -2  # in the place of an option
_SWEEPING = ("tie", "every", "all", "or", "any", "backwards", "below", "worst_first")
_APART = "、/&+. "  # joints of a list that do not put two on one level, as 和 may


class Order(NamedTuple):
    """Options by place, the best first; not ``sure`` where it was partly guessed."""

    places: tuple[int, ...]
    sure: bool


class _Entry(NamedTuple):
    """An option and where it belongs: 0 first, -1 last, None in the order of speaking."""

    option: int
    slot: int | None = None
    ranked: bool = False  # 其次 is a rank without a place of its own


def in_order(told: Sequence[Token], count: int, least: int) -> Order:
    """What the tokens say of ``count`` options, of which at least some must be put in order."""
    tokens = told_plainly(told)
    if not any(token.kind in OPTIONS for token in tokens):
        return _as_shown(tokens, count)
    compared = _compared(tokens)
    if compared:
        return _with_ends(compared, _entries(tokens, count), count)
    tokens = with_ranks(tokens)
    entries = _moved(_recovered(list(_entries(tokens, count)), count))
    kinds = {token.kind for part in parts(tokens) if _ranks(part) for token in part}
    equal = bool(kinds & set(_EQUAL)) or _joined(tokens)
    clear = not (equal or "backwards" in kinds or any(part[0].kind == "than" for part in parts(tokens)))
    turned = bool(kinds & {"below", "worst_first"})
    return _filled(entries[::-1] if turned else entries, count, least, clear)


def _ranks(part: Sequence[Token]) -> bool:
    return any(token.kind in (*OPTIONS, *RANKS) or token.kind in _SWEEPING for token in part)


def _as_shown(tokens: Sequence[Token], count: int) -> Order:
    """就按这个顺序; 倒过来"""
    kinds = {token.kind for token in tokens}
    if "as_shown" in kinds:
        return Order(tuple(range(count)), sure=True)
    turned = kinds & {"backwards", "worst_first"}
    return Order(tuple(range(count))[::-1] if turned else (), sure=True)


def _compared(tokens: Sequence[Token]) -> tuple[int, ...]:
    """A chain of 甲比乙重要, whichever way the pairs are told; empty when they leave two orders open."""
    pairs = [pair for part in parts(list(tokens)) for pair in _pairs_in(part)]
    better: dict[int, set[int]] = {}
    for high, low in pairs:
        better.setdefault(high, set()).add(low)
        better.setdefault(low, set())
    for through, lower in better.items():  # whoever beats the one, beats whom it beats
        for below in better.values():
            below.update(lower if through in below else ())
    ranked = sorted(better, key=lambda option: -len(better[option]))
    chain = all(low in better[high] for high, low in pairwise(ranked))
    circle = any(option in below for option, below in better.items())
    return tuple(ranked) if chain and not circle else ()


def _with_ends(compared: tuple[int, ...], entries: Iterable[_Entry], count: int) -> Order:
    """质量比价格重要，服务最次: the chain between what was put at the ends."""
    ends = [entry for entry in entries if entry.option not in compared and entry.slot in (0, -1)]
    placed = _placed([*(_Entry(option) for option in compared), *ends])
    return Order(placed or compared, sure=len(placed) == count)


def _pairs_in(part: Sequence[Token]) -> Iterator[tuple[int, int]]:
    kinds = [token.kind for token in part if token.kind in (*OPTIONS, "than", *_LESS)]
    options = [token.options[0] for token in part if token.kind in OPTIONS and token.options]
    if len(options) == 2 and len(kinds) == 3 and kinds[1] == "than":
        yield options[0], options[1]
    if len(options) == 2 and len(kinds) == 3 and kinds[1] in _LESS:
        yield options[1], options[0]


def _entries(tokens: list[Token], count: int) -> Iterator[_Entry]:
    """Each option with the rank before it (先质量) or behind it (质量第一), as the part begins."""
    waiting: Token | None = None
    for part in parts(tokens):
        told = [token for token in part if token.kind in (*OPTIONS, *RANKS)]
        if not told:
            continue
        unheard = any(token.kind == "text" for token in part)  # 量第三
        if unheard and all(token.kind in RANKS for token in told):
            yield _Entry(_UNHEARD, _slot(told[-1], count))
            waiting = None
            continue
        if told[0].kind in OPTIONS and not waiting and told[-1].kind in RANKS:
            told = told[::-1]
            yield from reversed(list(_ranked(told, None, count)))
            continue
        yield from _ranked(told, waiting, count)
        waiting = told[-1] if told[-1].kind in RANKS and not unheard else None


def _ranked(told: Sequence[Token], rank: Token | None, count: int) -> Iterator[_Entry]:
    for token in told:
        if token.kind in RANKS:
            rank = token
            continue
        for place in token.options or (-1,):
            yield _Entry(place, _slot(rank, count) if rank else None, ranked=rank is not None)
            rank = None


def _slot(rank: Token, count: int) -> int | None:
    if rank.kind == "ordinal":
        return rank.options[0] if rank.options else int(number(rank.words.strip("第位")) or 0) - 1
    return _SLOTS.get(rank.kind, count // 2 if rank.kind == "middle_rank" and count % 2 else None)


def _recovered(entries: list[_Entry], count: int) -> list[_Entry]:
    """其次服务跟得上: what was not heard is the only option that nothing was said of."""
    missing = set(range(count)) - {entry.option for entry in entries}
    unheard = sum(entry.option == _UNHEARD for entry in entries)
    if len(missing) == unheard == 1:
        return [entry if entry.option >= 0 else entry._replace(option=min(missing)) for entry in entries]
    return [entry for entry in entries if entry.option >= 0]


def _moved(entries: list[_Entry]) -> list[_Entry]:
    """质量、价格、服务，哦服务放中间: an option told again with a rank goes there."""
    ranked = {entry.option for entry in entries if entry.slot is not None}
    return [entry for entry in entries if entry.slot is not None or entry.option not in ranked]


def _joined(tokens: Sequence[Token]) -> bool:
    """质量和价格 may be on one level."""
    pairs = list(pairwise(tokens))
    return any(a.kind in OPTIONS and b.kind == "and" and b.words not in _APART for a, b in pairs)


def _filled(entries: list[_Entry], count: int, least: int, clear: bool) -> Order:
    """The entries at their ranks, the others in order of speaking, one left out where there is room."""
    told = [entry.option for entry in entries]
    if len(set(told)) < len(told) or len(told) > count:
        return Order((), sure=False)
    missing = [i for i in range(count) if i not in told]
    ends = bool(entries) and all(entry.ranked for entry in entries)  # one place is left
    if len(missing) == 1 and len(told) < least:
        entries = [*entries, _Entry(missing[0])]
    placed = _placed(entries)
    return Order(placed, sure=bool(placed) and clear and (len(told) >= least or ends))


def _placed(entries: list[_Entry]) -> tuple[int, ...]:
    """Empty where two claim the same place, or one that there is not."""
    size = len(entries)
    ranked = [
        (entry.slot % size, entry.option) for entry in entries if entry.slot is not None and entry.slot < size
    ]
    slots = dict(ranked)
    if len(slots) < sum(entry.slot is not None for entry in entries):
        return ()
    rest = iter([entry.option for entry in entries if entry.slot is None])
    return tuple(slots[at] if at in slots else next(rest) for at in range(size))
