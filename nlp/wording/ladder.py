"""The levels of a scale in order of goodness, whichever way they are shown."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlp.wording.degrees import marks_in
from nlp.wording.normal import normalise

Options = tuple[tuple[str, str], ...]

_MARGIN = 0.25  # how much nearer one level must be than the next to be taken for the one meant
_MANY = 7  # levels beyond which words alone cannot say which one is meant
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Ladder:
    """``degrees`` per option, -2 worst to 2 best; None where the labels do not tell which end is good."""

    options: Options
    labels: tuple[str, ...]
    degrees: tuple[float, ...] | None
    numbers: dict[float, int]
    numbered: bool

    def nearest(self, degree: float) -> tuple[int, bool] | None:
        """The option meant by a degree, and whether that is beyond doubt."""
        if self.degrees is None:
            return None
        gaps = sorted((abs(own - degree), -abs(own), own, i) for i, own in enumerate(self.degrees))
        sure = len(gaps) < 2 or gaps[1][0] - gaps[0][0] >= _MARGIN
        if not sure:
            gaps = sorted(gaps[:2], key=lambda gap: gap[1:])
        return gaps[0][3], sure and len(gaps) <= _MANY

    @property
    def reversed(self) -> bool:
        return self.degrees is not None and self.degrees[0] > self.degrees[-1]


@lru_cache(maxsize=256)
def ladder_of(options: Options) -> Ladder:
    labels = tuple(normalise(label) for _, label in options)
    numbers, numbered = _numbers(options, labels)
    return Ladder(options, labels, _degrees(options, labels), numbers, numbered)


def _numbers(options: Options, labels: tuple[str, ...]) -> tuple[dict[float, int], bool]:
    """The number under which each option is spoken of: in its label, else its key, else its place."""
    for texts in (labels, tuple(normalise(key) for key, _ in options)):
        found = [_NUMBER.findall(text) for text in texts]
        if texts and all(len(each) == 1 for each in found):
            numbers = {float(each[0]): i for i, each in enumerate(found)}
            if len(numbers) == len(options):
                return numbers, True
    return {float(i + 1): i for i in range(len(options))}, False


def _degrees(options: Options, labels: tuple[str, ...]) -> tuple[float, ...] | None:
    own = [_label_degree(label) for label in labels]
    known = [degree for degree in own if degree is not None]
    if len(known) == len(own) > 1 and _strictly_ordered(known):
        return tuple(known)
    upward = _upward(own, options)
    if upward is None or len(own) < 2:
        return None
    steps = [4 * i / (len(own) - 1) - 2 for i in range(len(own))]
    return tuple(steps if upward else reversed(steps))


def _label_degree(label: str) -> float | None:
    marks = marks_in(label)
    return marks[0].degree if len(marks) == 1 else None


def _strictly_ordered(values: list[float]) -> bool:
    pairs = list(pairwise(values))
    return all(a < b for a, b in pairs) or all(a > b for a, b in pairs)


def _upward(own: list[float | None], options: Options) -> bool | None:
    if own and own[0] is not None and own[-1] is not None and own[0] != own[-1]:
        return own[0] < own[-1]
    keys = [key for key, _ in options]
    if keys and all(key.isdecimal() for key in keys):
        return int(keys[0]) < int(keys[-1])
    return None
