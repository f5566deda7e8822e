"""The questions that one text may answer, and what is common to all ways to read it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from nlp.answers import read_answer
from nlp.reading import Reading
from nlp.wording.several.matters import matters_of, measured
from nlp.wording.text.clauses import Clause
from nlp.wording.text.english import in_places
from nlp.wording.text.normal import normalise
from nlp.wording.text.slips import mend

Question = Mapping[str, Any]

ANY = "*"
RATED = ("scale", "nps")


def read(question: Question, text: str, today: dt.date | None) -> Reading:
    """What a text says to one question."""
    rules, options = question.get("rules"), question.get("options") or ()
    return read_answer(question["kind"], question.get("text", ""), options, text, today, rules=rules)


def named(questions: Sequence[Question], clause: Clause) -> list[int]:
    """The places of the questions that a clause names; open questions are not named so."""
    named = matters_of(tuple(q["text"] for q in questions)).named(measured(clause))
    return [place for place in named if questions[place]["kind"] != "text"]


def plain(text: str) -> str:
    """A text as the readers see it: in normal form and standard words."""
    return in_places(mend(normalise(text), ()))
