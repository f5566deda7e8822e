"""Clauses that name no option beside clauses that do: to leave one out might be to mishear."""

from nlp.wording.lexicon import pattern
from nlp.wording.options.mentions import Token
from nlp.wording.praise.degrees import marks_in

_ASIDE = 2  # characters that are no matter of their own
_AROUND = 4  # characters beside praise
_SWEEPS = (
    *("option", "number", "ordinal", "rest", "all", "every", "any", "or", "correct", "all_good", "all_bad"),
    *("indifferent", "formerly"),
)


def unheard(part: list[Token], asked: int) -> bool:
    """汤全洒了, 喂奶没地儿去: one more matter; but not how it came (昨天买的), nor praise of the rest.

    ``asked``: -1 where faults were asked for.
    """
    if any(token.kind in _SWEEPS for token in part):
        return False
    words = "".join(token.words for token in part if token.kind != "stop")
    told = sum(len(token.words) for token in part if token.kind == "text")
    if not told or len(words) <= _ASIDE:
        return False
    if pattern("speech", "failure").search(words):
        return True
    marks = marks_in(words)
    beside = told - sum(mark.end - mark.start for mark in marks)
    praised = bool(marks) and beside <= _AROUND and all(mark.degree >= 0 for mark in marks)
    return not (pattern("choices", "beside").search(words) or (praised and asked < 0))
