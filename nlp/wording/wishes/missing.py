"""Answers that say there is none: 不知道, 不想说, 没用过."""

from functools import cache

from nlp.reading import Reading
from nlp.wording.asked import Said
from nlp.wording.lexicon import load
from nlp.wording.phrases import Phrases, bare
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.text.normal import says_nothing


@cache
def _phrases() -> Phrases:
    data = load("missing")
    return Phrases(data, data["whole"])


def why(text: str) -> str | None:
    """What kind of no answer a clause is, if it is one."""
    found = _phrases().heard(bare(text))
    return found[0] if found else None


def missing(said: Said, *, none: bool) -> Reading | None:
    """Why there is no value, when the whole answer says so; 没有 only where ``none`` may be an answer.

    Where a value was looked for in vain, a clause that says so is enough: 没用过，朋友买的.
    """
    whole = why(said.text)
    if whole:
        return _reading(whole, said.text) if none or whole != "none" else None
    reasons = {clause.text: why(clause.text) for clause in said.clauses}
    kinds = {kind for kind in reasons.values() if kind and (none or kind != "none")}
    if not kinds:
        return None
    rest = [text for text, kind in reasons.items() if not kind and not says_nothing(text)]
    if rest and (none or any(marks_in(text) or scores_in(text) for text in rest)):
        return None
    kind = next(each for each in load("missing")["combos"] if each in kinds)
    words = next(text for text, each in reasons.items() if each == kind)
    return _reading(kind, words, said.written if rest else "")


def _reading(kind: str, words: str, comment: str = "") -> Reading:
    return Reading("answer", missing=kind, comment=comment, because=(words,))
