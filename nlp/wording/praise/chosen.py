"""Which clauses of a text answer: those on the matter asked, else those on the whole."""

from nlp.wording.late import late
from nlp.wording.praise.degrees import Mark
from nlp.wording.praise.told import Heard, sums_up

_OPPOSITE = 3.0  # a reservation this far from the main word is no mere reservation
_FAILS = late("[没不未无差错坏漏丢]")  # 3个师傅来的 only tells of it


def chosen_of(about: frozenset[str], heard: list[Heard], labels: str) -> tuple[list[Heard], bool]:
    """The clauses that answer, and whether they surely do."""
    on = [each for each in heard if about & each.clause.topics]
    general = _verdict([each for each in heard if not each.clause.topics and each.marks])
    summed = any(sums_up(each.clause) for each in general)
    if summed and all(each.clause.link == "reservation" for each in on if each.marks):
        return general, True
    if any(each.marks for each in on):
        return _weightier(on, general, labels), True
    if on and any(each.clause.rest for each in general):
        return [], False
    named = not about and any(each.marks for each in heard if each.clause.topics)
    if any(each.clause.link != "reservation" or not named for each in general):
        blamed = all(mark.degree < 0 for each in general for mark in each.marks)
        return general, not on or blamed or not any(_FAILS.search(each.clause.text) for each in on)
    return ([], False) if about else ([each for each in heard if each.marks], False)


def _weightier(on: list[Heard], general: list[Heard], labels: str) -> list[Heard]:
    """What is said of all, where only one side of the matter is told, and alike: 满意，店员有礼貌."""
    sides = [mark for each in on for mark in each.marks]
    plain = [each for each in general if not (each.shaky or each.clause.rest or each.clause.link)]
    whole = [mark for each in plain for mark in each.marks]
    alike = len({mark.degree > 0 for mark in (*sides, *whole)}) == 1
    return plain if alike and whole and _weight(sides, labels) < _weight(whole, labels) else on


def _weight(marks: list[Mark], labels: str) -> int:
    """A word of the levels themselves weighs most."""
    return max(mark.rank + (bool(mark.stem) and mark.stem in labels) for mark in marks)


def _verdict(heard: list[Heard]) -> list[Heard]:
    """What sums up counts, not the story before it: …，总之不太满意."""
    return [each for each in heard if sums_up(each.clause)][-1:] or heard


def without_reservations(chosen: list[Heard]) -> tuple[list[Heard], bool]:
    """Leave out 就是有点慢 after 挺好; whether what is left out says quite the contrary."""
    kept = [each for each in chosen if each.clause.link != "reservation"]
    main = [each for each in kept if any(mark.rank == 2 for mark in each.marks)]
    if not main:
        return chosen, False
    aside = [mark for each in chosen if each.clause.link == "reservation" for mark in each.marks]
    said = [mark.degree for each in main for mark in each.marks]
    return kept, any(abs(a.degree - b) - 0.1 * (a.rank == 1) >= _OPPOSITE for a in aside for b in said)
