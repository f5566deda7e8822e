"""What was asked and what was said, as every reader gets them."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from nlp.reading import Reading, Value
from nlp.wording.lexicon import pattern
from nlp.wording.scores.ladder import Options
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import normalise, says_nothing
from nlp.wording.text.slips import standard


class Asked(NamedTuple):
    """The question: its words, its options as shown, the day and the rules that came with it."""

    kind: str
    text: str
    options: Options
    today: dt.date | None
    rules: Mapping[str, Any]


@lru_cache(maxsize=256)
def in_standard_words(options: Options) -> Options:
    """The options with labels in dialect as answers are read: 唔滿意 as 不满意. All else stays as shown, for
    it may be a pattern."""
    return tuple(
        (key, standard(label) if standard(label) != normalise(label) else label) for key, label in options
    )


class Said(NamedTuple):
    """The answer: as written, in normal form, and as clauses (without those that were a wish)."""

    written: str
    text: str
    clauses: tuple[Clause, ...]

    @property
    def doubted(self) -> bool:
        """4分吗? 这也叫好?"""
        return self.text.rstrip(" !~。.").endswith(("?", "吗"))

    def asks(self, words: tuple[str, ...]) -> bool:
        """为什么是4分, 跟满意没关系: the clause with these words asks about them, or puts them aside; so does
        满意？你来看看."""
        if words and all(f"{word}?" in self.text for word in words):
            return True
        spoken = [clause.text for clause in self.clauses if any(word in clause.text for word in words)]
        return any(pattern("speech", "asks").search(text) for text in spoken)

    def comment(self, *words: str) -> str:
        """The whole text as written when it says more than these words; else empty."""
        left = self.text
        for each in sorted(words, key=len, reverse=True):
            left = left.replace(each, "\n", 1)
        return "" if says_nothing(left) else self.written


def answer(said: Said, value: Value, *words: str) -> Reading:
    """Record the value, unless the customer put it as a question."""
    if said.doubted or said.asks(words):
        return ask(said, value, *words)
    return Reading("answer", value, comment=said.comment(*words), because=words)


def ask(said: Said, guess: Value | None = None, *words: str) -> Reading:
    """Record nothing; ask again, offering the guess."""
    return Reading("ask", guess=guess, comment=said.comment(*words), because=words)
