"""The levels of a scale in order of goodness, whichever way they are shown."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.praise.degrees import marks_in
from nlp.wording.praise.vocabulary import LONG, families, own_stems, own_words
from nlp.wording.scores.ends import ends_of
from nlp.wording.scores.grades import named_in_order
from nlp.wording.scores.numbering import numbers_of
from nlp.wording.text.normal import core, normalise

Options = tuple[tuple[str, str], ...]

_BRACKETS = late(r"(?<=.)\([^)]*\)$")  # 从不(0次)
_MARGIN = 0.25  # how much nearer one level must be than the next to be taken for the one meant
_FAR = 0.65  # between two levels that are further apart, words fit neither: 一般 of 满意, 基本满意, 不满意
_PLAIN = 0.9  # from here on a word is plain praise or blame
_PLAIN_RANK = 2  # of a word that says how it was
_EXTREME = 3.0  # 满分 is the end of a scale however many levels it has
_ONE_SIDE, _BEST = 1.5, 1.75  # how far 很专业 goes, and the level that says so
_MANY = 7  # levels beyond which words alone cannot say which one is meant


class Ladder(NamedTuple):
    """``degrees`` per option, -2 worst to 2 best; None where the labels do not tell which end is good.

    ``family``: what the levels are of (agree, frequency …, see ladders.toml); "" for praise and blame.
    """

    options: Options
    labels: tuple[str, ...]
    degrees: tuple[float, ...] | None
    family: str = ""

    def nearest(self, degree: float) -> tuple[int, bool] | None:
        """The option meant by a degree, and whether that is beyond doubt."""
        if self.degrees is None:
            return None
        if self._only(degree):
            return next(i for i, own in enumerate(self.degrees) if own * degree > 0), True
        gaps = sorted((abs(own - degree), -abs(own), own, i) for i, own in enumerate(self.degrees))
        sure = len(gaps) < 2 or gaps[1][0] - gaps[0][0] >= _MARGIN
        if not sure:
            gaps = sorted(gaps[:2], key=lambda gap: gap[1:])
        between = min(self.degrees) < degree < max(self.degrees) and gaps[0][0] > _FAR
        few = len(self.degrees) <= _MANY or abs(degree) >= _EXTREME
        return gaps[0][3], sure and few and not between

    def _only(self, degree: float) -> bool:
        """Whether plain praise or blame has but one level to fall on: 不好 of 差评, 中评, 好评."""
        return abs(degree) >= _PLAIN and sum(own * degree > 0 for own in self.degrees or ()) == 1

    @property
    def reversed(self) -> bool:
        return self.degrees is not None and self.degrees[0] > self.degrees[-1]


@lru_cache(maxsize=256)
def ladder_of(options: Options) -> Ladder:
    labels = tuple(_BRACKETS.sub("", normalise(label)) or normalise(label) for _, label in options)
    family = _family(labels)
    return Ladder(options, labels, _degrees(options, labels, family), family)


def says_level(options: Options, text: str) -> bool:
    """Whether a text is no more than a word of the kind that the levels are of."""
    ladder = ladder_of(options)
    if not ladder.family or ladder.degrees is None:
        return False
    said = core(text)
    return any(
        mark.sure and mark.stem in own_stems(ladder.family) and mark.words in (text, said)
        for mark in marks_in(text, ladder.family)
    )


def _family(labels: tuple[str, ...]) -> str:
    """The words that most labels are made of, at least two of them; praise and blame first."""
    if not labels or named_in_order(labels):
        return ""
    words = [_praise(label) for label in labels]
    praise = sum(map(bool, words))
    if praise >= len(labels) - 1 and sum(0 < len(word) < LONG for word in words) * 2 > praise:
        return ""  # at most the middle is left: no need to load the others
    told = {family: own_words(labels, family) for family in families()}
    named = [family for family, count in told.items() if count[0] >= max(praise, 2)]
    likely = sorted(named, key=lambda family: (told[family], _in_order(labels, family)), reverse=True)
    found = next((family for family in likely if _names_ends(labels, family)), "")
    praised = all(_label_degree(label, "") is not None for label in (labels[0], labels[-1]))
    return found or ("" if praised else ends_of(labels) or next(iter(likely), ""))


def _praise(label: str) -> str:
    """The first word of praise or blame in a label."""
    return next((mark.stem for mark in marks_in(label) if mark.degree and mark.rank == _PLAIN_RANK), "")


def _names_ends(labels: tuple[str, ...], family: str) -> bool:
    """Whether both end labels are made of that family's words: 冷 is none in 冷淡."""
    own = own_stems(family)
    return all(any(mark.stem in own for mark in marks_in(label, family)) for label in (labels[0], labels[-1]))


def _in_order(labels: tuple[str, ...], family: str) -> bool:
    return _ordered([_label_degree(label, family) for label in labels])


def _degrees(options: Options, labels: tuple[str, ...], family: str) -> tuple[float, ...] | None:
    own = [_label_degree(label, family) for label in labels]
    if len(own) < 2:
        return None
    known = [each for each in own if each is not None]
    ended = own[0] is not None and own[-1] is not None
    far = bool(family) and ended and max(abs(each) for each in known) > 1
    if ended and (far or len(known) > 2 or len(own) == 2) and _ordered(known):
        return tuple(_to_the_ends(list(_between(own))))
    upward = False if named_in_order(labels) else _upward(own, options)
    if upward is None:
        return None
    steps = [4 * i / (len(own) - 1) - 2 for i in range(len(own))]
    return tuple(steps if upward else reversed(steps))


def _between(own: list[float | None]) -> Iterator[float]:
    """The degrees, with those of labels that say none (2, 3, 4) in even steps between their neighbours."""
    known = [(place, degree) for place, degree in enumerate(own) if degree is not None]
    for (left, low), (right, high) in pairwise(known):
        yield from (low + (high - low) * (i - left) / (right - left) for i in range(left, right))
    yield known[-1][1]


def _to_the_ends(degrees: list[float]) -> Iterator[float]:
    """很专业 says but one side of it, and yet is the best where the levels are of nothing else."""
    same = max(map(abs, degrees)) == _ONE_SIDE
    yield from (each * _BEST / _ONE_SIDE if same and abs(each) == _ONE_SIDE else each for each in degrees)


def _label_degree(label: str, family: str) -> float | None:
    marks = [mark for mark in marks_in(label, family) if mark.rank]
    return marks[0].degree if len(marks) == 1 else None


def _ordered(values: Sequence[float | None]) -> bool:
    pairs = [(a, b) for a, b in pairwise(values) if a is not None and b is not None]
    rising = all(a < b for a, b in pairs) or all(a > b for a, b in pairs)
    return bool(pairs) and len(pairs) == len(values) - 1 and rising


def _upward(own: list[float | None], options: Options) -> bool | None:
    """Whether the best level comes last: by the words of both ends or most, else by the labels' numbers."""
    if own and own[0] is not None and own[-1] is not None and own[0] != own[-1]:
        return own[0] < own[-1]
    known = [each for each in own if each is not None]
    if len(known) > 2 and _ordered(known):
        return known[0] < known[-1]
    numbers, shown = numbers_of(options)
    values = {place: value for value, place in numbers.items()}
    return None if shown != "label" or not values else values[0] < values[len(values) - 1]
