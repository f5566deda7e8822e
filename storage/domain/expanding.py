"""What is written once and asked several times: the rows of a matrix, a section per product bought."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from storage.domain.condition import Condition, Jump
from storage.domain.fields import Fields
from storage.domain.question import Option, Question
from storage.domain.wording import REFERENCE

ABOUT = "{about}"
"""Stands in the texts of a repeated section for what it is repeated for."""


def rows(fields: Fields, matrix: Question) -> tuple[Question, ...]:
    """One question a row, each with a key of its own; the first says what is asked, the others of what."""
    made: dict[str, Question] = {}
    for each in fields.each("row"):
        row = _row(each, matrix, first=not made)
        if row.key in made:
            each.problem("key", "duplicate", value=each.table.get("key"))
        made.setdefault(row.key, row)
    if not made:
        fields.problem("row", "no_rows")
    return tuple(made.values())


def _row(fields: Fields, matrix: Question, *, first: bool) -> Question:
    label, weight = fields.text("label"), fields.number("weight", 0, 1000)
    row = replace(
        matrix,
        key=f"{matrix.key}__{fields.key()}",
        kind="scale",
        matrix=matrix.key,
        title=_of(matrix.title, label),
        text=_of(matrix.text, label) if first else label,
        text_else=_of(matrix.text_else, label) if first else "",
        again=f"{label}{_colon(label)}{matrix.again}" if matrix.again else _of(matrix.text, label),
        weight=matrix.weight if weight is None else weight,
    )
    fields.known(("in",))
    fields.done()
    return row


def _of(text: str, label: str) -> str:
    return f"{text}{_colon(text)}{label}" if text else ""


def _colon(text: str) -> str:
    """Between a text and what it is about; a whole sentence wants none."""
    if text.endswith((*"。？！?!.",)):
        return "\n"
    return ": " if text.isascii() else "："


def repeated(questions: Sequence[Question], per: str, option: Option) -> tuple[Question, ...]:
    """The questions of a section as they are asked of one option, where that one was chosen."""
    own = {question.key for question in questions}
    chosen = Condition(per, "is", (option.key,))
    return tuple(_about(question, own, chosen, option) for question in questions)


def _about(question: Question, own: Collection[str], chosen: Condition, option: Option) -> Question:
    def renamed(key: str) -> str:
        return f"{key}__{option.key}" if key in own else key

    def told(text: str) -> str:
        text = text.replace(ABOUT, option.label)
        return REFERENCE.sub(lambda found: f"{{{renamed(found[1])}.{found[2]}}}", text)

    def moved(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(each._replace(question=renamed(each.question)) for each in conditions)

    named = ABOUT in question.title
    return replace(
        question,
        key=renamed(question.key),
        matrix=question.matrix and f"{question.matrix}__{option.key}",
        title=told(question.title if named else f"{question.title}（{ABOUT}）"),
        text=told(question.text),
        text_else=told(question.text_else),
        again=told(question.again),
        hint=told(question.hint),
        show_if=(*moved(question.show_if), chosen),
        jump=tuple(Jump(moved(each.conditions), renamed(each.to)) for each in question.jump),
        about=option.label,
    )
