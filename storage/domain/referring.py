"""What a survey says of its own questions elsewhere: that they are there, asked by then, answered so."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from storage.domain.condition import Condition, all_hold
from storage.domain.fields import guess, listed
from storage.domain.possible import answers, can_be, can_score
from storage.domain.problems import Problem
from storage.domain.question import Question
from storage.domain.survey import Survey


def conditions(
    survey: Survey, given: Sequence[Condition], where: str, before: Iterable[str]
) -> Iterator[Problem]:
    """What is wrong with the conditions at this path; `before` has the keys of what is asked by then."""
    found = [
        problem
        for number, condition in enumerate(given, 1)
        for problem in _condition(survey, condition, f"{where}.{number}", before)
    ]
    yield from found or _impossible(survey, given, where)


def _condition(survey: Survey, condition: Condition, where: str, before: Iterable[str]) -> Iterator[Problem]:
    if problem := unasked(survey, condition.question, f"{where}.question", before):
        yield problem
        return
    question, test = survey.question(condition.question), condition.test
    path, told = f"{where}.{test}", {"value": condition.question, "kind": question.kind}
    if test in ("below", "above") and not can_score(question):
        yield Problem(path, "no_score", told)
    elif test == "first" and question.kind != "ranking":
        yield Problem(path, "no_order", told)
    elif test in ("is", "is_not", "first"):
        yield from choices(question, condition.wanted, path)


def unasked(survey: Survey, key: str, where: str, before: Iterable[str]) -> Problem | None:
    """That there is no such question, or that it is not asked by then."""
    asked = [question.key for question in survey.questions]
    if key not in asked:
        named = list(dict.fromkeys(map(_named, survey.questions)))
        told = {"value": key, "guess": guess(key, named), "known": listed(named)}
        return Problem(where, "unknown_question", told)
    return None if key in before else Problem(where, "later_question", {"value": key})


def _named(question: Question) -> str:
    """The key as a definition writes it: once, of what is asked once per product."""
    return question.key.rpartition("__")[0] if question.about else question.key


def choices(question: Question, wanted: Iterable[str], where: str) -> Iterator[Problem]:
    """Keys that are no choices of the question."""
    if not (question.choices or question.reads == "number"):
        yield Problem(where, "no_choices", {"value": question.key, "kind": question.kind})
        return
    for key in wanted:
        if not can_be(question, key):
            known = list(question.labels)
            yield Problem(
                where, "unknown_choice", {"value": key, "guess": guess(key, known), "known": listed(known)}
            )


def _impossible(survey: Survey, given: Sequence[Condition], where: str) -> Iterator[Problem]:
    """Conditions on one question that no answer meets together."""
    by_question = groupby(sorted(given, key=lambda each: each.question), lambda each: each.question)
    for key, grouped in by_question:
        on = list(grouped)
        possible = answers(survey.question(key), on)
        if possible is not None and not any(all_hold(on, {key: known}) for known in possible):
            yield Problem(f"{where}.{given.index(on[-1]) + 1}", "impossible", {"value": key})
