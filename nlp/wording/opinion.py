"""What a text says about the matter asked: the clause on it counts, then what is said of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.wording.clauses import Clause
from nlp.wording.degrees import Mark, marks_in
from nlp.wording.failure import failure
from nlp.wording.lexicon import pattern

_OPPOSITE = 3.0  # a reservation this far from the main word is no mere reservation


@dataclass(frozen=True, slots=True)
class Opinion:
    """A degree (-2..2), the words it rests on, and whether anyone would understand it so."""

    degree: float
    words: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class _Heard:
    """A clause with what it says; ``shaky``: it may belong to the matter named just before."""

    clause: Clause
    marks: tuple[Mark, ...]
    shaky: bool = False


def opinion(about: frozenset[str], labels: str, clauses: Sequence[Clause]) -> Opinion | None:
    """How the matter asked (``about``, empty: everything) was; None where nothing was said of it."""
    heard = _heard(about, clauses)
    chosen, sure = _chosen(about, heard)
    chosen, conflict = _without_reservations(chosen)
    marks = [mark for each in chosen for mark in each.marks]
    if not marks:
        return None
    settled = _settled(marks, labels)
    sure = sure and not conflict and not any(each.shaky for each in chosen) and settled.sure
    return replace(
        settled, sure=sure and not (settled.degree > 0 and (_ironic(clauses) or failure(about, clauses)))
    )


def _ironic(clauses: Sequence[Clause]) -> bool:
    return any(pattern("speech", "irony").search(clause.text) for clause in clauses)


def _heard(about: frozenset[str], clauses: Sequence[Clause]) -> list[_Heard]:
    """Each clause with its marks and matters; one side alone (很热情) goes on about the matter just named."""
    heard: list[_Heard] = []
    for clause in clauses:
        marks = () if clause.unreal or clause.link == "except" else tuple(marks_in(clause.text))
        before = heard[-1] if heard else None
        if before is None or not before.clause.topics or clause.topics or clause.rest or clause.link:
            heard.append(_Heard(clause, marks))
        elif marks and all(mark.rank == 1 for mark in marks):
            heard.append(_Heard(replace(clause, topics=before.clause.topics), marks))
        else:
            heard.append(_Heard(clause, marks, _shaky(about, before, marks)))
    return heard


def _shaky(about: frozenset[str], before: _Heard, marks: tuple[Mark, ...]) -> bool:
    """ "物流慢，挺好": what is good, the delivery or all?"""
    if about:
        return not about & before.clause.topics
    return any(a.degree * b.degree < 0 for a in before.marks for b in marks)


def _chosen(about: frozenset[str], heard: list[_Heard]) -> tuple[list[_Heard], bool]:
    """The clauses that answer, and whether they surely do."""
    on = [each for each in heard if about & each.clause.topics]
    general = [each for each in heard if not each.clause.topics and each.marks]
    if any(each.marks for each in on):
        return on, True
    if on and any(each.clause.rest for each in general):
        return [], False
    if general:
        return general, not on
    return ([], False) if about else ([each for each in heard if each.marks], False)


def _without_reservations(chosen: list[_Heard]) -> tuple[list[_Heard], bool]:
    """Leave out 就是有点慢 after 挺好; whether what is left out says quite the contrary."""
    kept = [each for each in chosen if each.clause.link != "reservation"]
    main = [each for each in kept if any(mark.rank == 2 for mark in each.marks)]
    if not main:
        return chosen, False
    aside = [mark.degree for each in chosen if each.clause.link == "reservation" for mark in each.marks]
    said = [mark.degree for each in main for mark in each.marks]
    return kept, any(abs(a - b) >= _OPPOSITE for a in aside for b in said)


def _settled(marks: list[Mark], labels: str) -> Opinion:
    """One degree out of several words: the labels' own words first, then what says how it was."""
    weighty = [mark for mark in marks if mark.rank == 2] or marks
    one_way = all(mark.degree > 0 for mark in weighty) or all(mark.degree < 0 for mark in weighty)
    named = [mark for mark in weighty if one_way and mark.stem and mark.stem in labels] or weighty
    degrees = {mark.degree for mark in named}
    full = [mark.degree for mark in marks if abs(mark.degree) >= 1]  # 有点慢 is no contradiction
    contrary = bool(full) and min(full) < 0 < max(full)
    sure = len(degrees) == 1 and not contrary and all(mark.sure for mark in named)
    return Opinion(min(degrees), tuple(mark.words for mark in named), sure)
