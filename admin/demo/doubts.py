"""Answers in doubt in a few of the demo's talks: asked again with a guess, as the bot would have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from admin.demo.story import Doubt, Told
from nlp import Reading, read_answer
from storage import definitions, readings
from storage.domain.question import Question


def among(told: Sequence[Told], written: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The same responses; each doubt that is written stands in the latest one that it fits."""
    found = list(told)
    for item, doubt in (
        (each["item"], Doubt(each["words"], each["reply"], each["level"])) for each in written
    ):
        fits = [
            place
            for place, one in enumerate(found)
            if one.levels.get(item) == doubt.level and item not in one.comments and not one.doubts
        ]
        if fits:
            found[fits[-1]] = replace(found[fits[-1]], doubts={item: doubt})
    return found


def read(question: Question, words: str) -> Reading:
    """The words as the bot reads them."""
    return read_answer(question.reads, question.text, question.choices, words, rules=question.rules)


def asked_again(question: Question, doubt: Doubt) -> str:
    """What the customer was asked then."""
    texts, guess = definitions.texts(), read(question, doubt.words).guess
    shown = texts("chat.confirm.level", key=guess, label=question.labels[str(guess)])
    return texts("chat.confirm.ask", guess=shown)


def answered(question: Question, doubt: Doubt) -> tuple[str, list[str]]:
    """The words that the answer comes from, once confirmed or put in others, and those that it rests on."""
    anew = read(question, doubt.reply).outcome == "answer"
    words = doubt.reply if anew else doubt.words
    return words, list(read(question, words).because)


def kept(response_id: int, question: Question, doubt: Doubt, seq: int, at: datetime) -> readings.AskedAgain:
    """What is kept of it; `seq` is the customer's message."""
    reading = read(question, doubt.words)
    return readings.AskedAgain(
        response_id=response_id,
        question=question.key,
        kind=question.kind,
        seq=seq,
        guess=reading.guess,
        because=list(reading.because),
        at=at,
    )
