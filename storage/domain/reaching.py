"""Which questions and jumps can come about at all, whatever customers answer.

The ways through a survey are gone through together, from its first question to its last. Of each is kept
only what later conditions ask for, so there are few; where there are too many all the same, nothing is said
against a question that might be reached.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Final

from storage.domain.condition import Condition, Known, holds
from storage.domain.possible import answers
from storage.domain.question import Question
from storage.domain.survey import END, Survey

_MOST_WAYS: Final = 2000

_Way = frozenset[tuple[str, int]]
"""Question key -> which of its possible answers; -1: any of them."""


_Count = tuple[int, int]
"""How many questions were asked, at least and at most."""


def _over(counts: Collection[_Count]) -> _Count:
    return min(least for least, _ in counts), max(most for _, most in counts)


class Ways:
    """All ways through a survey.

    `reached` has the positions of the questions that someone may be asked, `taken` the (position, number) of
    the jumps that someone may take, `landed` those that lead to a question which is then asked, `asked` how
    many questions a customer is asked, at least and at most.
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.reached: set[int] = set()
        self.taken: set[tuple[int, int]] = set()
        self.landed: set[tuple[int, int]] = set()
        self._arriving: dict[int, dict[_Way, _Count]] = defaultdict(dict)
        self._arriving[0][frozenset()] = (0, 0)
        for position in survey.everything:
            self._go(position)
        self.asked = _over(self._arriving[len(survey.questions)].values())

    @cached_property
    def _asked_of(self) -> Mapping[str, list[Condition]]:
        """Question key -> the conditions on it."""
        found: dict[str, list[Condition]] = defaultdict(list)
        for question in self.survey.questions:
            for condition in _conditions(question):
                found[condition.question].append(condition)
        return found

    @cached_property
    def _last(self) -> Mapping[str, int]:
        """Question key -> the last position at which a condition asks for its answer."""
        return {
            condition.question: position
            for position, question in enumerate(self.survey.questions)
            for condition in _conditions(question)
        }

    @cached_property
    def _answers(self) -> Mapping[str, list[Known] | None]:
        asked = {question.key: question for question in self.survey.questions}
        return {key: answers(asked[key], on) for key, on in self._asked_of.items() if key in asked}

    def _go(self, position: int) -> None:
        ways = self._arriving.pop(position, {})
        if len(ways) > _MOST_WAYS:
            ways = {
                frozenset((key, -1) for key in {key for way in ways for key, _ in way}): _over(ways.values())
            }
        question = self.survey.questions[position]
        for way, (least, most) in ways.items():
            can, must = self._outcome(question.show_if, dict(way))
            if can:
                self.reached.add(position)
                self._ask(position, question, way, (least + 1, most + 1))
            if not must:
                self._arrive(position + 1, way, position, (least, most))

    def _ask(self, position: int, question: Question, way: _Way, count: _Count) -> None:
        told = self._answers.get(question.key, [])
        picked: Sequence[int] = (-1,) if told is None else range(len(told))
        for number in picked if question.key in self._last else (None,):
            after = way if number is None else way | {(question.key, number)}
            self._jump(position, question, after, count)

    def _jump(self, position: int, question: Question, way: _Way, count: _Count) -> None:
        known = dict(way)
        for number, jump in enumerate(question.jump):
            can, must = self._outcome(jump.conditions, known)
            if can:
                self.taken.add((position, number))
                to = self._place(jump.to)
                if (
                    to >= len(self.survey.questions)
                    or self._outcome(self.survey.questions[to].show_if, known)[0]
                ):
                    self.landed.add((position, number))
                self._arrive(max(to, position + 1), way, position, count)
            if must:
                return
        self._arrive(position + 1, way, position, count)

    def _place(self, to: str) -> int:
        return len(self.survey.questions) if to == END else self.survey.places.get(to, 0)

    def _arrive(self, position: int, way: _Way, since: int, count: _Count) -> None:
        """What nobody asks for any more is forgotten."""
        kept = frozenset(each for each in way if self._last[each[0]] > since)
        there = self._arriving[position]
        there[kept] = _over([count, there.get(kept, count)])

    def _outcome(self, conditions: Sequence[Condition], way: Mapping[str, int]) -> tuple[bool, bool]:
        """Whether they can all hold on this way, and whether they must."""
        found = [self._one(condition, way) for condition in conditions]
        return all(can for can, _ in found), all(must for _, must in found)

    def _one(self, condition: Condition, way: Mapping[str, int]) -> tuple[bool, bool]:
        number = way.get(condition.question)
        told = self._answers.get(condition.question)
        if number == -1 or (number is not None and told is None):
            return True, False
        known = {} if number is None or told is None else {condition.question: told[number]}
        held = holds(condition, known)
        return held, held


def _conditions(question: Question) -> list[Condition]:
    return [*question.show_if, *(each for jump in question.jump for each in jump.conditions)]


def unreachable(survey: Survey) -> tuple[int, ...]:
    """The positions of the questions that nobody can ever be asked."""
    reached = Ways(survey).reached
    return tuple(position for position in survey.everything if position not in reached)


def length(survey: Survey) -> tuple[int, int]:
    """How many questions a customer is asked, at least and at most."""
    if survey.straight:
        return len(survey.questions), len(survey.questions)
    kept = _lengths.get(id(survey))
    if kept is None or kept[0] is not survey:
        if len(_lengths) >= _KEPT_AT_MOST:
            _lengths.clear()
        kept = _lengths[id(survey)] = survey, Ways(survey).asked
    return kept[1]


_KEPT_AT_MOST: Final = 100
_lengths: dict[int, tuple[Survey, tuple[int, int]]] = {}
"""By identity: a survey is asked about whenever it is offered, and its hash would be all of it."""


def dead_ends(survey: Survey) -> tuple[tuple[int, int], ...]:
    """(position of the question, number of its jump from 0) of the jumps that lead nowhere: to a question
    that is not there, that came before, or that is never asked of who comes by this jump; and those never
    taken."""
    ways = Ways(survey)
    return tuple(
        (position, number)
        for position, question in enumerate(survey.questions)
        for number, jump in enumerate(question.jump)
        if position in ways.reached
        and not ((position, number) in ways.landed and leads_on(survey, position, jump.to))
    )


def leads_on(survey: Survey, position: int, to: str) -> bool:
    """Whether a jump from this position leads forward."""
    return to == END or survey.places.get(to, -1) > position
