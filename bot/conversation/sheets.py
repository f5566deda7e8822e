"""The questions of a survey as they are said: made once per version and language, for they are asked of
everybody; anew only where the way, or what they take up, is a customer's own."""

from dataclasses import dataclass
from typing import Any, cast

from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.message import Choice, Outbound, Picker
from storage.domain import questions
from storage.domain.locale import Texts
from storage.domain.question import Question
from storage.domain.questions import ranking
from storage.domain.survey import Survey

_KEPT_AT_MOST = 100
_OWN_PICKERS = frozenset(("ranking", "date", "number", "photo", "file", "phone", "signature"))
"""Those that a question has without choices, or that buttons cannot stand for."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question: `says` has it as asked at first, differently, and with its choices written out. `section`
    is the place of its section, `head` what that opens with."""

    question: Question
    kind: questions.Kind
    mark: str
    section: int
    head: str
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


_kept: dict[tuple[int, str], Sheets] = {}


def sheets(context: Context) -> Sheets | None:
    """The sheets of the survey in the context; None where there is none."""
    if context.survey is None or context.version_id is None:
        return None
    key = context.version_id, context.texts.language
    found = _kept.get(key)
    if found is None or found.survey is not context.survey or found.texts is not context.texts:
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        made = _all(context.survey, context.version_id, context.texts, context.language)
        found = _kept[key] = Sheets(context.survey, context.texts, made)
    return found


def marked(version_id: int, question: str) -> str:
    """The mark of a question's choices (`Outbound.of`)."""
    return f"{version_id}.{question}"


def said(sheet: Sheet, question: Question, texts: Texts, *, opens: bool, progress: tuple[int, int]) -> Sheet:
    """The sheet as it is for one customer: with the question as told to them, opening its section or not."""
    head = sheet.head if opens else ""
    says = _says(question, sheet.mark, head, progress, texts, sheet.says[0].outbound.language)
    return Sheet(question, sheet.kind, sheet.mark, sheet.section, sheet.head, says)


def _all(survey: Survey, version_id: int, texts: Texts, language: str) -> tuple[Sheet, ...]:
    made: list[Sheet] = []
    total = len(survey.questions)
    for place, section in enumerate(survey.sections):
        titled = section.title and len(survey.sections) > 1
        head = texts("chat.asking.section", title=section.title) if titled else ""
        for question in section.questions:
            mark, kind = marked(version_id, question.key), questions.kind(question.kind)
            opens = head if question is section.questions[0] else ""
            says = _says(question, mark, opens, (len(made) + 1, total), texts, language)
            made.append(Sheet(question, kind, mark, place, head, says))
    return tuple(made)


def _says(
    question: Question, mark: str, head: str, progress: tuple[int, int], texts: Texts, language: str
) -> tuple[Say, Say, Say]:
    choices, details = _choices(question, texts), _details(question)
    shown = "buttons" if choices else "none"
    own = question.picker in _OWN_PICKERS
    picker = question.picker if question.choices or own else shown
    many = question.kind in ("multi", "ranking")

    def say(text: str, picker: str, plain: str = "") -> Say:
        wish = cast(Picker, picker)
        return Say(Outbound(text, choices, mark, wish, many, progress, plain, details, language=language))

    again, plainly = _differently(question, texts), _plainly(question, texts)
    first = head + question.text
    return (
        say(first, picker),
        say(again, picker, first),
        say(plainly, picker if own else shown, first),
    )


def _differently(question: Question, texts: Texts) -> str:
    """In other words; where there are none, with what it wants."""
    if question.again:
        return question.again
    how = "" if question.choices else wanted(question, texts)
    key = "again_how" if how else "again"
    return texts(f"chat.asking.{key}", question=question.text, how=how)


def _plainly(question: Question, texts: Texts) -> str:
    """With what it wants, and the choices written out."""
    how = wanted(question, texts) or texts("chat.asking.freely")
    return "\n".join(filter(None, (question.text, how, written(question.choices))))


def wanted(question: Question, texts: Texts) -> str:
    """What an answer has to be; empty where any words will do."""
    least, most = question.least, question.most
    if question.kind == "ranking":
        least, most = ranking.bounds(question)
        return texts(
            f"chat.asking.how.{'ranking' if least == len(question.choices) else 'ranking_top'}", most=most
        )
    if question.kind == "multi":
        bounds = "_between" if least and most else "_least" if least else "_most" if most else ""
        return texts(f"chat.asking.how.multi{bounds}", least=least, most=most)
    how = f"chat.asking.how.{'choose' if question.choices else question.kind}"
    return texts(how, within=_within(question, texts), unit=_unit(question, texts)) if texts.has(how) else ""


def _within(question: Question, texts: Texts) -> str:
    low, high = question.low, question.high
    if low is None and high is None:
        return ""
    key = "between" if low is not None and high is not None else "least" if high is None else "most"
    return texts(f"chat.asking.within.{key}", low=_plain(low), high=_plain(high))


def _plain(bound: float | None) -> str:
    return "" if bound is None else f"{bound:.12g}"


def _unit(question: Question, texts: Texts) -> str:
    return texts("chat.asking.within.unit", unit=question.unit) if question.unit else ""


def _details(question: Question) -> tuple[tuple[str, Any], ...]:
    """What a picker has to know besides the choices."""
    least, most = ranking.bounds(question) if question.kind == "ranking" else (None, None)
    told = {
        "low": question.low,
        "high": question.high,
        "unit": question.unit or None,
        "least": least,
        "most": most,
        "accept": question.accept or None,
        "run": question.matrix or None,
    }
    return tuple((name, value) for name, value in told.items() if value is not None)


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
