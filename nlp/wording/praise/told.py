"""What each clause of a text says of which matter."""

from collections.abc import Sequence
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import Mark, marks_in
from nlp.wording.praise.doubts import earlier, felt_by_others
from nlp.wording.praise.vocabulary import own_stems
from nlp.wording.text.clauses import Clause
from nlp.wording.text.topics import topic_words

_GRANTED = late(r"(?P<what>\w{1,3}?)[倒也可]?[是归]?(?:是|归)(?P=what)")  # 贵是贵, 慢倒是慢
_MYSELF = late("(?:但|不过|可是?)?(?:我|俺|咱|本人|自己|我自己)(?!们?[家爸妈老女儿])")
_WORSE = late("还不如|反而不如|反不如|不如不|不如没")  # a comparison, and a verdict
_PARTICLES = ("", "的", "了", "吧", "啊", "呀", "哦", "的呀", "的啊", "的哦", "的了")


class Heard(NamedTuple):
    """A clause with what it says; ``shaky``: it may belong to the matter named just before."""

    clause: Clause
    marks: tuple[Mark, ...]
    shaky: bool = False


def told(about: frozenset[str], clauses: Sequence[Clause], family: str) -> list[Heard]:
    """Each clause with its marks and matters; one side alone (很热情) goes on about the matter just named."""
    heard: list[Heard] = []
    for place, spoken in enumerate(clauses):
        later = "".join(each.text for each in clauses[place + 1 : place + 3])
        clause, marks = spoken, _marks(spoken, later, family)
        if not family:  # where the price is asked, 贵是贵了点 answers
            clause, marks = _opened(*_granted(clause, marks))
        before = None if sums_up(clause) or not heard else heard[-1]
        if before is None or not before.clause.topics or clause.topics or clause.rest or clause.link:
            heard.append(Heard(clause, marks))
        elif marks and all(mark.rank <= 1 for mark in marks):
            heard.append(Heard(clause._replace(topics=before.clause.topics), marks))
        else:
            heard.append(Heard(clause, marks, _shaky(about, before, marks)))
    return heard


def _marks(clause: Clause, later: str, family: str) -> tuple[Mark, ...]:
    """What a clause says of here and now; ``later``: what follows it."""
    unreal = (
        (clause.unreal and not _WORSE.search(clause.text))
        or earlier(clause.text, later)
        or _denies(clause, later)
        or _others(clause, later)
    )
    if clause.link == "except":
        return ()
    marks = marks_in(clause.text, family)
    if not unreal or family in load("speech")["compared"]:
        return marks
    return tuple(mark for mark in marks if _outright(mark, family))


def _outright(mark: Mark, family: str) -> bool:
    """怎么可能不来, 比别家贵: what sounds supposed or compared is a word of the scale itself."""
    own = mark.sure and mark.stem in own_stems(family)
    return own and pattern("speech", "unreal").search(mark.stem) is not None


def _granted(clause: Clause, marks: tuple[Mark, ...]) -> tuple[Clause, tuple[Mark, ...]]:
    """贵是贵 is granted before something else is said."""
    if not marks or any(mark.degree > 0 for mark in marks) or not _GRANTED.match(clause.text):
        return clause, marks
    return clause._replace(link="reservation"), tuple(mark._replace(sure=False) for mark in marks)


def _opened(clause: Clause, marks: tuple[Mark, ...]) -> tuple[Clause, tuple[Mark, ...]]:
    """挺满意的师傅人好: first how it was, then the matter that it comes from."""
    if len(marks) < 2 or not clause.topics or marks[0].rank < 2 or marks[0].degree * marks[1].degree <= 0:
        return clause, marks
    matter = topic_words().search(clause.text, marks[0].end, marks[1].start)
    if matter is None or clause.text[marks[0].end : matter.start()] not in _PARTICLES:
        return clause, marks
    return clause._replace(topics=frozenset()), marks[:1]


def _others(clause: Clause, later: str) -> bool:
    """我老公满意，我不太满意: one's own word counts."""
    return _MYSELF.match(later) is not None and felt_by_others(clause.text)


def _denies(clause: Clause, later: str) -> bool:
    """不是一般，是很差: only what comes after counts."""
    return clause.text.startswith("不是") and later.startswith(("是", "而是"))


def _shaky(about: frozenset[str], before: Heard, marks: tuple[Mark, ...]) -> bool:
    """ "物流慢，挺好": what is good, the delivery or all?"""
    if about:
        return not about & before.clause.topics
    return any(a.degree * b.degree < 0 for a in before.marks for b in marks)


def sums_up(clause: Clause) -> bool:
    """总之…: what is said of all that was told."""
    return pattern("speech", "verdict").search(clause.text) is not None
