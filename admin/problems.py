"""What the law finds wrong with a survey, said to whom writes it in the browser: the fields by the names that
they have there, the questions by their titles."""

from collections.abc import Mapping
from typing import Any

from admin.changes import Words, field, speech
from storage.domain.locale import Texts
from storage.domain.problems import Problem

Table = Mapping[str, Any]


def told(problem: Problem, definition: Table, texts: Texts) -> dict[str, str]:
    """Where it is and why; `language` where a text is missing in one."""
    params = {
        name: said(name, value, Words(definition, texts), texts) for name, value in problem.params.items()
    }
    if problem.params.get("key") == "text" and problem.where.startswith(("closing.", "quota.")):
        params["key"] = texts("page.surveys.editor.closing_text")
    own = f"page.surveys.problem.{problem.code}"
    plain = Problem(problem.where, problem.code, params)
    why = texts(own, **guessed(params, texts)) if texts.has(own) else plain.why(texts)
    return {"where": problem.where, "why": why, "language": str(problem.params.get("language", ""))}


def said(name: str, value: object, words: Words, texts: Texts) -> object:
    """One value of a problem's sentence."""
    if name == "key":
        return field(str(value), texts)
    if name == "kind":
        return kind(str(value), texts)
    if name == "names":
        return "、".join(missing(each, texts) for each in str(value).split("、"))
    if name == "language":
        return "、".join(speech(each, texts) for each in str(value).split("、"))
    return words.title(str(value)) if name in ("value", "guess") else value


def guessed(params: Mapping[str, object], texts: Texts) -> dict[str, object]:
    """A guess is a sentence of its own."""
    guess = params.get("guess")
    return {**params, "guess": texts("survey_problem.guess", guess=guess)} if guess else dict(params)


def kind(name: str, texts: Texts) -> str:
    """The kind of question as people call it."""
    key = f"page.surveys.kind.{name}"
    return texts(key) if texts.has(key) else name


def missing(name: str, texts: Texts) -> str:
    """A text that is missing in a language: a field, or an entry of a list."""
    of, _, entry = name.partition(" ")
    return f"{field(of, texts)} {entry}".strip()
