"""Whether a survey can be asked as it is written: no condition on what comes later, no way that leads
nowhere, no weights that do not add up, no text missing in a language. Asked before a version is kept, never
after."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from storage.domain import languages, reaching
from storage.domain.expanding import ABOUT
from storage.domain.fields import guess, listed
from storage.domain.problems import Invalid, Problem
from storage.domain.question import Question, Scheme
from storage.domain.referring import choices, conditions, unasked
from storage.domain.survey import END, Survey, placed
from storage.domain.wording import REFERENCE, references

_BRACES: Final = re.compile(r"\{[^{}\s]*\}")
_NAMING: Final = ("order", "phone", "signature")
"""Kinds of question whose answers say who gave them."""

_LIKE_SHARES: Final = (90, 110)
"""Weights that add up to nearly 100 were meant to add up to it."""


class Place(NamedTuple):
    """A question, its path in the definition, and the keys of those surely asked before it."""

    position: int
    question: Question
    where: str
    before: frozenset[str]


def checked(definition: Mapping[str, Any], schemes: Mapping[str, Scheme]) -> Survey:
    """The survey of this definition. Raises Invalid with all that is wrong, and how it is asked."""
    survey, wheres = placed(definition, schemes)
    found = [*problems(survey, wheres), *languages.problems(definition, survey.languages)]
    found += _schemes_told(survey, wheres)
    first = {(problem.where, problem.code): problem for problem in reversed(found)}
    if first:
        raise Invalid(reversed(first.values()))
    return survey


def problems(survey: Survey, wheres: tuple[str, ...]) -> list[Problem]:
    """What is wrong with how it would be asked; `wheres` has the path of each question."""
    places = list(_places(survey, wheres))
    found = [problem for place in places for problem in _of_question(survey, place)]
    found += [*_quotas(survey), *_closings(survey), *_weights(survey, places)]
    return found or [*_ways(survey, places)]


def _places(survey: Survey, wheres: tuple[str, ...]) -> Iterator[Place]:
    """In a random section nothing is surely before anything else."""
    before: set[str] = set()
    position = 0
    for section in survey.sections:
        opened = frozenset(before)
        for question in section.questions:
            yield Place(position, question, wheres[position], opened if section.random else frozenset(before))
            before.add(question.key)
            position += 1


def _of_question(survey: Survey, place: Place) -> Iterator[Problem]:
    question = place.question
    if question.key == END:
        yield Problem(f"{place.where}.key", "reserved_key", {"value": END})
    if survey.anonymous and question.kind in _NAMING:
        yield Problem(f"{place.where}.kind", "names_customer", {"kind": question.kind})
    if survey.anonymous and question.accept:  # it goes with all else that would tell who answered
        yield Problem(f"{place.where}.kind", "file_without_name", {"kind": question.kind})
    yield from conditions(survey, question.show_if, f"{place.where}.show_if", place.before)
    for number, jump in enumerate(question.jump, 1):
        where = f"{place.where}.jump.{number}"
        yield from conditions(survey, jump.conditions, f"{where}.if", place.before | {question.key})
        yield from _target(survey, place, jump.to, f"{where}.to")
    yield from _texts(survey, place)


def _target(survey: Survey, place: Place, to: str, where: str) -> Iterator[Problem]:
    asked = [END, *survey.places]
    random = {question.key for each in survey.sections if each.random for question in each.questions}
    if place.question.key in random:
        yield Problem(where.rpartition(".")[0], "jump_in_random")
    elif to not in asked:
        told = {"value": to, "guess": guess(to, asked), "known": listed(asked)}
        yield Problem(where, "unknown_target", told)
    elif not reaching.leads_on(survey, place.position, to):
        yield Problem(where, "backward_jump", {"value": to})
    elif to in random:
        yield Problem(where, "jump_into_random", {"value": to})


def _texts(survey: Survey, place: Place) -> Iterator[Problem]:
    question = place.question
    for name in ("text", "again", "hint"):
        for key, _ in references(getattr(question, name)):
            if problem := unasked(survey, key, f"{place.where}.{name}", place.before):
                yield problem
            elif name == "text" and not question.text_else and not _answered(question, key):
                yield Problem(f"{place.where}.text", "no_text_else", {"value": key})
    for name in ("text", "text_else", "again", "hint", "title"):
        text = getattr(question, name)
        plain = REFERENCE.sub("", text) if name in ("text", "again", "hint") else text
        if left := _BRACES.search(plain):
            code = "about_outside" if left[0] == ABOUT else "unknown_braces"
            yield Problem(f"{place.where}.{name}", code, {"value": left[0]})


def _answered(question: Question, key: str) -> bool:
    """Whether it is only asked of who answered the other one."""
    on = [each for each in question.show_if if each.question == key]
    return any(each.test != "answered" or each.wanted for each in on)


def names(question: Question) -> bool:
    """Whether its answers say who gave them, or are files, which go with all else that would tell."""
    return question.kind in _NAMING or bool(question.accept)


def _quotas(survey: Survey) -> Iterator[Problem]:
    asked = [question.key for question in survey.questions]
    for number, quota in enumerate(survey.quotas, 1):
        if problem := unasked(survey, quota.question, f"quota.{number}.question", asked):
            yield problem
        else:
            yield from choices(survey.question(quota.question), sorted(quota.counted), f"quota.{number}.is")


def _closings(survey: Survey) -> Iterator[Problem]:
    asked = [question.key for question in survey.questions]
    for number, each in enumerate(survey.closings, 1):
        yield from conditions(survey, each.conditions, f"closing.{number}.if", asked)
        if each.below is not None and each.above is not None and each.below <= each.above:
            yield Problem(
                f"closing.{number}.above", "no_room", {"low": f"{each.above:g}", "high": f"{each.below:g}"}
            )
        for key, _ in references(each.text):
            if problem := unasked(survey, key, f"closing.{number}.text", asked):
                yield problem


def _weights(survey: Survey, places: list[Place]) -> Iterator[Problem]:
    """Shares add up to 100. What a section per product asks counts once; so do the rows of a matrix."""
    once = {(place.where, place.question.title): place for place in places if place.question.weight}
    items = _once(once.values())
    total = sum(place.question.weight for place in items)
    low, high = _LIKE_SHARES
    shares = low <= total <= high and len(items) > 1 if survey.shares is None else survey.shares
    if shares and abs(total - 100) > 0.05:
        where = f"{items[-1].where}.weight" if items else "shares"
        yield Problem(where, "weights_not_100", {"total": f"{total:g}"})


def _once(places: Iterable[Place]) -> list[Place]:
    """Without what is asked again of the next product."""
    first: dict[str, str] = {}
    return [
        place
        for place in places
        if first.setdefault(place.where, place.question.about) == place.question.about
    ]


def _ways(survey: Survey, places: list[Place]) -> Iterator[Problem]:
    for position in reaching.unreachable(survey):
        yield Problem(places[position].where, "unreachable", {"value": places[position].question.key})
    for position, number in reaching.dead_ends(survey):
        to = survey.questions[position].jump[number].to
        yield Problem(f"{places[position].where}.jump.{number + 1}", "dead_end", {"value": to})


def _schemes_told(survey: Survey, wheres: tuple[str, ...]) -> Iterator[Problem]:
    for position, question in enumerate(survey.questions):
        missing = [
            each for each in survey.languages if question.scheme and each not in question.scheme.others
        ]
        if question.scheme and missing:
            told = {"value": question.scheme.key, "language": "、".join(missing)}
            yield Problem(f"{wheres[position]}.scheme", "scheme_untranslated", told)
