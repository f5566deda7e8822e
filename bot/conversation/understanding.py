"""What a text says to the questions of the survey: read in the same way wherever the talk reads an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.conversation.effects import AskedAgain
from bot.conversation.hearing import put
from bot.conversation.turn import Turn
from nlp import Reading, read_answer, read_answers
from storage.domain.question import Question
from storage.domain.questions import kind

_BY_THE_DAY = frozenset(("date",))
"""Kinds of answer that mean something else on another day (昨天)."""


def free(question: Question) -> bool:
    """Whether it is answered in words of the customer's own, or by a file: no value can be heard in a text
    that speaks of several."""
    return question.reads in ("text", "signature", "")


_PERSONAL = frozenset(("text", "signature", "order", "phone", ""))


def own(question: Question) -> bool:
    """Whether its values are a customer's own: no two are alike, and no step is remembered with them."""
    return question.reads in _PERSONAL


def read(turn: Turn, question: Question, text: str) -> Reading:
    """The reading of this text as an answer to the question. The day is asked for only where it matters."""
    if not question.reads:
        return _beside_file(turn, question, text)
    return _kept(_fitting(question, raw(turn, question, text)))


def raw(turn: Turn, question: Question, text: str) -> Reading:
    """The same with a guess that cannot be confirmed."""
    today, rules = _today(turn, [question]), _rules(turn, question)
    return read_answer(question.reads, question.text, question.reads_options, text, today, rules=rules)


def _beside_file(turn: Turn, question: Question, text: str) -> Reading:
    """What is said where a file is asked for: that there is none, or a wish; no words are a photo."""
    if put(turn, "no_file", text):
        return Reading("answer", missing="refused")
    found = read_answer("text", question.text, [], text)
    return Reading("ask") if isinstance(found.value, str) and not found.intent else replace(found, value=None)


def read_all(turn: Turn, questions: Sequence[Question], text: str) -> dict[str, Reading]:
    """What this text says to each of these questions, by key; a wish without a question stands under "*"."""
    asked = [
        {"key": q.key, "kind": q.reads, "text": q.text, "options": q.reads_options, "rules": _rules(turn, q)}
        for q in questions
        if q.reads
    ]
    found = read_answers(asked, text, _today(turn, questions))
    told = {q.key: _fitting(q, found[q.key]) for q in questions if q.key in found}
    return {key: _kept(reading) for key, reading in (found | told).items()}


def meant(reading: Reading) -> Any:
    """The value, or else the guess; None where there is neither."""
    value = reading.value if reading.outcome == "answer" else reading.guess
    return None if value == [] else value


def doubt(turn: Turn, question: Question, reading: Reading) -> None:
    """Have it noted that an answer to this question has to be asked for again, and why."""
    turn.do(AskedAgain(question.key, question.kind, meant(reading), reading.because))


def _today(turn: Turn, questions: Sequence[Question]) -> date | None:
    return turn.today if any(question.reads in _BY_THE_DAY for question in questions) else None


_BY_THE_PLACE = frozenset(("date", "phone"))
"""Kinds of answer that mean something else in another place (0912345678, of Taipei)."""


def _rules(turn: Turn, question: Question) -> Mapping[str, Any]:
    if question.reads not in _BY_THE_PLACE:
        return question.rules
    return {**question.rules, "timezone": str(turn.context.calendar.timezone)}


def _fitting(question: Question, reading: Reading) -> Reading:
    """Without a guess that cannot be confirmed: four options where three may be chosen, 99 of 60."""
    guess = reading.guess
    if question.reads == "number" and guess is not None:
        guess = [str(guess)]
    if isinstance(guess, list) and kind(question.kind).pick(question, guess) is None:
        return replace(reading, guess=None)
    return reading


def _kept(reading: Reading) -> Reading:
    """With a day as it is kept, guessed or answered: 2026-11-20. All other values are JSON already."""
    if isinstance(reading.value, date) or isinstance(reading.guess, date):
        return replace(reading, value=_written(reading.value), guess=_written(reading.guess))
    return reading


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
