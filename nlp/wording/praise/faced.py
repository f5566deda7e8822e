"""What the words beside it make of praise: 绝了 and 没话说, small complaints, two sides told apart."""

from collections.abc import Sequence

from nlp.wording.late import late
from nlp.wording.lexicon import load
from nlp.wording.praise.degrees import Mark, marks_in
from nlp.wording.praise.failure import failure
from nlp.wording.praise.told import Heard, sums_up
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import core

_TOP = 2.0
_SMALL = late("[了有]一?点|一点|稍|略|偶尔|一丢丢|小小|个别")


def one_faced(marks: list[Mark], told: Sequence[Mark]) -> list[Mark]:
    """没话说 beside 太烂了 is no praise, and 绝了 beside 下次还来 is. ``told``: all that was said."""
    faced = load("degrees")["two_faced"]
    sides = {mark.degree > 0 for mark in told if mark.degree and mark.stem not in faced}
    if len(sides) != 1:
        return marks
    side = 1 if sides.pop() else -1
    kept = [mark for mark in marks if mark.stem not in faced or mark.degree * side > 0]
    return [mark._replace(sure=True) if mark.stem in faced else mark for mark in kept] or marks


def darkening(
    degree: float, words: Sequence[str], labels: str, clauses: Sequence[Clause]
) -> Sequence[Clause]:
    """满意，就是袋子漏了点油: what is only reserved takes nothing from a level named, but for the best."""
    if degree >= _TOP or not any(word in labels for word in words):
        return clauses
    return [clause for clause in clauses if clause.link != "reservation" or not _small(clause)]


def _small(clause: Clause) -> bool:
    """就是袋子漏了点油, 就是等了一会儿: a wait is no failure."""
    return bool(_SMALL.search(clause.text)) or not failure(frozenset(), [clause], waits=False)


def split_up(chosen: Sequence[Heard], heard: Sequence[Heard], degree: float) -> bool:
    """锅底巴适，服务撇: one thing of no known name, and the contrary of another."""
    named = any(each.marks and core(each.clause.text[: each.marks[0].start]) for each in chosen)
    if not named or any(each.clause.topics or each.clause.rest or sums_up(each.clause) for each in chosen):
        return False
    apart = [each for each in heard if each not in chosen and not each.clause.link]
    return any(mark.degree * degree < 0 and abs(mark.degree) >= 1 for each in apart for mark in each.marks)


def yet_better(degree: float, clauses: Sequence[Clause]) -> bool:
    """谈不上多好，但比上回强多了: how good, then?"""
    if not -1 < degree < 0:
        return False
    turned = [clause.text for clause in clauses if clause.link == "but" and clause.unreal]
    return any(mark.degree > 0 for text in turned for mark in marks_in(text))
