"""The last word of an answer, where it is a level's own: 人挺好，就是没修好，不满意."""

from collections.abc import Sequence

from nlp.wording.lexicon import pattern
from nlp.wording.praise.degrees import Mark, marks_in
from nlp.wording.praise.doubts import earlier
from nlp.wording.praise.failure import failure
from nlp.wording.scores.ladder import Ladder
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import core, says_nothing

_LEFT = 3  # characters of 其实, 所以说, 最后是


def last_word(about: frozenset[str], ladder: Ladder, clauses: Sequence[Clause]) -> tuple[Mark, bool] | None:
    """The mark that decides whatever was told before, and whether nothing darkens it; None without one."""
    told = [clause for clause in clauses if not says_nothing(clause.text)]
    mark = _named(about, ladder, told[-1]) if len(told) > 1 else None
    if mark is None or _at_odds(mark, ladder, told[:-1], told[-1], conceded=_conceded(told)):
        return None
    return mark, mark.degree <= 0 or not failure(about, told[_turn(told) :])


def _named(about: frozenset[str], ladder: Ladder, clause: Clause) -> Mark | None:
    """The one word of a clause that says no more than a level."""
    marks = marks_in(clause.text, ladder.family)
    elsewhere = bool(clause.topics) and not clause.topics & about
    if (
        len(marks) != 1
        or elsewhere
        or clause.unreal
        or earlier(clause.text)
        or clause.rest
        or clause.link in ("reservation", "except")
    ):
        return None
    mark = marks[0]
    own = mark.rank == 2 and mark.sure and mark.stem and any(mark.stem in label for label in ladder.labels)
    left = core(clause.text.replace(mark.words, "", 1))
    return mark if own and len(left) <= _LEFT else None


def _at_odds(mark: Mark, ladder: Ladder, before: Sequence[Clause], last: Clause, *, conceded: bool) -> bool:
    """Whether blame, or praise of the whole, was said before it and neither conceded nor taken back."""
    if conceded or any(pattern("numbers", "corrects").search(clause.text) for clause in before):
        return False
    now = [clause for clause in before if not (clause.unreal or earlier(clause.text, last.text))]
    spoken = [(clause, mark) for clause in now for mark in marks_in(clause.text, ladder.family)]
    if any(m.stem == mark.stem and m.degree * mark.degree < 0 and c.topics & last.topics for c, m in spoken):
        return True  # 甲师傅满意，乙师傅不满意
    if mark.degree > 0:
        return any(m.degree <= -1 for _, m in spoken)
    return any(m.degree * mark.degree < 0 and m.rank == 2 and not c.topics for c, m in spoken)


def _conceded(clauses: Sequence[Clause]) -> bool:
    return any(clause.link in ("but", "reservation") for clause in clauses)


def _turn(clauses: Sequence[Clause]) -> int:
    """The place of the clause after 但; what went wrong before it is forgiven."""
    return max((place for place, clause in enumerate(clauses) if clause.link == "but"), default=0)
