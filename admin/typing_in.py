"""What staff typed as the answers of a paper or of a call: each read as a customer's own would be, to be
looked at before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import nlp
from storage.domain import entering, questions
from storage.domain.entering import Given
from storage.domain.form import LONGEST
from storage.domain.locale import Texts
from storage.domain.question import Question

Sent = Mapping[str, str]
"""What a form was sent with, by the names of its fields."""

_BY_THE_PLACE: Final = ("date", "phone")
"""Kinds that mean something else in another place (0912345678, of Taipei)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what was typed to it. `given` is None where that is nothing, or is not understood
    (`wrong`: unread, unfit, too_long; `guess`: what may have been meant). `sure`: a number, an option or
    plain words; all else is shown before it is kept, `seen` once it was."""

    question: Question
    typed: str
    given: Given | None = None
    sure: bool = True
    seen: bool = False
    wrong: str = ""
    guess: str = ""

    @property
    def codes(self) -> list[entering.Code]:
        """The options by their numbers."""
        return entering.codes(self.question)

    @property
    def words(self) -> str:
        """The question as it is asked where nothing is known of what was answered before."""
        return self.question.told({}).text

    @property
    def bounds(self) -> str:
        """From where to where a number may be, with its unit; empty where that is open."""
        q = self.question
        return "" if q.low is None or q.high is None else f"{q.low:g}–{q.high:g} {q.unit}".rstrip()

    @property
    def several(self) -> bool:
        """Whether more than one option may be typed."""
        return self.question.kind in ("multi", "ranking")

    @property
    def label(self) -> str:
        """What it was read as."""
        return entering.label(self.question, self.given) if self.given else ""

    @property
    def open(self) -> bool:
        """Whether it has to be looked at first."""
        return bool(self.given) and not self.sure and not self.seen


def field(question: Question) -> str:
    """The name of its field in the form."""
    return f"a.{question.key}"


def seen_field(question: Question) -> str:
    """The name of the field that holds what was typed when its reading was shown."""
    return f"seen.{question.key}"


def lines(asked: Sequence[Question], sent: Sent, on: date | None, timezone: str) -> list[Line]:
    """Every question with what was typed; days are those of the paper (昨天)."""
    found = []
    for each in asked:
        line = read(each, sent.get(field(each), ""), on, timezone)
        found.append(replace(line, seen=bool(line.typed) and sent.get(seen_field(each), "") == line.typed))
    return found


def read(question: Question, typed: str, on: date | None, timezone: str) -> Line:
    """What was typed to it, as it would be kept."""
    text = " ".join(typed.split()) if question.kind != "text" else typed.strip()
    if not text:
        return Line(question, "")
    if len(text) > LONGEST:
        return Line(question, text, wrong="too_long")
    coded = entering.by_code(question, text)
    if coded is not None:
        return _picked(question, text, *coded)
    if question.reads == "number":
        return _number(question, text) or _worded(question, text, on, timezone)
    return _worded(question, text, on, timezone)


def _picked(question: Question, text: str, keys: list[str], behind: str) -> Line:
    """The numbers are ours: what the customer wrote is what stands behind them, else what they ticked."""
    kind = questions.kind(question.kind)
    value = kind.pick(question, keys)
    if value is None:
        return Line(question, text, wrong="unfit")
    return Line(question, text, Given(question.key, value, behind or kind.label(question, value), behind))


def _number(question: Question, text: str) -> Line | None:
    """A plain number; None for words."""
    try:
        float(text)
    except ValueError:
        return None
    value = questions.kind(question.kind).pick(question, [text])
    wrong = "unfit" if value is None else ""
    return Line(question, text, None if wrong else Given(question.key, value, text), wrong=wrong)


def _worded(question: Question, text: str, on: date | None, timezone: str) -> Line:
    rules = dict(question.rules) | ({"timezone": timezone} if question.reads in _BY_THE_PLACE else {})
    found = nlp.read_answer(question.reads, question.text, question.reads_options, text, on, rules=rules)
    if found.outcome == "answer" and found.missing:
        given = Given(question.key, None, text, found.comment, found.because, found.missing)
        return Line(question, text, given, sure=False)
    if question.kind == "text":  # whatever it wishes for: on paper it is what they wrote
        return Line(question, text, Given(question.key, text, text))
    if found.outcome != "answer" or found.value is None:
        return Line(question, text, wrong="unread", guess=_guessed(question, found.guess))
    value = _kept(found.value)
    given = Given(question.key, value, text, found.comment, found.because)
    if not _fits(question, value):
        return Line(question, text, wrong="unfit")
    return Line(question, text, given, sure=text == entering.label(question, given))


def _kept(value: Any) -> Any:
    """As it is kept: a day as 2026-11-20, all else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def _fits(question: Question, value: Any) -> bool:
    """Whether the question may be answered so: three of at most two options may not."""
    if not question.choices or isinstance(value, bool):
        return True
    keys = value if isinstance(value, list) else [value]
    return questions.kind(question.kind).pick(question, keys) is not None


def _guessed(question: Question, guess: Any) -> str:
    value = _kept(guess)
    if value in (None, [], "") or not _fits(question, value):
        return ""
    return entering.label(question, Given(question.key, value, ""))


def told(line: Line, texts: Texts) -> str:
    """What was typed was read as this."""
    given = line.given
    if given is None:
        return ""
    if given.missing:
        key = f"page.missing.{given.missing}"
        return texts(key if texts.has(key) else "page.missing.other")
    return line.label if line.question.kind != "text" else ""
