"""What a text says about the matter asked: the clause on it counts, then what is said of the whole."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.affirmed import affirmed, beside_own_words, meant_alone, toiled
from nlp.wording.praise.aspects import of_the_asked
from nlp.wording.praise.chosen import chosen_of, without_reservations
from nlp.wording.praise.deeds import beside_deeds, with_deeds
from nlp.wording.praise.degrees import Mark
from nlp.wording.praise.faced import darkening, one_faced, split_up, yet_better
from nlp.wording.praise.facts import with_facts
from nlp.wording.praise.failure import failure
from nlp.wording.praise.neither import neither
from nlp.wording.praise.overpraise import overpraised
from nlp.wording.praise.told import Heard, sums_up, told
from nlp.wording.praise.verdict import last_word
from nlp.wording.scores.ladder import Ladder
from nlp.wording.text.clauses import Clause

_TOP = 2.0
_ALIKE = 0.2  # 还可以 and 一般 say the same; so do 漂亮 and 很细心, which are but sides of it
_REALLY = late(r",(?P<what>\w{2,4}),(?:真|可真|真是|太)(?:是|的)?(?P=what)$")  # 念了三小时，优秀，真优秀
_SAID = 2  # the rank of words that say how it was
_QUOTE = "\"'“”‘’「」『』"


class Opinion(NamedTuple):
    """A degree (-2..2), the words it rests on, and whether anyone would understand it so."""

    degree: float
    words: tuple[str, ...]
    sure: bool


def opinion(
    about: frozenset[str],
    ladder: Ladder,
    clauses: Sequence[Clause],
    trades: frozenset[str] = frozenset(),
) -> Opinion | None:
    """How the matter asked (``about``, empty: everything) was; None where nothing was said of it."""
    if ladder.family and not about:  # 看价格吧: how likely, not how dear
        clauses = [clause._replace(topics=frozenset()) for clause in clauses]
    return _at_once(about, ladder, clauses) or _weighed(about, ladder, clauses, trades)


def _at_once(about: frozenset[str], ladder: Ladder, clauses: Sequence[Clause]) -> Opinion | None:
    """The middle said by both ends, or a last word that decides whatever was told before."""
    middle = neither(clauses, ladder.family)
    if middle:
        return Opinion(0.0, (middle,), sure=True)
    verdict = last_word(about, ladder, clauses)
    if not verdict or _bitter(beside_own_words(clauses, ladder.family)):
        return None
    return Opinion(verdict[0].degree, (verdict[0].words,), verdict[1])


def _weighed(
    about: frozenset[str], ladder: Ladder, clauses: Sequence[Clause], trades: frozenset[str]
) -> Opinion | None:
    """What the clauses that answer come to."""
    heard = with_deeds(with_facts(told(about, clauses, ladder.family), ladder), trades)
    heard = affirmed(meant_alone(heard, ladder.family), ladder.family)
    heard = heard if ladder.family else of_the_asked(about, heard)
    chosen, sure = chosen_of(about, heard, " ".join(ladder.labels))
    chosen, conflict = without_reservations(chosen)
    marks = _marks(chosen, heard)
    if not marks:
        return None
    said = _as_one(marks, ladder, clauses)
    sure = sure and not conflict and said.sure and _stands(said.degree, ladder, chosen, heard)
    if said.degree < 0 and any(c.link == "except" and not (about and c.topics) for c in clauses):
        sure = False  # 除了质量，别的都很差: good in one thing, and how bad in all?
    sure = sure and not yet_better(said.degree, clauses)
    return said._replace(sure=sure and not _spoilt(said, about, ladder, clauses, chosen, marks))


def _marks(chosen: Sequence[Heard], heard: Sequence[Heard]) -> list[Mark]:
    """The words of praise and blame that count."""
    marks = [mark for each in chosen for mark in each.marks]
    marks = [mark for place, mark in enumerate(marks) if not _short_of(mark, islice(marks, place))]
    return one_faced(marks, [mark for each in heard for mark in each.marks])


def _as_one(marks: list[Mark], ladder: Ladder, clauses: Sequence[Clause]) -> Opinion:
    """What these words come to, whatever else was said."""
    said = _settled(marks, " ".join(ladder.labels))
    if any(mark.deed for mark in marks) and _bitter(beside_own_words(clauses, ladder.family)):
        said = said._replace(sure=False)  # 真行啊，让老人站俩小时: bad, but how bad?
    return (_on_one_level(marks, ladder) or said) if ladder.family and not said.sure else said


def _stands(degree: float, ladder: Ladder, chosen: Sequence[Heard], heard: Sequence[Heard]) -> bool:
    """Whether it is said of the whole, and nothing of the contrary of something else."""
    if any(each.shaky for each in chosen) or (not ladder.family and _partly(chosen)):
        return False
    return not _otherwise(chosen, heard, degree) and not split_up(chosen, heard, degree)


def _spoilt(
    said: Opinion,
    about: frozenset[str],
    ladder: Ladder,
    clauses: Sequence[Clause],
    chosen: Sequence[Heard],
    marks: Sequence[Mark],
) -> bool:
    """Whether praise has bitter words, toil or a failure beside it."""
    if said.degree <= 0:
        return False
    if _ironic(chosen, beside_own_words(clauses, ladder.family)) or toiled(ladder.family, clauses):
        return True
    if not ladder.family and overpraised(clauses):
        return True
    beside = beside_deeds(marks, darkening(said.degree, said.words, " ".join(ladder.labels), clauses))
    return not ladder.family and bool(failure(_reach(about, said, chosen, beside), beside))


def _reach(
    about: frozenset[str], said: Opinion, chosen: Sequence[Heard], beside: Sequence[Clause]
) -> frozenset[str]:
    """Whose failures darken the praise: 完美，快递丢了 is hardly meant, whichever matter was asked about."""
    general = not any(each.clause.topics or each.clause.link for each in chosen)
    grave = any(pattern("speech", "grave").search(clause.text) for clause in beside)
    return frozenset() if general and (grave or said.degree >= _TOP) else about


def _ironic(chosen: Sequence[Heard], clauses: Sequence[Clause]) -> bool:
    """Bitter words anywhere, or praise in quotation marks: 你们的“好”服务."""
    return _bitter(clauses) or any(
        each.clause.text[mark.end : mark.end + 1] in tuple(_QUOTE) for each in chosen for mark in each.marks
    )


def _bitter(clauses: Sequence[Clause]) -> bool:
    sneers = load("speech")["sneers"]
    mocked = _REALLY.search(",".join(clause.text for clause in clauses))
    return bool(mocked) or any(pattern("speech", "irony").search(c.text) or c.text in sneers for c in clauses)


def _partly(chosen: Sequence[Heard]) -> bool:
    """Whether it is said of some only: 有的店员好, 个别人态度差; 汤洒了一半 tells what was done."""
    told = (clause for each in chosen if each.marks for clause in beside_deeds(each.marks, [each.clause]))
    return any(pattern("speech", "partly").search(clause.text) for clause in told)


def _otherwise(chosen: Sequence[Heard], heard: Sequence[Heard], degree: float) -> bool:
    """Whether something of no name, said after it or as the sum of all, is another: 前台不错，保洁差."""
    after = heard[heard.index(chosen[-1]) + 1 :] if chosen[-1] in heard else ()
    other = [each for each in after if not (each.clause.topics or each.clause.rest or each.clause.link)]
    if any(mark.degree * degree < 0 and abs(mark.degree) >= 1 for each in other for mark in each.marks):
        return True
    sums = [each for each in heard if each not in chosen and sums_up(each.clause)]
    return any(mark.degree * degree <= 0 for each in sums for mark in each.marks)


def _short_of(mark: Mark, before: Iterable[Mark]) -> bool:
    """满意，但没到非常满意: the second only says how far it does not go."""
    if mark.sure or not any(word in mark.words for word in load("degrees")["strong"]):
        return False
    return any(other.sure and other.stem == mark.stem for other in before)


def _settled(marks: list[Mark], labels: str) -> Opinion:
    """One degree out of several words: the labels' own words first, then what says how it was."""
    rank = max(mark.rank for mark in marks)
    weighty = [mark for mark in marks if mark.rank == rank]
    weighty = [mark for mark in weighty if mark.words not in load("degrees")["no_fault"]] or weighty
    one_way = all(mark.degree > 0 for mark in weighty) or all(mark.degree < 0 for mark in weighty)
    named = [mark for mark in weighty if one_way and mark.stem and mark.stem in labels] or weighty
    named = [mark for mark in named if rank == 1 and mark.deed] or named  # 全程陪着跑，暖心
    if len({mark.stem for mark in named}) == 1 and one_way:
        named = named[-1:]  # 满意，非常满意: said again, it is the last that counts
    degrees = {mark.degree for mark in named}
    full = [mark.degree for mark in marks if abs(mark.degree) >= 1]  # 有点慢 is no contradiction
    contrary = bool(full) and min(full) < 0 < max(full)
    alike = max(degrees) - min(degrees) <= _ALIKE or (one_way and rank == 1 and min(map(abs, degrees)) >= 1)
    sure = alike and not contrary and all(mark.sure for mark in named)
    return Opinion(min(degrees), tuple(mark.words for mark in named), sure)


def _on_one_level(marks: Sequence[Mark], ladder: Ladder) -> Opinion | None:
    """极少，一年就一两回: two degrees, and one level for both; 会，一定会: said again, and stronger."""
    rank = max(mark.rank for mark in marks)
    weighty = [mark for mark in marks if mark.rank == rank]
    landed = [ladder.nearest(mark.degree) for mark in weighty]
    one = len({place and place[0] for place in landed}) == 1 and all(place and place[1] for place in landed)
    last = weighty[-1]
    more = all(mark.stem.rstrip("的") in last.stem and mark.degree * last.degree > 0 for mark in weighty)
    if rank < _SAID or not (one or more) or not all(mark.sure for mark in weighty):
        return None
    return Opinion(last.degree, tuple(mark.words for mark in weighty), sure=True)
