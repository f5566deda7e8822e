"""Which clauses of a text answer: those on the matter asked, else those on the whole."""

from nlp.wording.late import late
from nlp.wording.praise.degrees import Mark
from nlp.wording.praise.told import Heard, sums_up
from nlp.wording.text.normal import core

_OPPOSITE = 3.0  # a reservation this far from the main word is no mere reservation
_SAID = 2  # the rank of words that say how it was
_MILD = 0.3  # 还行 is no praise yet
_FAILS = late("[没不未无差错坏漏丢]")  # 3个师傅来的 only tells of it


def chosen_of(about: frozenset[str], heard: list[Heard], labels: str) -> tuple[list[Heard], bool]:
    """The clauses that answer, and whether they surely do."""
    on = [each for each in heard if about & each.clause.topics]
    general = _verdict([each for each in heard if not each.clause.topics and each.marks])
    summed = any(sums_up(each.clause) for each in general)
    if summed and all(each.clause.link == "reservation" for each in on if each.marks):
        return general, True
    if any(each.marks for each in on):
        return _beside_level(heard, on, labels) or (_weightier(on, general, labels), True)
    if on and any(each.clause.rest for each in general):
        return [], False
    named = not about and any(each.marks for each in heard if each.clause.topics)
    if any(each.clause.link != "reservation" or not named for each in general):
        blamed = all(mark.degree < 0 for each in general for mark in each.marks)
        return general, not on or blamed or not any(_FAILS.search(each.clause.text) for each in on)
    return ([], False) if about else ([each for each in heard if each.marks], False)


def _beside_level(heard: list[Heard], on: list[Heard], labels: str) -> tuple[list[Heard], bool] | None:
    """满意，就是态度一般: the level said first is meant; with 满意，态度差 nobody knows. None where no level
    is said first, or the sides told are alike."""
    level = _level_first(heard, labels)
    if level is None:
        return None
    aside = [each for each in on if each.clause.link == "reservation"]
    told = [each for each in on if each not in aside and each.marks]
    degree = level.marks[0].degree
    against = [each for each in told if any(_against(degree, mark, each) for mark in each.marks)]
    if told and not against and not all(each.clause.link == "but" for each in told):
        return None
    return [level, *aside], not against


def _level_first(heard: list[Heard], labels: str) -> Heard | None:
    """The first clause that says how it was, if it says a level and nothing else."""
    first = next((each for each in heard if each.marks), None)
    if first is None or len(first.marks) > 1 or first.clause.topics or first.clause.rest or first.clause.link:
        return None
    mark = first.marks[0]
    own = mark.rank == _SAID and mark.sure and mark.stem and mark.stem in labels
    return first if own and not core(first.clause.text.replace(mark.words, "", 1)) else None


def _against(degree: float, mark: Mark, told: Heard) -> bool:
    """Blame beside the middle level is its reason; 但态度还行 takes nothing from 不满意."""
    if not degree:
        return mark.degree > 0
    grants = told.clause.link == "but" and abs(mark.degree) < 1
    return not grants and (degree > 0) != (mark.degree >= _MILD)


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
