"""The questions of a survey as they are said: made once per version, for they are asked of everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.message import Choice, Outbound, Picker
from storage.domain import questions
from storage.domain.locale import Texts
from storage.domain.question import Question
from storage.domain.survey import Survey

_KEPT_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question: `says` has it as asked at first, differently, and with its choices written out."""

    question: Question
    kind: questions.Kind
    mark: str
    says: tuple[Say, Say, Say]

    def say(self, tries: int) -> Say:
        """The question, after so many answers that were not understood."""
        return self.says[min(tries, 2)]


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets of a survey version in one language."""

    survey: Survey
    texts: Texts
    all: tuple[Sheet, ...]


_kept: dict[int, Sheets] = {}


def sheets(context: Context) -> Sheets | None:
    """The sheets of the survey in the context; None where there is none."""
    if context.survey is None or context.version_id is None:
        return None
    found = _kept.get(context.version_id)
    if found is None or found.survey is not context.survey or found.texts is not context.texts:
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        found = _kept[context.version_id] = _made(context.survey, context.version_id, context.texts)
    return found


def marked(version_id: int, question: str) -> str:
    """The mark of a question's choices (`Outbound.of`)."""
    return f"{version_id}.{question}"


def _made(survey: Survey, version_id: int, texts: Texts) -> Sheets:
    made = tuple(
        _sheet(question, version_id, head, (position, len(survey.questions)), texts)
        for position, (question, head) in enumerate(_headed(survey, texts), 1)
    )
    return Sheets(survey, texts, made)


def _headed(survey: Survey, texts: Texts) -> Iterator[tuple[Question, str]]:
    """Each question with what is said before it: the title of its section, where it opens one of several."""
    for section in survey.sections:
        for question in section.questions:
            opens = section.title and len(survey.sections) > 1 and question is section.questions[0]
            yield question, texts("chat.asking.section", title=section.title) if opens else ""


def _sheet(question: Question, version_id: int, head: str, progress: tuple[int, int], texts: Texts) -> Sheet:
    mark = marked(version_id, question.key)
    choices = _choices(question, texts)
    picker = cast(Picker, question.picker if question.choices else "buttons" if choices else "none")

    def say(text: str, shown: Picker, plain: str = "") -> Say:
        return Say(Outbound(text, choices, mark, shown, question.kind == "multi", progress, plain))

    again = question.again or texts("chat.asking.again", question=question.text)
    listed = written(question.choices) if question.choices else texts("chat.asking.freely")
    plainly = texts("chat.asking.plainly", question=question.text, choices=listed)
    says = (
        say(head + question.text, picker),
        say(again, picker, head + question.text),
        say(plainly, "buttons" if choices else "none", head + question.text),
    )
    return Sheet(question, questions.kind(question.kind), mark, says)


def _choices(question: Question, texts: Texts) -> tuple[Choice, ...]:
    if question.choices:
        return tuple(Choice(key, label, question.icons.get(key, "")) for key, label in question.choices)
    return () if question.required else (Choice("skip", texts("chat.choice.skip")),)


def written(choices: tuple[tuple[str, str], ...]) -> str:
    """(key, label) pairs as lines to answer by number or by word; the label alone where it is the key."""
    return "\n".join(
        label if label == key else f"{key if key.isdecimal() else position}. {label}"
        for position, (key, label) in enumerate(choices, 1)
    )
