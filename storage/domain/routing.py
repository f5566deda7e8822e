"""Which questions a customer is asked, in which order, as far as their answers tell (B2, B6).

The way only ever leads forward: whatever a definition says, no question comes twice. What was answered on a
branch that the customer has since left decides nothing any more.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import groupby

from storage.domain.condition import Known, all_hold, keys
from storage.domain.question import Question
from storage.domain.reaching import dead_ends, length, unreachable
from storage.domain.survey import END, Quota, Section, Survey
from storage.domain.wording import filled

__all__ = ["Known", "closing", "dead_ends", "length", "over", "route", "unreachable"]


def route(
    survey: Survey, values: Mapping[str, Known], seed: int = 0, full: frozenset[int] = frozenset()
) -> tuple[int, ...]:
    """The positions asked, in order, with these answers (question key -> Known).

    `seed` decides the order in random sections; `full` has the places in `survey.quotas` of those that are
    full: who falls under one is asked nothing more. A question without answer makes no condition true but
    `answered = false`: what comes after the open question is the way as it stands now.
    """
    if survey.straight:
        return survey.everything
    return tuple(position for position, _ in _walk(survey, values, seed, full))


def over(survey: Survey, values: Mapping[str, Known], full: frozenset[int]) -> Quota | None:
    """The full quota that a customer with these answers falls under; None where there is none."""
    return next(
        (quota for place, quota in enumerate(survey.quotas) if place in full and _under(quota, values)), None
    )


def closing(survey: Survey, values: Mapping[str, Known], index: float | None) -> str:
    """The closing words: the first whose conditions hold, else those for all. Empty: there are none."""
    for each in survey.closings:
        if each.fits(index) and all_hold(each.conditions, values):
            text = filled(each.text, values)
            if text:
                return text
    return filled(survey.closing, values)


def _under(quota: Quota, values: Mapping[str, Known]) -> bool:
    known = values.get(quota.question)
    return known is not None and known.value is not None and not quota.counted.isdisjoint(keys(known.value))


def _walk(
    survey: Survey, values: Mapping[str, Known], seed: int, full: frozenset[int]
) -> Iterator[tuple[int, Question]]:
    order = ordered(survey, seed)
    places = {position: place for place, position in enumerate(order)}
    known: dict[str, Known] = {}
    place = 0
    while place < len(order):
        question = survey.questions[order[place]]
        shown = all_hold(question.show_if, known)
        if shown:
            yield order[place], question
            if question.key in values:
                known[question.key] = values[question.key]
            if full and over(survey, known, full):
                return
        place = max(place + 1, _jumped(survey, question, known, places)) if shown else place + 1


def _jumped(survey: Survey, question: Question, known: Mapping[str, Known], places: Mapping[int, int]) -> int:
    """The place that the question's jumps lead to; 0 where none does."""
    to = next((jump.to for jump in question.jump if all_hold(jump.conditions, known)), "")
    return len(places) if to == END else places.get(survey.places.get(to, -1), 0)


def ordered(survey: Survey, seed: int) -> list[int]:
    """All positions in the order of asking: a random section's by the seed, all others' by the definition."""
    order: list[int] = []
    for section in survey.sections:
        order += [len(order) + place for place in _shuffled(section, seed)]
    return order


def _shuffled(section: Section, seed: int) -> list[int]:
    """The rows of a matrix stay together."""
    units = [
        [place for place, _ in rows]
        for _, rows in groupby(enumerate(section.questions), lambda each: each[1].matrix or each[1].key)
    ]
    if section.random:
        units.sort(key=lambda unit: _lot(seed, section.questions[unit[0]].key))
    return [place for unit in units for place in unit]


def _lot(seed: int, key: str) -> bytes:
    """The same for ever: a talk that goes on after an update meets the order that it began with."""
    return blake2b(f"{seed}.{key}".encode(), digest_size=8).digest()
