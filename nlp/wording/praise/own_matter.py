"""A matter that a question names and no list has: 隔音, 充电桩. What is said of another is in doubt."""

from collections.abc import Sequence
from functools import lru_cache

from nlp.wording.late import late
from nlp.wording.lexicon import load
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import normalise

OTHER = frozenset({"other"})
"""What such a question asks about: none of the matters that have a name."""

_NAMED = late(
    r"(?:对|觉得|认为)(?P<of>[^\W\d_]{2,8}?)(?:是否|还|的)?(?:满意|评价|看法|印象|怎么?样|如何|这方面)"
    r"|(?P<side>[^\W\d_]{2,6})这?方面"
    r"|(?:satisfied|happy) (?:(?:are|were) you )?(?:with|about) (?:(?:the|our|your) )?"
    r"(?P<with>[a-z]+(?: [a-z]+)?) ?\?"
)


def asks_other(question: str, clauses: Sequence[Clause]) -> bool:
    """Whether the question is about such a matter, and none of these clauses names it: not 讲课慢."""
    matter = _matter(question)
    return bool(matter) and not any(piece in clause.text for clause in clauses for piece in _pieces(matter))


@lru_cache(maxsize=256)
def _matter(question: str) -> str:
    """The matter named; empty where it is everything."""
    found = _NAMED.search(normalise(question))
    matter = next(filter(None, found.groups()), "") if found else ""
    words = matter.split() if matter.isascii() else matter
    return "" if any(word in words for word in load("asked")["whole"]) else matter


def _pieces(matter: str) -> list[str]:
    if matter.isascii():
        return matter.split()
    return [matter[at : at + 2] for at in range(len(matter) - 1)]
