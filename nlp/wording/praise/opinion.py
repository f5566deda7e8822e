"""What a text says about the matter asked: the clause on it counts, then what is said of the whole."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.affirmed import affirmed, beside_own_words, meant_alone, toiled
from nlp.wording.praise.chosen import chosen_of, without_reservations
from nlp.wording.praise.deeds import beside_deeds, with_deeds
from nlp.wording.praise.degrees import Mark
from nlp.wording.praise.faced import darkening, one_faced, split_up, yet_better
from nlp.wording.praise.facts import with_facts
from nlp.wording.praise.failure import failure
from nlp.wording.praise.neither import neither
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
    middle = neither(clauses, ladder.family)
    if middle:
        return Opinion(0.0, (middle,), sure=True)
    verdict = last_word(about, ladder, clauses)
    spoken = beside_own_words(clauses, ladder.family)
    if verdict and not _bitter(spoken):
        return Opinion(verdict[0].degree, (verdict[0].words,), verdict[1])
    labels = " ".join(ladder.labels)
    heard = with_facts(told(about, clauses, ladder.family), ladder)
    heard = with_deeds(heard, trades)
    heard = affirmed(meant_alone(heard, ladder.family), ladder.family)
    chosen, sure = chosen_of(about, heard, labels)
    chosen, conflict = without_reservations(chosen)
    marks = [mark for each in chosen for mark in each.marks]
    if not marks:
        return None
    marks = [mark for place, mark in enumerate(marks) if not _short_of(mark, islice(marks, place))]
    marks = one_faced(marks, [mark for each in heard for mark in each.marks])
    settled = _settled(marks, labels)
    if any(mark.deed for mark in marks) and _bitter(spoken):
        settled = settled._replace(sure=False)  # 真行啊，让老人站俩小时: bad, but how bad?
    if ladder.family and not settled.sure:
        settled = _on_one_level(marks, ladder) or settled
    sure = sure and not conflict and not any(each.shaky for each in chosen) and settled.sure
    sure = sure and (ladder.family or not _partly(chosen)) and not _otherwise(chosen, heard, settled.degree)
    if settled.degree < 0 and any(c.link == "except" and not (about and c.topics) for c in clauses):
        sure = False  # 除了质量，别的都很差: good in one thing, and how bad in all?
    sure = sure and not split_up(chosen, heard, settled.degree) and not yet_better(settled.degree, clauses)
    spoilt = beside_deeds(marks, darkening(settled.degree, settled.words, labels, clauses))
    doubtful = settled.degree > 0 and (
        _ironic(chosen, spoken)
        or toiled(ladder.family, clauses)
        or (not ladder.family and failure(_reach(about, settled, chosen), spoilt))
    )
    return settled._replace(sure=sure and not doubtful)


def _reach(about: frozenset[str], said: Opinion, chosen: Sequence[Heard]) -> frozenset[str]:
    """Whose failures darken the praise: 完美，快递丢了 is hardly meant, whichever matter was asked about."""
    general = not any(each.clause.topics or each.clause.link for each in chosen)
    return frozenset() if general and said.degree >= _TOP else about


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
    """Whether it is said of some only: 有的店员好, 个别人态度差."""
    return any(pattern("speech", "partly").search(each.clause.text) for each in chosen if each.marks)


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
