"""What stands in the end of all that was said: 有，不对，我看错了，没坏."""

from nlp.wording.asked import Said
from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.text.clauses import Clause
from nlp.wording.yes_no.question import Question

_ONCE = late("过|曾|以前")
_GIVES_UP = late("算了|随便|不管了|拉倒")
_LEAD = 2  # characters that may stand before 这回


def standing(question: Question, said: Said) -> tuple[Clause, ...]:
    """The clauses without what was taken back, or is no more so."""
    clauses = said.clauses
    unsettled = _GIVES_UP.search(clauses[-1].text) if clauses else None
    back = max((i for i, each in enumerate(clauses[:-1]) if i and _takes_back(each.text)), default=-1)
    back = -1 if unsettled else back
    clauses = clauses[back + 1 :]
    return clauses if _ONCE.search(question.text) else _by_now(clauses)


def answered(clauses: tuple[Clause, ...], said: Said) -> tuple[Clause, ...]:
    """Without what was only asked back: 还来？做梦吧."""
    return tuple(each for each in clauses[:-1] if f"{each.text}?" not in said.text) + clauses[-1:]


def _takes_back(text: str) -> bool:
    return pattern("yes_no", "taken_back").search(text) is not None and len(text) <= 6


def _by_now(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """上回延误过，这回没有: how it was before is not asked."""
    first = next((i for i, each in enumerate(clauses) if i and _of("by_now", each.text)), 0)
    return clauses[first:] if any(_of("before", each.text) for each in clauses[:first]) else clauses


def _of(name: str, text: str) -> bool:
    """Whether a clause begins with such a time."""
    found = pattern("yes_no", name).search(text)
    return found is not None and found.start() <= _LEAD


def thwarted(said: Said) -> bool:
    """我倒是想去，可老板不批: the wish is there, and something stands in its way."""
    wish = pattern("yes_no", "wished").search(said.text)
    return wish is not None and pattern("yes_no", "hindered").search(said.text, wish.end()) is not None
