"""What speaks against a number: "5分，太差了", "5分，呵呵", 4（一般）, full marks that were asked for."""

from nlp.wording.asked import Asked, Said
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import Mark, marks_in
from nlp.wording.praise.failure import failure
from nlp.wording.praise.overpraise import overpraised
from nlp.wording.scores.ladder import Ladder
from nlp.wording.text.clauses import Clause, takes_back
from nlp.wording.text.normal import PUNCTUATION, core
from nlp.wording.text.topics import asked_topics

_SAID = 2  # the rank of words that say how it was
# How far words may be from the number beside them; words on one side of it; words after 但 or 就是.
_CONTRARY, _ONE_SIDE, _ASIDE = 2.0, 3.0, 3.5


def contradicted(asked: Asked, ladder: Ladder, said: Said, place: int, words: tuple[str, ...]) -> bool:
    """Whether the words beside the number say another level, or that it is not meant."""
    if ladder.degrees is None:
        return False
    own, about = ladder.degrees[place], asked_topics(asked.text)
    if own > 0 and bitter(said.text):
        return True
    forced = pattern("numbers", "forced").search(said.written)  # 烦死了 is out of the text
    if own == max(ladder.degrees) and (forced or failure(about, said.clauses) or overpraised(said.clauses)):
        return True
    if any(_other_side(ladder, clause, words, own) for clause in said.clauses):
        return True
    spoken = [
        c
        for c in said.clauses
        if not c.unreal and not takes_back(c.text) and (not c.topics or c.topics & about)
    ]
    beside = ((clause, mark) for clause in spoken for mark in marks_in(clause.text, ladder.family))
    return any(_against(own, m, aside=bool(c.link) or c.rest, reason=_reasons(c)) for c, m in beside)


def _other_side(ladder: Ladder, clause: Clause, words: tuple[str, ...], own: float) -> bool:
    """4（一般）: beside the number stands the label of a level on another side of the middle."""
    left = clause.text
    for word in words:
        left = left.replace(word, " ", 1)
    named = PUNCTUATION.sub("", core(left))
    if ladder.degrees is None or named not in ladder.labels or named.isdecimal():
        return False
    other = ladder.degrees[ladder.labels.index(named)]
    return (own > 0) - (own < 0) != (other > 0) - (other < 0)


def bitter(text: str) -> bool:
    """勉强4分 is grudging, and still four."""
    grudging = load("numbers")["grudging"]
    return any(found[0] not in grudging for found in pattern("speech", "irony").finditer(text))


def _reasons(clause: Clause) -> bool:
    """4分，因为罐子不好开: why it is no more."""
    return pattern("numbers", "why").match(clause.text) is not None


def _against(own: float, mark: Mark, *, aside: bool, reason: bool) -> bool:
    """Blame beside the middle level is its reason; praise beside it, or blame beside praise, is not."""
    if own == 0 and mark.degree < 0:
        return False
    spoken_tone = mark.rank == 0 and len(mark.words) > 1  # 非常推荐, but no face
    weighs = (mark.rank == _SAID or spoken_tone) and not reason
    allowed = _ASIDE if aside else _CONTRARY if weighs else _ONE_SIDE
    return abs(mark.degree - own) >= allowed
