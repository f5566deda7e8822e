"""Answers that say there is none: 不知道, 不想说, 没用过."""

from functools import cache

from nlp.reading import Reading
from nlp.wording.asked import Said
from nlp.wording.lexicon import load
from nlp.wording.normal import PUNCTUATION, core


@cache
def _kinds() -> dict[str, str]:
    told = [(word, kind) for kind, words in load("missing").items() for word in words]
    bare = {form: kind for word, kind in told if len(form := core(word)) > 2}  # 没啥说的, 谢谢: 没啥说
    return bare | dict(told)


def missing(said: Said, *, none: bool) -> Reading | None:
    """Why there is no value, when the whole answer says so; 没有 only where ``none`` may be an answer."""
    for text in (PUNCTUATION.sub("", said.text), core(said.text)):
        kind = _kinds().get(text)
        if kind and (none or kind != "none"):
            return Reading("answer", missing=kind, because=(text,))
    return None
