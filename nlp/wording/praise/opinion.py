"""What a text says about the matter asked: the clause on it counts, then what is said of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import Mark, marks_in
from nlp.wording.praise.failure import failure
from nlp.wording.praise.neither import neither
from nlp.wording.praise.verdict import last_word
from nlp.wording.scores.ladder import Ladder
from nlp.wording.text.clauses import Clause

_OPPOSITE = 3.0  # a reservation this far from the main word is no mere reservation
_TOP = 2.0
_QUOTE = "\"'“”‘’「」『』"


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


def opinion(about: frozenset[str], ladder: Ladder, clauses: Sequence[Clause]) -> Opinion | None:
    """How the matter asked (``about``, empty: everything) was; None where nothing was said of it."""
    if ladder.family and not about:  # 看价格吧: how likely, not how dear
        clauses = [replace(clause, topics=frozenset()) for clause in clauses]
    middle = neither(clauses, ladder.family)
    if middle:
        return Opinion(0.0, (middle,), sure=True)
    verdict = last_word(about, ladder, clauses)
    if verdict and not _bitter(clauses):
        return Opinion(verdict[0].degree, (verdict[0].words,), verdict[1])
    heard = _heard(about, clauses, ladder.family)
    chosen, sure = _chosen(about, heard)
    chosen, conflict = _without_reservations(chosen)
    marks = [mark for each in chosen for mark in each.marks]
    if not marks:
        return None
    settled = _settled(marks, " ".join(ladder.labels))
    sure = sure and not conflict and not any(each.shaky for each in chosen) and settled.sure
    sure = sure and (ladder.family or not _partly(chosen)) and not _otherwise(chosen, heard, settled.degree)
    doubtful = settled.degree > 0 and (
        _ironic(chosen, clauses) or (not ladder.family and failure(_reach(about, settled, chosen), clauses))
    )
    return replace(settled, sure=sure and not doubtful)


def _reach(about: frozenset[str], said: Opinion, chosen: Sequence[_Heard]) -> frozenset[str]:
    """Whose failures darken the praise: 完美，快递丢了 is hardly meant, whichever matter was asked about."""
    general = not any(each.clause.topics or each.clause.link for each in chosen)
    return frozenset() if general and said.degree >= _TOP else about


def _ironic(chosen: Sequence[_Heard], clauses: Sequence[Clause]) -> bool:
    """Bitter words anywhere, or praise in quotation marks: 你们的“好”服务."""
    return _bitter(clauses) or any(
        each.clause.text[mark.end : mark.end + 1] in tuple(_QUOTE) for each in chosen for mark in each.marks
    )


def _bitter(clauses: Sequence[Clause]) -> bool:
    sneers = load("speech")["sneers"]
    return any(pattern("speech", "irony").search(c.text) or c.text in sneers for c in clauses)


def _partly(chosen: Sequence[_Heard]) -> bool:
    """Whether it is said of some only: 有的店员好, 个别人态度差."""
    return any(pattern("speech", "partly").search(each.clause.text) for each in chosen if each.marks)


def _otherwise(chosen: Sequence[_Heard], heard: Sequence[_Heard], degree: float) -> bool:
    """Whether something of no name, said after it or as the sum of all, is another: 前台不错，保洁差."""
    after = heard[heard.index(chosen[-1]) + 1 :] if chosen[-1] in heard else ()
    other = [each for each in after if not (each.clause.topics or each.clause.rest or each.clause.link)]
    if any(mark.degree * degree < 0 and abs(mark.degree) >= 1 for each in other for mark in each.marks):
        return True
    sums = [each for each in heard if each not in chosen and _sums_up(each.clause)]
    return any(mark.degree * degree <= 0 for each in sums for mark in each.marks)


def _heard(about: frozenset[str], clauses: Sequence[Clause], family: str) -> list[_Heard]:
    """Each clause with its marks and matters; one side alone (很热情) goes on about the matter just named."""
    heard: list[_Heard] = []
    for clause in clauses:
        unreal = clause.unreal and family not in load("speech")["compared"]
        marks = () if unreal or clause.link == "except" else marks_in(clause.text, family)
        before = None if _sums_up(clause) or not heard else heard[-1]
        if before is None or not before.clause.topics or clause.topics or clause.rest or clause.link:
            heard.append(_Heard(clause, marks))
        elif marks and all(mark.rank <= 1 for mark in marks):
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
    general = _verdict([each for each in heard if not each.clause.topics and each.marks])
    if any(each.marks for each in on):
        return on, True
    if on and any(each.clause.rest for each in general):
        return [], False
    named = not about and any(each.marks for each in heard if each.clause.topics)
    if any(each.clause.link != "reservation" or not named for each in general):
        return general, not on
    return ([], False) if about else ([each for each in heard if each.marks], False)


def _verdict(heard: list[_Heard]) -> list[_Heard]:
    """What sums up counts, not the story before it: …，总之不太满意."""
    return [each for each in heard if _sums_up(each.clause)][-1:] or heard


def _sums_up(clause: Clause) -> bool:
    return pattern("speech", "verdict").search(clause.text) is not None


def _without_reservations(chosen: list[_Heard]) -> tuple[list[_Heard], bool]:
    """Leave out 就是有点慢 after 挺好; whether what is left out says quite the contrary."""
    kept = [each for each in chosen if each.clause.link != "reservation"]
    main = [each for each in kept if any(mark.rank == 2 for mark in each.marks)]
    if not main:
        return chosen, False
    aside = [mark for each in chosen if each.clause.link == "reservation" for mark in each.marks]
    said = [mark.degree for each in main for mark in each.marks]
    return kept, any(abs(a.degree - b) - 0.1 * (a.rank == 1) >= _OPPOSITE for a in aside for b in said)


def _settled(marks: list[Mark], labels: str) -> Opinion:
    """One degree out of several words: the labels' own words first, then what says how it was."""
    rank = max(mark.rank for mark in marks)
    weighty = [mark for mark in marks if mark.rank == rank]
    one_way = all(mark.degree > 0 for mark in weighty) or all(mark.degree < 0 for mark in weighty)
    named = [mark for mark in weighty if one_way and mark.stem and mark.stem in labels] or weighty
    if len({mark.stem for mark in named}) == 1 and one_way:
        named = named[-1:]  # 满意，非常满意: said again, it is the last that counts
    degrees = {mark.degree for mark in named}
    full = [mark.degree for mark in marks if abs(mark.degree) >= 1]  # 有点慢 is no contradiction
    contrary = bool(full) and min(full) < 0 < max(full)
    sure = len(degrees) == 1 and not contrary and all(mark.sure for mark in named)
    return Opinion(min(degrees), tuple(mark.words for mark in named), sure)
