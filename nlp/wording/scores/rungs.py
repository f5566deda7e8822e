"""Which level of a scale a score means."""

from typing import Literal, NamedTuple

from nlp.wording.lexicon import load
from nlp.wording.scores.score import Score

_COUNTED = (
    (5, 0),
    (10, 0),
    (100, 19),
)  # who counts in tens or hundreds, and from where on it looks like that
_TENS = 10  # points up to which a hundred may not be meant
_TENTHS = (5, 10)  # tops of which six tenths are a level: 三 of five, 六 of ten
_USUAL = (5, 10, 11, 100)  # levels so many that points without a scale in sight are those


class Band(NamedTuple):
    """Part of a range; ``open``: 60分以下, 95分以上."""

    low: float
    high: float
    open: bool = False


class Rungs(NamedTuple):
    """``numbers``: number -> place; ``shown``: what gave them; ``bands``: (low, high) per place, of labels
    like 满意（80～94分）; ``starred``, ``unit``: what the labels count in; ``falling``: best first.
    """

    numbers: dict[float, int]
    shown: Literal["label", "key", "place"]
    bands: tuple[Band, ...] = ()
    starred: bool = False
    falling: bool = False
    unit: str = ""

    @property
    def low(self) -> float:
        return min(self.numbers, default=0)

    @property
    def top(self) -> float:
        return max(self.numbers, default=0)

    @property
    def hundred(self) -> bool:
        return self.top == 100 or any(band.high >= 100 for band in self.bands)

    @property
    def limits(self) -> str:
        """The range in words for who is out of it."""
        if self.bands:
            known = [edge for band in self.bands for edge in band[:2] if abs(edge) != float("inf")]
            return f"{min(known):g}~{max(known):g}"
        return f"{self.low:g}~{self.top:g}" if self.numbers else ""

    def land(self, score: Score) -> tuple[int | None, bool]:
        """The place meant, and whether that is beyond doubt; None where there is no such level."""
        if score.kind == "stars" and score.base not in (None, self.top):
            return self.numbers.get(score.value), False  # ★★★☆ where there are five
        if score.base not in (None, self.top):
            return self._by_share(score._replace(value=score.value / (score.base or 1)))
        ways = {
            "place": self._by_place,
            "share": self._by_share,
            "stars": self._by_stars,
            "points": self._by_points,
            "base": self._by_points,
        }
        return ways.get(score.kind, self._by_figure)(score)

    def _by_place(self, score: Score) -> tuple[int | None, bool]:
        return int(score.value), True

    def _by_figure(self, score: Score) -> tuple[int | None, bool]:
        """A bare number: one of those shown, or within a band that is."""
        if self.bands and (score.kind == "measure" or score.value > len(self.bands)):
            return self._in_band(score.value)
        as_listed = not self.falling or self.shown != "place" or len(self.numbers) == 2
        return self.numbers.get(score.value), as_listed

    def _in_band(self, value: float) -> tuple[int | None, bool]:
        """60 is of 60～79 rather than of 60以下; of 20～40 and 40～60 it may be either."""
        around = [i for i, band in enumerate(self.bands) if band.low <= value <= band.high]
        closed = [i for i in around if not self.bands[i].open] or around
        return (closed[0], len(closed) == 1) if closed else (None, False)

    def _by_points(self, score: Score) -> tuple[int | None, bool]:
        if self.bands:
            return self._points_in_band(score.value)
        if self.falling and self.shown != "label":  # more points are better, the list is not
            return self._share_of_ladder(score.value / self.top), False
        told = self.shown != "place" or len(self.numbers) in _USUAL or score.base is not None
        return self.numbers.get(score.value), told

    def _points_in_band(self, value: float) -> tuple[int | None, bool]:
        """4分 of a hundred, or the fourth; 8分 may be of ten."""
        if 1 <= value <= len(self.bands):
            return self.numbers.get(value), False
        place, sure = self._in_band(value)
        return place, sure and not (self.hundred and 0 < value <= _TENS)

    def _by_stars(self, score: Score) -> tuple[int | None, bool]:
        """Stars are out of five, and more are better."""
        if self.starred:
            return self._by_figure(score)
        five = self.top == 5 and len(self.numbers) in (5, 6) and not self.bands
        if five and not self.falling:
            return self.numbers.get(score.value), True
        if score.value != int(score.value) or not 1 <= score.value <= 5:
            return None, False
        return self._share_of_ladder(score.value / 5), False

    def _by_share(self, score: Score) -> tuple[int | None, bool]:
        """八成, 80%, 满分: plain at the top and where it falls on a level of five, ten or a hundred."""
        share = score.value
        if self.bands and self.hundred:
            return self._in_band(round(share * 100, 6))
        if share in (0.0, 1.0):
            return self._from_worst(len(self.numbers) - 1 if share else 0), True
        if self.hundred:
            place = self.numbers.get(round(share * 100, 6))
            return (place, True) if place is not None else (self._share_of_ladder(share), False)
        steps = round(share * self.top, 6)
        if self.top in _TENTHS and not self.falling and steps in self.numbers:
            return self.numbers[steps], True
        return self._share_of_ladder(share), False

    def _share_of_ladder(self, share: float) -> int | None:
        """The level at this part of the whole, as five of ten is three of five."""
        if not self.numbers or not 0 <= share <= 1:
            return None
        ladder = sorted(self.numbers)
        wanted = share * (self.top if self.top <= 11 else len(ladder))
        return self._from_worst(min(range(len(ladder)), key=lambda i: (abs(self._step(i) - wanted), -i)))

    def _step(self, place: int) -> float:
        ladder = sorted(self.numbers)
        return ladder[place] if self.top <= 11 else place + 1

    def _from_worst(self, rank: int) -> int | None:
        places = [self.numbers[value] for value in sorted(self.numbers)]
        if not places:
            return None
        return places[-1 - rank] if self.falling else places[rank]

    def guess(self, score: Score) -> int | None:
        """The level that someone may mean who names none: 8 of 5 is counted in tens, 4.5 is nearly 4."""
        if score.value != int(score.value):
            return self.numbers.get(float(int(score.value)))
        slang = load("numbers")["slang"].get(score.words)
        if slang is not None:
            return self._share_of_ladder(float(slang)) if slang else self._from_worst(0)
        if score.value < self.low:
            return self._from_worst(0) if self.low <= 1 else None
        if score.value > 100:  # 一百二十分 is more than full marks; a bare 8814 is no score
            return self._from_worst(len(self.numbers) - 1) if score.kind == "points" else None
        base = next(
            (base for base, least in _COUNTED if max(self.top + 1, least) < score.value <= base), None
        )
        return self._share_of_ladder(score.value / base) if base and base > self.top else None
